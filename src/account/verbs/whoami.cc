// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>

#include "src/account/api/identity.h"
#include "src/account/api/json_writer.h"
#include "src/account/terminal/dates.h"
#include "src/account/tokens/current_token.h"
#include "src/account/verbs/command_line.h"
#include "src/hub/endpoint.h"
#include "src/text/message.h"

namespace hf {
namespace {

void PrintLine(const char* label, const std::string& text) {
  if (text.empty()) return;
  printf("  %-14s %s\n", label, EscapeForTerminal(text).c_str());
}

void PrintText(const Identity& identity, const CurrentToken& used,
               const Endpoint& hub) {
  printf("%s\n", EscapeForTerminal(identity.account).c_str());
  PrintLine("organisations:", JoinWords(identity.organisations));
  std::string token = identity.token_name.value_or(used.name);
  if (identity.role) token += " (role " + *identity.role + ")";
  PrintLine("token:", token);
  PrintLine("from:", used.origin);
  if (used.expires_at) {
    PrintLine("valid until:", LocalDate(*used.expires_at));
  } else {
    PrintLine("valid until:", identity.expires_at.value_or(""));
  }
  if (!hub.is_official()) PrintLine("hub:", hub.url());
}

void PrintJson(const Identity& identity, const CurrentToken& used,
               const Endpoint& hub) {
  JsonWriter json;
  json.Add("account", identity.account);
  json.Add("organisations", identity.organisations);
  json.AddOrNull("token", identity.token_name);
  json.AddOrNull("role", identity.role);
  json.AddOrNull("name", used.name.empty()
                             ? std::nullopt
                             : std::optional<std::string>(used.name));
  json.Add("origin", used.origin);
  json.AddOrNull("expires_at", used.expires_at);
  json.Add("endpoint", hub.url());
  printf("%s\n", json.Finish().c_str());
}

Error Rejected(const CurrentToken& used, const Endpoint& hub) {
  const std::string which = used.name.empty() ? "the token in " + used.origin
                                              : "the token '" + used.name + "'";
  return {Problem::kRefused, hub.url() + " does not know " + which,
          used.from_environment
              ? "correct or unset " + used.origin
              : "log in again with 'git-credential-hf login --force'"};
}

}  // namespace

Result<void> Whoami(const Context& context, const Arguments& arguments) {
  bool as_json = false;
  CommandLine line("whoami");
  line.AddFlag("--json", as_json, "one JSON object");
  Result<bool> parsed = line.Parse(arguments);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value()) return {};

  Notices notices;
  Result<CurrentToken> used = FindCurrentToken(context, notices);
  PrintNotices(notices);
  if (!used.ok()) return used.error();
  Result<Endpoint> hub = HubOf(context, used.value());
  if (!hub.ok()) return hub.error();
  Result<HttpClient> client = HttpClient::Open(context.environment);
  if (!client.ok()) return client.error();
  auto identity = AskIdentity(client.value(), hub.value(), used.value().token);
  if (!identity.ok()) return identity.error();
  if (!identity.value()) return Rejected(used.value(), hub.value());
  if (as_json) {
    PrintJson(*identity.value(), used.value(), hub.value());
  } else {
    PrintText(*identity.value(), used.value(), hub.value());
  }
  return {};
}

}  // namespace hf
