// SPDX-License-Identifier: Apache-2.0
#include "src/account/api/wiping_memory.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include <algorithm>

namespace hf {

void* WipingMalloc(std::size_t size) { return malloc(size); }

void* WipingCalloc(std::size_t count, std::size_t size) {
  return calloc(count, size);
}

// Does not call realloc(3), which may move the block without wiping the old
// one.
void* WipingRealloc(void* memory, std::size_t size) {
  if (size == 0) {
    WipingFree(memory);
    return nullptr;
  }
  void* larger = malloc(size);
  if (!larger || !memory) return larger;
  memcpy(larger, memory, std::min(size, malloc_usable_size(memory)));
  WipingFree(memory);
  return larger;
}

char* WipingStrdup(const char* text) { return strdup(text); }

void WipingFree(void* memory) {
  if (!memory) return;
  explicit_bzero(memory, malloc_usable_size(memory));
  free(memory);
}

}  // namespace hf
