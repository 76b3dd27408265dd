// SPDX-License-Identifier: Apache-2.0
// RapidJSON's way to memory, for texts with tokens in them.

#ifndef HF_SRC_ACCOUNT_API_WIPING_JSON_ALLOCATOR_H_
#define HF_SRC_ACCOUNT_API_WIPING_JSON_ALLOCATOR_H_

#include <cstddef>

#include "src/account/api/wiping_memory.h"

namespace hf {

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

#endif  // HF_SRC_ACCOUNT_API_WIPING_JSON_ALLOCATOR_H_
