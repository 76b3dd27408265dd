// SPDX-License-Identifier: Apache-2.0
#include "src/configparser/seen_names.h"

#include <string.h>
#include <sys/auxv.h>

#include <algorithm>

namespace hf {
namespace {

constexpr std::size_t kFew = 8;
constexpr std::size_t kFirstSlots = 1024;
constexpr std::size_t kGrowth = 4;

std::uint64_t Seed() {
  // AT_RANDOM: the kernel gives every process 16 random bytes.
  const auto* random = reinterpret_cast<const char*>(getauxval(AT_RANDOM));
  std::uint64_t seed = 0x9E3779B97F4A7C15u;
  if (random) memcpy(&seed, random, sizeof seed);
  return seed;
}

// The finalizer of splitmix64: every bit of the input reaches every bit.
std::uint64_t Mix(std::uint64_t bits) {
  bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9u;
  bits = (bits ^ bits >> 27) * 0x94D049BB133111EBu;
  return bits ^ bits >> 31;
}

std::uint64_t Word(const char* bytes) {
  std::uint64_t word;
  memcpy(&word, bytes, sizeof word);
  return word;
}

/// All bytes of \a text, which is shorter than a word.
std::uint64_t ShortWord(std::string_view text) {
  std::uint64_t word = 0;
  for (char byte : text) word = word << 8 | static_cast<unsigned char>(byte);
  return word;
}

std::uint64_t Hash(std::string_view name) {
  static const std::uint64_t seed = Seed();
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  std::uint64_t hash = seed ^ name.size();
  if (name.size() < kWord) return Mix(hash ^ ShortWord(name));
  for (std::size_t at = 0; at + kWord < name.size(); at += kWord) {
    hash = Mix(hash ^ Word(name.data() + at)) + seed;
  }
  // The last word overlaps the one before it.
  return Mix(hash ^ Word(name.data() + name.size() - kWord));
}

}  // namespace

void SeenNames::Clear() {
  names_.clear();
  slots_.clear();
}

std::uint32_t& SeenNames::SlotFor(std::string_view name) {
  std::size_t at = Hash(name) & (slots_.size() - 1);
  while (slots_[at] != 0 && names_[slots_[at] - 1] != name) {
    at = (at + 1) & (slots_.size() - 1);
  }
  return slots_[at];
}

void SeenNames::Rehash(std::size_t slots) {
  slots_.assign(slots, 0);
  for (std::size_t index = 0; index < names_.size(); ++index) {
    SlotFor(names_[index]) = static_cast<std::uint32_t>(index + 1);
  }
}

bool SeenNames::Add(std::string_view name) {
  if (slots_.empty()) {
    if (std::find(names_.begin(), names_.end(), name) != names_.end()) {
      return false;
    }
    names_.push_back(name);
    if (names_.size() > kFew) Rehash(kFirstSlots);
    return true;
  }
  std::uint32_t& slot = SlotFor(name);
  if (slot != 0) return false;
  names_.push_back(name);
  slot = static_cast<std::uint32_t>(names_.size());
  if (names_.size() * 2 > slots_.size()) Rehash(slots_.size() * kGrowth);
  return true;
}

}  // namespace hf
