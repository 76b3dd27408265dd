// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <sys/stat.h>

#include "src/account/api/json_writer.h"
#include "src/account/terminal/dates.h"
#include "src/account/terminal/table.h"
#include "src/account/tokens/refresh.h"
#include "src/account/tokens/saved_tokens.h"
#include "src/account/verbs/command_line.h"
#include "src/hub/access_token.h"
#include "src/store/owner_rules.h"
#include "src/text/message.h"

namespace hf {
namespace {

std::string ExpiryOf(const StoredToken& token) {
  if (token.rejected_at) return "rejected " + LocalDate(*token.rejected_at);
  if (!token.expires_at) return {};
  return LocalDate(*token.expires_at) + (token.IsExpired() ? " (expired)" : "");
}

std::vector<std::string> OwnersOf(const std::vector<OwnerRule>& rules,
                                  const StoredToken& token) {
  std::vector<std::string> owners;
  if (token.from_git) return owners;  // A rule cannot name such a token.
  for (const OwnerRule& rule : rules) {
    if (rule.token == token.name) owners.push_back(rule.Subject());
  }
  return owners;
}

std::string MaskedToken(const StoredToken& token) {
  return token.IsOutside() || IsToken(token.token) ? Mask(token.token)
                                                   : "(none)";
}

std::string WhereIs(const StoredToken& token) {
  return std::string(token.Place()) + (token.from_git ? " (git)" : "");
}

Row RowOf(const SavedTokens& saved, const std::vector<OwnerRule>& rules,
          const StoredToken& token, bool with_endpoint) {
  return {saved.IsActive(token) ? "*" : "",
          EscapeForTerminal(Shortened(token.name)),
          EscapeForTerminal(Shortened(token.user.value_or(""))),
          MaskedToken(token),
          WhereIs(token),
          ExpiryOf(token),
          EscapeForTerminal(JoinWords(OwnersOf(rules, token))),
          with_endpoint ? EscapeForTerminal(token.endpoint.value_or("")) : ""};
}

/// The column with the Hub is shown only when there is another than the
/// official one.
bool HasOtherHub(const std::vector<StoredToken>& tokens) {
  for (const StoredToken& token : tokens) {
    if (token.endpoint && *token.endpoint != kOfficialEndpoint) return true;
  }
  return false;
}

void PrintList(const SavedTokens& saved, const std::vector<OwnerRule>& rules) {
  const std::vector<StoredToken> tokens = saved.NamedTokens();
  if (tokens.empty()) {
    PrintNotice("no tokens are stored");
    return;
  }
  const bool with_endpoint = HasOtherHub(tokens);
  std::vector<Row> rows;
  rows.reserve(tokens.size());
  for (const StoredToken& token : tokens) {
    rows.push_back(RowOf(saved, rules, token, with_endpoint));
  }
  PrintTable({"", "NAME", "ACCOUNT", "TOKEN", "WHERE", "EXPIRES", "FOR", "HUB"},
             rows);
}

void AddToken(const SavedTokens& saved, const std::vector<OwnerRule>& rules,
              const StoredToken& token, JsonWriter& json) {
  json.BeginObject();
  json.Add("name", token.name);
  json.Add("active", saved.IsActive(token));
  json.AddOrNull("account", token.user);
  json.AddOrNull("endpoint", token.endpoint);
  json.Add("stored", token.Place());
  json.Add("source", token.from_git ? "git" : "login");
  json.AddOrNull("expires_at", token.expires_at);
  json.Add("expired", token.IsExpired());
  json.Add("rejected", token.rejected_at.has_value());
  json.Add("owners", OwnersOf(rules, token));
  json.EndObject();
}

void PrintJson(const Environment& environment, const SavedTokens& saved,
               const std::vector<OwnerRule>& rules) {
  JsonWriter json(JsonWriter::Layout::kIndented);
  json.BeginArray("tokens");
  for (const StoredToken& token : saved.NamedTokens()) {
    AddToken(saved, rules, token, json);
  }
  json.EndArray();
  json.AddOrNull("overridden_by", OverridingVariable(environment));
  json.Add("token_file", saved.paths.token);
  json.Add("store", saved.paths.tokens);
  printf("%s\n", json.Finish().c_str());
}

/// Refreshes the active token first, as the Python library's `list` does; but
/// not a token in the keyring, which may be locked.
Result<SavedTokens> ReadRefreshedTokens(const Context& context,
                                        Notices& notices) {
  Result<SavedTokens> saved = ReadSavedTokens(context, notices);
  if (!saved.ok() || !saved.value().active) return saved;
  const SecretString& active = saved.value().active->token;
  for (const StoredToken& token : saved.value().store.Mentioning(active)) {
    if (!token.Matches(active)) continue;
    RefreshIfDue(context, token, notices);
    return ReadSavedTokens(context, notices);
  }
  return saved;
}

void WarnIfReadable(const std::string& path) {
  struct stat facts;
  if (stat(path.c_str(), &facts) != 0 || (facts.st_mode & 077) == 0) return;
  PrintNotice("other users may use '" + path + "'");
  // Without the path, because a shell may run a part of it as a command.
  PrintHint("give it mode 600 with chmod 600");
}

/// Happens after a crash between the writes of the two files, or through
/// another program.
void WarnIfNameless(const SavedTokens& saved) {
  if (!saved.HasNamelessToken()) return;
  PrintNotice("the active token, in '" + saved.paths.token +
              "', has no name in the store");
}

void WarnAboutIdleRules(const SavedTokens& saved,
                        const std::vector<OwnerRule>& rules) {
  for (const OwnerRule& rule : rules) {
    if (FindUserToken(saved.store, saved.outside, rule.token)) continue;
    PrintNotice(rule.IdleNotice(rule.Subject(), kNotStored));
  }
}

}  // namespace

Result<void> List(const Context& context, const Arguments& arguments) {
  bool as_json = false;
  CommandLine line("list");
  line.AddFlag("--json", as_json, "one JSON document, without any secret");
  Result<bool> parsed = line.Parse(arguments);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value()) return {};

  Notices notices;
  Result<SavedTokens> saved = ReadRefreshedTokens(context, notices);
  PrintNotices(notices);
  if (!saved.ok()) return saved.error();
  Result<std::vector<OwnerRule>> rules = ReadOwnerRules(saved.value().paths);
  if (!rules.ok()) return rules.error();
  if (as_json) {
    PrintJson(context.environment, saved.value(), rules.value());
  } else {
    PrintList(saved.value(), rules.value());
  }
  fflush(stdout);  // Before the notices, if stderr goes to the same file.
  WarnIfNameless(saved.value());
  WarnAboutIdleRules(saved.value(), rules.value());
  WarnIfReadable(saved.value().paths.token);
  WarnIfReadable(saved.value().paths.tokens);
  AddOverride(context.environment, notices);
  PrintNotices(notices);
  return {};
}

}  // namespace hf
