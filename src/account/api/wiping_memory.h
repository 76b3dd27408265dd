// SPDX-License-Identifier: Apache-2.0
// malloc(3) and its relatives for libraries that handle tokens: memory is wiped
// when it is freed.

#ifndef HF_SRC_ACCOUNT_API_WIPING_MEMORY_H_
#define HF_SRC_ACCOUNT_API_WIPING_MEMORY_H_

#include <cstddef>

namespace hf {

// Each does what malloc(3) or strdup(3) says about the name without "Wiping".
void* WipingMalloc(std::size_t size);
void* WipingCalloc(std::size_t count, std::size_t size);
void* WipingRealloc(void* memory, std::size_t size);
char* WipingStrdup(const char* text);
void WipingFree(void* memory);

/// An allocator for RapidJSON, with the names of its Allocator concept.
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
