// SPDX-License-Identifier: Apache-2.0
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>
#include <stdio.h>
#include <sys/stat.h>

#include "src/account/terminal/dates.h"
#include "src/account/terminal/table.h"
#include "src/account/tokens/refresh.h"
#include "src/account/tokens/saved_tokens.h"
#include "src/account/verbs/command_line.h"
#include "src/hub/access_token.h"
#include "src/store/owner_rules.h"
#include "src/text/message.h"
#include "src/text/utf8.h"

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
  if (token.from_git) return owners;  // A rule means what a user saved.
  for (const OwnerRule& rule : rules) {
    if (rule.token == token.name) owners.push_back(rule.Subject());
  }
  return owners;
}

std::string ShownOf(const StoredToken& token) {
  return token.in_keyring || IsToken(token.token) ? Mask(token.token)
                                                  : "(none)";
}

std::string WhereIs(const StoredToken& token) {
  if (token.in_keyring) return "keyring";
  return token.from_git ? "file (git)" : "file";
}

Row RowOf(const SavedTokens& saved, const std::vector<OwnerRule>& rules,
          const StoredToken& token, bool with_endpoint) {
  return {saved.IsActive(token) ? "*" : "",
          EscapeForTerminal(Shortened(token.name)),
          EscapeForTerminal(Shortened(token.user.value_or(""))),
          ShownOf(token),
          WhereIs(token),
          ExpiryOf(token),
          EscapeForTerminal(JoinWords(OwnersOf(rules, token))),
          with_endpoint ? EscapeForTerminal(token.endpoint.value_or("")) : ""};
}

/// Most people know one Hub only, and need not be told which.
bool HasOtherHub(const std::vector<StoredToken>& tokens) {
  for (const StoredToken& token : tokens) {
    if (token.endpoint && *token.endpoint != kOfficialEndpoint) return true;
  }
  return false;
}

void PrintForPeople(const SavedTokens& saved,
                    const std::vector<OwnerRule>& rules) {
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

using Json = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

/// A path can be any bytes, JSON only UTF-8: then as a message shows it.
void WriteText(Json& json, const std::string& text) {
  const std::string shown = IsUtf8(text) ? text : EscapeForTerminal(text);
  json.String(shown.data(), static_cast<rapidjson::SizeType>(shown.size()));
}

void Write(Json& json, const char* key,
           const std::optional<std::string>& value) {
  json.Key(key);
  if (value) {
    WriteText(json, *value);
  } else {
    json.Null();
  }
}

void WriteToken(Json& json, const SavedTokens& saved,
                const std::vector<OwnerRule>& rules, const StoredToken& token) {
  json.StartObject();
  Write(json, "name", token.name);
  json.Key("active");
  json.Bool(saved.IsActive(token));
  Write(json, "account", token.user);
  Write(json, "endpoint", token.endpoint);
  Write(json, "stored", token.in_keyring ? "keyring" : "file");
  Write(json, "source", token.from_git ? "git" : "login");
  json.Key("expires_at");
  if (token.expires_at) {
    json.Int64(*token.expires_at);
  } else {
    json.Null();
  }
  json.Key("expired");
  json.Bool(token.IsExpired());
  json.Key("rejected");
  json.Bool(token.rejected_at.has_value());
  json.Key("owners");
  json.StartArray();
  for (const std::string& owner : OwnersOf(rules, token)) {
    WriteText(json, owner);
  }
  json.EndArray();
  json.EndObject();
}

void PrintJson(const Environment& environment, const SavedTokens& saved,
               const std::vector<OwnerRule>& rules) {
  rapidjson::StringBuffer buffer;
  Json json(buffer);
  json.StartObject();
  json.Key("tokens");
  json.StartArray();
  for (const StoredToken& token : saved.NamedTokens()) {
    WriteToken(json, saved, rules, token);
  }
  json.EndArray();
  Write(json, "overridden_by", OverridingVariable(environment));
  Write(json, "token_file", saved.paths.token);
  Write(json, "store", saved.paths.tokens);
  json.EndObject();
  printf("%s\n", EscapeInJson({buffer.GetString(), buffer.GetSize()}).c_str());
}

/// As Python's list does, the active token is refreshed first; but not one of
/// the keyring, which may be locked.
Result<SavedTokens> ReadRefreshedTokens(const Environment& environment) {
  Result<SavedTokens> saved = ReadSavedTokens(environment);
  if (!saved.ok() || !saved.value().active) return saved;
  const SecretString& active = saved.value().active->token;
  for (const StoredToken& token : saved.value().store.Mentioning(active)) {
    if (!token.Matches(active)) continue;
    RefreshOrWarn(environment, saved.value().paths, token);
    return ReadSavedTokens(environment);
  }
  return saved;
}

void WarnOfMode(const std::string& path) {
  struct stat facts;
  if (stat(path.c_str(), &facts) != 0 || (facts.st_mode & 077) == 0) return;
  PrintNotice("other users may use '" + path + "'");
  // Without the path: it may hold what a shell would run.
  PrintHint("give it mode 600 with chmod 600");
}

/// A crash between the two files, or another program, can leave this.
void WarnOfNamelessToken(const SavedTokens& saved) {
  if (!saved.HasNamelessToken()) return;
  PrintNotice("the active token, in '" + saved.paths.token +
              "', has no name in the store");
}

void WarnOfIdleRules(const SavedTokens& saved,
                     const std::vector<OwnerRule>& rules) {
  for (const OwnerRule& rule : rules) {
    if (FindUserToken(saved.store, saved.keyring, rule.token)) continue;
    PrintNotice(rule.IdleNotice(rule.Subject(), kGone));
  }
}

}  // namespace

Result<void> List(const Environment& environment, const Arguments& arguments) {
  bool as_json = false;
  const auto app = CommandLineOf("list");
  app->add_flag("--json", as_json, "one JSON document, without any secret");
  Result<bool> parsed = ParseCommandLine(*app, arguments);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value()) return {};

  Result<SavedTokens> saved = ReadRefreshedTokens(environment);
  if (!saved.ok()) return saved.error();
  Result<std::vector<OwnerRule>> rules = ReadOwnerRules(saved.value().paths);
  if (!rules.ok()) return rules.error();
  if (as_json) {
    PrintJson(environment, saved.value(), rules.value());
  } else {
    PrintForPeople(saved.value(), rules.value());
  }
  fflush(stdout);  // Before the remarks, where both go to one place.
  WarnOfNamelessToken(saved.value());
  WarnOfIdleRules(saved.value(), rules.value());
  WarnOfMode(saved.value().paths.token);
  WarnOfMode(saved.value().paths.tokens);
  WarnOfOverride(environment);
  return {};
}

}  // namespace hf
