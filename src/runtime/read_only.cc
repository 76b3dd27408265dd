// SPDX-License-Identifier: Apache-2.0
// Makes read-only what the program has only written to move itself to its
// random address: the addresses of functions in tables (RELRO). musl's start of
// a static program leaves this out.
#include <link.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>

#include "src/runtime/failures.h"

namespace hf {
namespace {

// Where the program begins. The linker's name. NOLINTNEXTLINE
extern "C" const char __ehdr_start;

__attribute__((constructor)) void MakeReadOnly() {
  const auto* segment = reinterpret_cast<const ElfW(Phdr)*>(getauxval(AT_PHDR));
  for (auto count = getauxval(AT_PHNUM); count > 0; --count, ++segment) {
    if (segment->p_type != PT_GNU_RELRO) continue;
    const auto page = static_cast<std::uintptr_t>(getauxval(AT_PAGESZ));
    const auto base = reinterpret_cast<std::uintptr_t>(&__ehdr_start);
    const std::uintptr_t begin = (base + segment->p_vaddr) & -page;
    const std::uintptr_t end =
        (base + segment->p_vaddr + segment->p_memsz) & -page;
    if (mprotect(reinterpret_cast<void*>(begin), end - begin, PROT_READ) != 0) {
      FailByDefect("cannot make memory read-only");
    }
  }
}

}  // namespace
}  // namespace hf
