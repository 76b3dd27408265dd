// SPDX-License-Identifier: Apache-2.0
// Which names have come already, for a reader that must refuse a second one.

#ifndef HF_SRC_CONFIGPARSER_SEEN_NAMES_H_
#define HF_SRC_CONFIGPARSER_SEEN_NAMES_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace hf {

/// A set of views. A few names are compared one by one; many are hashed, with a
/// seed of this process, so that nobody can write a file that takes hours.
class SeenNames {
 public:
  /// False when \a name was there already. The bytes of \a name must outlive
  /// this set.
  bool Add(std::string_view name);

  void Clear();

 private:
  void Rehash(std::size_t slots);
  std::uint32_t& SlotFor(std::string_view name);

  std::vector<std::string_view> names_;
  std::vector<std::uint32_t> slots_;  // Index into names_ plus one; 0 is free.
};

}  // namespace hf

#endif  // HF_SRC_CONFIGPARSER_SEEN_NAMES_H_
