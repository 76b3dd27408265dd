// SPDX-License-Identifier: Apache-2.0
// Memory for tokens, wiped when it is freed.

#ifndef HF_SRC_SYSTEM_SECRET_H_
#define HF_SRC_SYSTEM_SECRET_H_

#include <string.h>

#include <cstddef>
#include <memory>
#include <string>

namespace hf {

/// Wipes memory before freeing it. Does not wipe texts shorter than 16 bytes,
/// which a string stores without an allocator; the Hub's tokens are longer.
template <typename T>
struct WipingAllocator : std::allocator<T> {
  using value_type = T;

  template <typename U>
  struct rebind {
    using other = WipingAllocator<U>;
  };

  WipingAllocator() = default;
  template <typename U>
  WipingAllocator(const WipingAllocator<U>&) {}  // NOLINT: allocators convert

  void deallocate(T* memory, std::size_t count) {
    explicit_bzero(memory, count * sizeof(T));
    std::allocator<T>().deallocate(memory, count);
  }
};

/// For a token, or a text that contains one.
using SecretString =
    std::basic_string<char, std::char_traits<char>, WipingAllocator<char>>;

}  // namespace hf

#endif  // HF_SRC_SYSTEM_SECRET_H_
