// SPDX-License-Identifier: Apache-2.0
// Which token serves the repositories of which owner: sections of the state
// file beside the store, which has the store's format. The name of a section is
// the Hub and the owner or repository, `[https://huggingface.co/acme]`; its
// content is `token = NAME`.

#ifndef HF_SRC_STORE_OWNER_RULES_H_
#define HF_SRC_STORE_OWNER_RULES_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"
#include "src/hub/endpoint.h"
#include "src/store/store_paths.h"
#include "src/store/token_store.h"

namespace hf {

/// The state of a token that is no longer stored, for IdleNotice().
inline constexpr std::string_view kNotStored = "not stored any more";

struct OwnerRule {
  std::string scope;  ///< The section's name.
  std::string token;  ///< The name of a token, which may be logged out.

  /// `acme` for messages; with its Hub when that is not the official one.
  std::string Subject() const;

  /// "the rule for 'acme' names the token 'work', which is STATE".
  std::string IdleNotice(std::string_view subject,
                         std::string_view state) const;

  /// `acme` or `acme/model`; nothing when the rule is for another Hub than
  /// \a hub.
  std::optional<std::string> SubjectAt(const Endpoint& hub) const;
};

/// \a subject, as a user types it, in the form of a rule. Accepts `acme`,
/// `acme/model` and `datasets/acme/big` (the kind is dropped), also as a URL's
/// path. Fails with kUsage for anything else.
Result<std::string> ParseSubject(std::string_view subject);

/// The rules in \a state, the state file.
std::vector<OwnerRule> OwnerRulesIn(const TokenStore& state);

/// Reads the user's rules, then those of root for which the user has none.
/// Fails as TokenStore::Read and ReadSystemFile().
Result<std::vector<OwnerRule>> ReadOwnerRules(const StorePaths& paths);

/// The rule for \a path at \a hub: the one for the repository, else the one for
/// its owner, else null. Ignores the case of A-Z, as the Hub does in names.
const OwnerRule* FindOwnerRule(const std::vector<OwnerRule>& rules,
                               const Endpoint& hub, std::string_view path);

/// Sets the rule for \a subject at \a hub to \a token_name.
Result<void> SetOwnerRule(const StorePaths& paths, const Endpoint& hub,
                          const std::string& subject,
                          const std::string& token_name);

/// Changes the rules in \a sections, which are the state file's, that name
/// \a former: they then name \a name.
void RenameInRules(std::vector<IniSection>& sections, std::string_view former,
                   std::string_view name);

/// Removes the rules in \a sections, which are the state file's, for which
/// \a is_unwanted is true, and returns them.
std::vector<OwnerRule> RemoveRules(
    std::vector<IniSection>& sections,
    const std::function<bool(const OwnerRule&)>& is_unwanted);

/// Removes the rule. False when there was no such rule.
Result<bool> ClearOwnerRule(const StorePaths& paths, const Endpoint& hub,
                            const std::string& subject);

}  // namespace hf

#endif  // HF_SRC_STORE_OWNER_RULES_H_
