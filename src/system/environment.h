// SPDX-License-Identifier: Apache-2.0
// What the environment says: a token, where the token store is, which Hub
// people talk to (hub-contract §1-§4).

#ifndef HF_SRC_SYSTEM_ENVIRONMENT_H_
#define HF_SRC_SYSTEM_ENVIRONMENT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"
#include "src/hub/endpoint.h"
#include "src/system/secret.h"

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

/// A token that a variable holds.
struct EnvironmentToken {
  SecretString token;
  std::string_view variable;
};

/// HF_TOKEN, or HUGGING_FACE_HUB_TOKEN when that is unset or empty, cleaned.
/// Nothing when neither holds one; a blank HF_TOKEN hides the other (contract
/// §2). Fails with kUsage, naming the variable, when it cannot be a token.
Result<std::optional<EnvironmentToken>> TokenInEnvironment(
    const Environment& environment);

/// Where the files are that we share with the Hub's Python library.
struct StorePaths {
  std::string token;   ///< The active token and nothing else.
  std::string tokens;  ///< The store: `stored_tokens`.
  std::string state;  ///< Which token for which owner, and the keyring's names.
};

/// The two paths of contract §1. Fails with kUsage, naming the variable, when
/// one of them would be relative or a home is empty: Python would then read a
/// file of the current directory, which may be a stranger's repository.
Result<StorePaths> FindStore(const Environment& environment);

/// The Hub that people's verbs talk to: HF_ENDPOINT, else the official one.
/// Fails with kUsage when HF_ENDPOINT is not the address of one.
Result<Endpoint> EndpointFromEnvironment(const Environment& environment);

}  // namespace hf

#endif  // HF_SRC_SYSTEM_ENVIRONMENT_H_
