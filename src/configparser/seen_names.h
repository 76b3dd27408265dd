// SPDX-License-Identifier: Apache-2.0
// The names that a reader has seen, to refuse a second one.

#ifndef HF_SRC_CONFIGPARSER_SEEN_NAMES_H_
#define HF_SRC_CONFIGPARSER_SEEN_NAMES_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace hf {

/// A set of views. Compares a few names one by one, and hashes many, with a
/// random seed: no file can then be made to take hours by equal hashes.
class SeenNames {
 public:
  /// Adds \a name. False when the set had it already. The bytes of \a name must
  /// outlive this set.
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
