// SPDX-License-Identifier: Apache-2.0
// Memory for the helper, which ends after one answer. It is handed out in
// order, and of what is given back only the piece at the end is used again: to
// keep account of the others took a sixth of the time of a `get`.
#include <sys/mman.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>

#include "src/runtime/failures.h"

namespace hf {
namespace {

constexpr std::size_t kAlignment = alignof(std::max_align_t);
// Enough for a `get`. The pages that are not used take no memory.
constexpr std::size_t kFirst = std::size_t{64} << 10;
constexpr std::size_t kNext = std::size_t{1} << 20;

alignas(kAlignment) char first_piece[kFirst];
char* next = first_piece;
std::size_t left = kFirst;

/// What \a size bytes take: also none take some, to have an address of their
/// own.
std::size_t Whole(std::size_t size) {
  size = std::max(size, std::size_t{1});
  return (size + kAlignment - 1) / kAlignment * kAlignment;
}

/// Makes room for \a size bytes; what was left is not used any more.
bool Grow(std::size_t size) {
  const std::size_t wanted = size > kNext ? size : kNext;
  void* const piece = mmap(nullptr, wanted, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (piece == MAP_FAILED) return false;
  next = static_cast<char*>(piece);
  left = wanted;
  return true;
}

/// Null when there is no memory.
void* Take(std::size_t size) {
  if (size > SIZE_MAX / 2) return nullptr;  // A negative number, most likely.
  size = Whole(size);
  if (size > left && !Grow(size)) return nullptr;
  char* const taken = next;
  next += size;
  left -= size;
  return taken;
}

void GiveBack(void* piece, std::size_t size) {
  size = Whole(size);
  if (static_cast<char*>(piece) + size != next) return;
  next -= size;
  left += size;
}

}  // namespace
}  // namespace hf

void* operator new(std::size_t size) {
  void* const piece = hf::Take(size);
  if (!piece) hf::FailOutOfMemory();
  return piece;
}

void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return hf::Take(size);
}

void operator delete(void*) noexcept {}

void operator delete(void* piece, std::size_t size) noexcept {
  if (piece) hf::GiveBack(piece, size);
}

// For the headers of GNU's C++ library, where a compiler does not optimise.
void* operator new[](std::size_t size) { return operator new(size); }

void operator delete[](void*) noexcept {}

void operator delete[](void* piece, std::size_t size) noexcept {
  operator delete(piece, size);
}

namespace std {

const nothrow_t nothrow{};

}  // namespace std
