// SPDX-License-Identifier: Apache-2.0
#include "src/runtime/failures.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

namespace hf {
namespace {

/// Without a buffer, which may be what has failed.
void Say(const char* text) {
  if (write(STDERR_FILENO, text, strlen(text)) < 0) return;
}

}  // namespace

void FailOutOfMemory() {
  Say("git-credential-hf: out of memory\n");
  _exit(1);
}

void FailByDefect(const char* what) {
  Say("git-credential-hf: a defect of this program: ");
  Say(what);
  Say("\n");
  abort();
}

}  // namespace hf

// What the headers of GNU's C++ library call; the library itself would throw.
// NOLINTBEGIN(bugprone-reserved-identifier)
namespace std {

void __throw_bad_alloc() { hf::FailOutOfMemory(); }
void __throw_bad_array_new_length() { hf::FailOutOfMemory(); }
void __throw_length_error(const char* what) { hf::FailByDefect(what); }
void __throw_logic_error(const char* what) { hf::FailByDefect(what); }
void __throw_out_of_range_fmt(const char* what, ...) { hf::FailByDefect(what); }
void __throw_bad_function_call() { hf::FailByDefect("an empty function"); }
void __glibcxx_assert_fail(const char*, int, const char*,
                           const char* condition) noexcept {
  hf::FailByDefect(condition);
}

}  // namespace std

extern "C" void __cxa_pure_virtual() {
  hf::FailByDefect("a function without a body");
}
// NOLINTEND(bugprone-reserved-identifier)

extern "C" void hf_buffer_too_small() {
  hf::FailByDefect("a buffer is too small");
}
