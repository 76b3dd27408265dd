// SPDX-License-Identifier: Apache-2.0
// The variables of a process.

#ifndef HF_SRC_SYSTEM_ENVIRONMENT_H_
#define HF_SRC_SYSTEM_ENVIRONMENT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hf {

/// A process's variables, read where they are. "Set" means present, even if
/// empty.
class Environment {
 public:
  /// \a variables is `environ` or another array of NAME=value that ends with a
  /// null pointer and outlives this.
  explicit Environment(const char* const* variables) : variables_(variables) {}

  /// This process's environment.
  static Environment OfThisProcess();

  std::optional<std::string_view> Find(std::string_view name) const;

  /// All variables as NAME=value.
  std::vector<std::string_view> All() const;

  /// True when \a name is set and not empty.
  bool Has(std::string_view name) const;

  /// True when \a name is what Python takes for yes: 1, ON, YES or TRUE, in
  /// any case and not trimmed (contract §1).
  bool IsTrue(std::string_view name) const;

 private:
  const char* const* variables_;
};

}  // namespace hf

#endif  // HF_SRC_SYSTEM_ENVIRONMENT_H_
