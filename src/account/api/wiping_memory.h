// SPDX-License-Identifier: Apache-2.0
// malloc's family for libraries that handle tokens: wiped when given back.

#ifndef HF_SRC_ACCOUNT_API_WIPING_MEMORY_H_
#define HF_SRC_ACCOUNT_API_WIPING_MEMORY_H_

#include <cstddef>

namespace hf {

// As malloc(3) says of the functions without "Wiping".
void* WipingMalloc(std::size_t size);
void* WipingCalloc(std::size_t count, std::size_t size);
void* WipingRealloc(void* memory, std::size_t size);
char* WipingStrdup(const char* text);
void WipingFree(void* memory);

/// RapidJSON's Allocator concept; the names are its.
struct WipingJsonAllocator {
  static const bool kNeedFree = true;
  void* Malloc(std::size_t size) {
    return size > 0 ? WipingMalloc(size) : nullptr;
  }
  void* Realloc(void* memory, std::size_t, std::size_t size) {
    return WipingRealloc(memory, size);
  }
  static void Free(void* memory) { WipingFree(memory); }
};

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_API_WIPING_MEMORY_H_
