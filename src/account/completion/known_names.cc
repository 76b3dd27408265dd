// SPDX-License-Identifier: Apache-2.0
#include "src/account/completion/known_names.h"

#include <algorithm>

#include "src/account/terminal/terminal.h"
#include "src/hub/access_token.h"
#include "src/hub/endpoint.h"
#include "src/store/outside_tokens.h"
#include "src/store/owner_rules.h"
#include "src/store/store_paths.h"
#include "src/store/token_store.h"
#include "src/text/message.h"

namespace hf {
namespace {

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 128) == 0;
  });
}

/// All tokens that can be read, without those of a file that cannot be.
std::vector<StoredToken> ReadableTokens(const StorePaths& paths) {
  std::vector<StoredToken> tokens;
  if (const auto store = TokenStore::Read(paths.tokens); store.ok()) {
    for (std::size_t at = 0; at < store.value().size(); ++at) {
      tokens.push_back(store.value()[at]);
    }
  }
  if (const auto keyring = ReadOutsideTokens(paths); keyring.ok()) {
    tokens.insert(tokens.end(), keyring.value().tokens.begin(),
                  keyring.value().tokens.end());
  }
  return tokens;
}

/// Collects names that may be shown, each once.
class Names {
 public:
  Names(const Environment& environment, const std::vector<StoredToken>& tokens)
      : utf8_(IsUtf8Terminal(environment)), tokens_(tokens) {}

  void Add(const std::string& name, const std::string& description) {
    if (!MayBeShown(name)) return;
    for (const Candidate& other : names_) {
      if (other.text == name) return;
    }
    names_.push_back({name, EscapeForTerminal(Shortened(description))});
  }

  std::vector<Candidate> Take() { return std::move(names_); }

 private:
  bool MayBeShown(const std::string& name) const {
    if (name.empty() || MayBeToken(name)) return false;
    if (EscapeForTerminal(name) != name) return false;
    if (!utf8_ && !IsAscii(name)) return false;
    return std::none_of(
        tokens_.begin(), tokens_.end(), [&](const StoredToken& token) {
          return token.token == std::string_view(name) ||
                 token.refresh_token.value_or("") == std::string_view(name);
        });
  }

  const bool utf8_;
  const std::vector<StoredToken>& tokens_;
  std::vector<Candidate> names_;
};

/// `acme` or `acme/model`, at any Hub; empty when \a rule has no Hub.
std::string SubjectOf(const OwnerRule& rule) {
  const Result<Endpoint> hub = Endpoint::ParseOrigin(rule.scope);
  if (!hub.ok()) return {};
  return rule.SubjectAt(hub.value()).value_or("");
}

}  // namespace

std::vector<Candidate> StoredNames(const Environment& environment) {
  const Result<StorePaths> paths = FindStore(environment);
  if (!paths.ok()) return {};
  const std::vector<StoredToken> tokens = ReadableTokens(paths.value());
  Names names(environment, tokens);
  for (const StoredToken& token : tokens) {
    names.Add(token.name, token.user.value_or(""));
  }
  return names.Take();
}

std::vector<Candidate> KnownOwners(const Environment& environment) {
  const Result<StorePaths> paths = FindStore(environment);
  if (!paths.ok()) return {};
  const std::vector<StoredToken> tokens = ReadableTokens(paths.value());
  Names names(environment, tokens);
  if (const auto rules = ReadOwnerRules(paths.value()); rules.ok()) {
    for (const OwnerRule& rule : rules.value()) {
      names.Add(SubjectOf(rule), rule.token);
    }
  }
  for (const StoredToken& token : tokens) {
    names.Add(token.user.value_or(""), token.name);
  }
  return names.Take();
}

}  // namespace hf
