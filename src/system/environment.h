// SPDX-License-Identifier: Apache-2.0
// The environment variables of a process.

#ifndef HF_SRC_SYSTEM_ENVIRONMENT_H_
#define HF_SRC_SYSTEM_ENVIRONMENT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hf {

/// Reads the environment variables of a process, without a copy. A variable is
/// set when it is present, even if it is empty.
class Environment {
 public:
  /// \a variables is `environ`, or another array of NAME=value that ends with a
  /// null pointer and outlives this.
  explicit Environment(const char* const* variables) : variables_(variables) {}

  /// This process's environment.
  static Environment OfThisProcess();

  std::optional<std::string_view> Find(std::string_view name) const;

  /// All variables as NAME=value.
  std::vector<std::string_view> All() const;

  /// True when \a name is set and not empty.
  bool Has(std::string_view name) const;

  /// True when \a name has a value that huggingface_hub takes for true: 1, ON,
  /// YES or TRUE, in any case, without blanks (contract §1).
  bool IsTrue(std::string_view name) const;

 private:
  const char* const* variables_;
};

}  // namespace hf

#endif  // HF_SRC_SYSTEM_ENVIRONMENT_H_
