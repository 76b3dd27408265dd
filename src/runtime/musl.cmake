# The helper with musl in place of the system's C library, where musl is: glibc's
# start of a static program asks the processor for its abilities 41 times, which
# takes as long as all that `get` does (CONTRIBUTING.md). HF_MUSL_WORKS says
# whether musl is there, and helper_uses_musl(TARGET) uses it.

option(HF_MUSL "Build git-credential-hf with musl, where it is" ON)

string(REPLACE "-gnu" "-musl" tuple "${CMAKE_LIBRARY_ARCHITECTURE}")
set(elsewhere /usr/${CMAKE_SYSTEM_PROCESSOR}-linux-musl /usr/local/musl)
list(TRANSFORM elsewhere APPEND /include OUTPUT_VARIABLE headers)
list(TRANSFORM elsewhere APPEND /lib OUTPUT_VARIABLE libraries)
list(TRANSFORM elsewhere APPEND /lib64 OUTPUT_VARIABLE libraries64)
find_path(MUSL_INCLUDE_DIR bits/alltypes.h NO_DEFAULT_PATH
  PATHS /usr/include/${tuple} ${headers})
find_path(MUSL_LIBRARY_DIR rcrt1.o NO_DEFAULT_PATH
  PATHS /usr/lib/${tuple} ${libraries} ${libraries64})
mark_as_advanced(MUSL_INCLUDE_DIR MUSL_LIBRARY_DIR)

# The C++ library's headers, then musl's, then the compiler's own.
set(cxx ${CMAKE_CXX_IMPLICIT_INCLUDE_DIRECTORIES})
set(own ${cxx})
list(FILTER cxx INCLUDE REGEX "/c[+][+]")
list(FILTER own INCLUDE REGEX "/(gcc|clang)(-cross)?/")
set(musl_flags -nostdinc -nostdinc++)
foreach(directory IN LISTS cxx MUSL_INCLUDE_DIR own)
  list(APPEND musl_flags "-isystem ${directory}")
endforeach()
foreach(header libstdcxx.h checked_buffers.h)
  list(APPEND musl_flags "-include ${CMAKE_CURRENT_LIST_DIR}/${header}")
endforeach()
list(APPEND musl_flags -D_GLIBCXX_ASSERTIONS -fPIE -fno-exceptions -fno-rtti
  -fno-threadsafe-statics -fno-asynchronous-unwind-tables)

execute_process(COMMAND ${CMAKE_CXX_COMPILER} -print-libgcc-file-name
  OUTPUT_VARIABLE libgcc OUTPUT_STRIP_TRAILING_WHITESPACE)
set(musl_link_options -nostdlib -static-pie -Wl,-z,noseparate-code
  ${MUSL_LIBRARY_DIR}/rcrt1.o ${MUSL_LIBRARY_DIR}/crti.o)
set(musl_libraries ${MUSL_LIBRARY_DIR}/libc.a ${libgcc}
  ${MUSL_LIBRARY_DIR}/libc.a ${MUSL_LIBRARY_DIR}/crtn.o)

set(HF_MUSL_WORKS OFF)
if(HF_STATIC_HELPER AND HF_MUSL AND MUSL_INCLUDE_DIR AND MUSL_LIBRARY_DIR)
  list(JOIN musl_flags " " CMAKE_REQUIRED_FLAGS)
  set(CMAKE_REQUIRED_LINK_OPTIONS ${musl_link_options})
  set(CMAKE_REQUIRED_LIBRARIES ${musl_libraries})
  set(CMAKE_REQUIRED_INCLUDES ${PROJECT_SOURCE_DIR})
  check_cxx_source_runs("#include <algorithm>
    #include <forward_list>
    #include <functional>
    #include <memory>
    #include <optional>
    #include <span>
    #include <string>
    #include <variant>
    #include <vector>
    #include \"src/runtime/failures.cc\"
    #include \"src/runtime/memory.cc\"
    const char* volatile words[] = {\"a\", \"b\"};
    int main() {
      const std::vector<std::string> list = {words[0], words[1]};
      const std::variant<int, std::string> last = list.at(1);
      const std::shared_ptr<std::string> both(new std::string(list.at(0)));
      const std::function<bool()> differs = [&] {
        return *both + std::get<1>(last) != \"ab\";
      };
      return differs();
    }" HF_MUSL_RUNS)
  unset(CMAKE_REQUIRED_FLAGS)
  unset(CMAKE_REQUIRED_INCLUDES)
  unset(CMAKE_REQUIRED_LINK_OPTIONS)
  unset(CMAKE_REQUIRED_LIBRARIES)
  set(HF_MUSL_WORKS ${HF_MUSL_RUNS})
endif()
if(HF_STATIC_HELPER AND HF_MUSL AND NOT HF_MUSL_WORKS)
  message(STATUS "musl is not here (musl-dev), or this compiler cannot use it: "
    "`get` starts in more time; -DHF_MUSL=OFF says that this is meant")
endif()

# Compiles and links TARGET with musl. It must link nothing else.
function(helper_uses_musl target)
  list(TRANSFORM musl_flags PREPEND "SHELL:")
  target_compile_options(${target} PRIVATE ${musl_flags})
  target_link_options(${target} PRIVATE ${musl_link_options})
  target_link_libraries(${target} PRIVATE ${musl_libraries})
  target_sources(${target} PRIVATE runtime/failures.cc runtime/memory.cc
    runtime/read_only.cc)
endfunction()
