// SPDX-License-Identifier: Apache-2.0
// Which token for which owner's repositories: sections of our own file beside
// the store, which has the store's format. A section is named after the Hub and
// what the rule is for, `[https://huggingface.co/acme]`, and says
// `token = NAME`.

#ifndef HF_SRC_STORE_OWNER_RULES_H_
#define HF_SRC_STORE_OWNER_RULES_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"
#include "src/hub/endpoint.h"
#include "src/store/store_paths.h"
#include "src/store/token_store.h"

namespace hf {

/// What IdleNotice() says of a token that somebody has logged out.
inline constexpr std::string_view kGone = "not stored any more";

struct OwnerRule {
  std::string scope;  ///< The section's name.
  std::string token;  ///< The name of a stored token, which may be gone.

  /// What a person calls it: `acme`, or with its Hub where that is not the
  /// official one.
  std::string Subject() const;

  /// "the rule for 'acme' names the token 'work', which is STATE".
  std::string IdleNotice(std::string_view subject,
                         std::string_view state) const;

  /// `acme` or `acme/model`, when the rule is one of \a hub's.
  std::optional<std::string> SubjectAt(const Endpoint& hub) const;
};

/// What a person means by \a subject: `acme`, `acme/model`,
/// `datasets/acme/big` (the kind does not matter), also as a URL's path. As it
/// is written in a rule. Fails with kUsage for anything else.
Result<std::string> ParseSubject(std::string_view subject);

/// The rules in \a state, our own file.
std::vector<OwnerRule> OwnerRulesIn(const TokenStore& state);

/// All rules; none when there is no file. Fails as TokenStore::Read.
Result<std::vector<OwnerRule>> ReadOwnerRules(const StorePaths& paths);

/// The rule for \a path at \a hub: one for the repository before one for its
/// owner. Letters A-Z count as a-z, as in the Hub's names.
const OwnerRule* FindOwnerRule(const std::vector<OwnerRule>& rules,
                               const Endpoint& hub, std::string_view path);

/// Makes \a token_name serve \a subject at \a hub, in place of another.
Result<void> SetOwnerRule(const StorePaths& paths, const Endpoint& hub,
                          const std::string& subject,
                          const std::string& token_name);

/// Lets the rules among \a sections, our own file's, that name \a former name
/// \a name.
void RenameInRules(std::vector<IniSection>& sections, std::string_view former,
                   std::string_view name);

/// False when there was no such rule.
Result<bool> ClearOwnerRule(const StorePaths& paths, const Endpoint& hub,
                            const std::string& subject);

}  // namespace hf

#endif  // HF_SRC_STORE_OWNER_RULES_H_
