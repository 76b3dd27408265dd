// SPDX-License-Identifier: Apache-2.0
#include "src/account/operations.h"

#include <time.h>
#include <unistd.h>

#include "src/account/command/command_token.h"
#include "src/account/oauth/token_exchange.h"
#include "src/account/tokens/failed_refresh.h"
#include "src/account/tokens/refresh.h"
#include "src/hub/endpoint.h"
#include "src/protocol/account_program.h"
#include "src/store/outside_tokens.h"
#include "src/store/store_paths.h"
#include "src/system/interruption.h"
#include "src/text/message.h"

namespace hf {
namespace {

constexpr HelperOperation kOperations[] = {
    {kRefreshOperation, RefreshForGit},
    {kExchangeOperation, ExchangeForGit},
    {kCommandOperation, CommandForGit},
    {kRejectedOperation, RejectedForGit},
};

/// More than the longest waits for a lock and for the Hub together.
constexpr unsigned kMaxSeconds = 90;

bool IsInTheFuture(std::optional<std::string_view> moment) {
  const auto seconds = ParseSeconds(moment.value_or(""));
  return seconds && *seconds > time(nullptr);
}

/// Sends the helper a token that it cannot find in the store.
Result<void> SendToken(std::string_view token,
                       std::optional<std::int64_t> expires_at) {
  RecordWriter answer;
  answer.Add(field::kPassword, token);
  if (expires_at) {
    answer.Add(field::kPasswordExpiryUtc, std::to_string(*expires_at));
  }
  return answer.WriteTo(STDOUT_FILENO);
}

/// True when the record of the token called \a name says that a refresh was
/// tried after \a began. Then the helper requests no refresh for a while.
bool IsTryRecorded(const StorePaths& paths, const std::string& name,
                   std::int64_t began) {
  const Result<TokenStore> store = TokenStore::Read(paths.tokens);
  const Result<OutsideTokens> names = ReadOutsideTokens(paths);
  if (!store.ok() || !names.ok()) return false;
  const auto token = FindToken(store.value(), names.value(), name);
  return token && token->refresh_tried_at && *token->refresh_tried_at >= began;
}

/// The command of \a name, for \a hub.
Result<StoredToken> FindCommand(const StorePaths& paths, std::string_view name,
                                const Endpoint& hub) {
  const Result<OutsideTokens> outside = ReadOutsideTokens(paths);
  if (!outside.ok()) return outside.error();
  const StoredToken* token = outside.value().Find(name);
  if (token && token->command && token->MayGoTo(hub)) return *token;
  return Error{Problem::kNoSuchToken,
               "there is no command '" + std::string(name) + "' any more"};
}

}  // namespace

Result<Endpoint> HubOf(const Record& request) {
  return Endpoint::Parse(request.Find(field::kEndpoint).value_or(""));
}

const HelperOperation* FindHelperOperation(std::string_view name) {
  for (const HelperOperation& operation : kOperations) {
    if (operation.name == name) return &operation;
  }
  return nullptr;
}

Result<void> RunHelperOperation(const HelperOperation& operation,
                                const Context& context) {
  alarm(kMaxSeconds);
  Result<Record> request = ReadRecord(STDIN_FILENO);
  if (!request.ok()) return request.error();
  return operation.run(context, request.value());
}

Result<void> RefreshForGit(const Context& context, const Record& request) {
  const std::string name(request.Find(field::kName).value_or(""));
  Result<Endpoint> hub = HubOf(request);
  if (!hub.ok()) return hub.error();
  const Result<StorePaths>& paths = context.paths;
  if (!paths.ok()) return paths.error();
  const SeenToken seen{name, request.Find(field::kPassword).value_or(""),
                       IsInTheFuture(request.Find(field::kPasswordExpiryUtc))};
  const std::int64_t began = time(nullptr);
  const bool has_warned =
      seen.is_valid && HasJustFailed(context.environment, paths.value(), name);
  const Result<Refreshed> done =
      RefreshToken(context.environment, paths.value(), seen, hub.value());
  if (done.ok()) {
    Notices notices = done.value().notices;
    PrintNotices(notices);
    const std::optional<StoredToken>& unsaved = done.value().unsaved;
    if (!unsaved) return {};
    return SendToken(unsaved->token, unsaved->expires_at);
  }
  // No error: the helper itself checks if the old token is still valid.
  if (has_warned) return {};
  PrintNotice("could not refresh the token '" + name +
              "': " + done.error().message);
  if (seen.is_valid && !IsTryRecorded(paths.value(), name, began)) {
    NoteFailedRefresh(context.environment, paths.value(), name);
  }
  return {};
}

Result<void> ExchangeForGit(const Context& context, const Record& request) {
  Result<Endpoint> hub = HubOf(request);
  if (!hub.ok()) return hub.error();
  const std::string repository(request.Find(field::kPath).value_or(""));
  Result<ExchangedToken> token =
      ExchangeIdentity(context.environment, hub.value(), repository);
  if (!token.ok()) return token.error();
  return SendToken(token.value().token, token.value().expires_at);
}

Result<void> CommandForGit(const Context& context, const Record& request) {
  EndCleanlyOnSignals();  // Ctrl-C also ends the command.
  Result<Endpoint> hub = HubOf(request);
  if (!hub.ok()) return hub.error();
  if (!context.paths.ok()) return context.paths.error();
  const Result<StoredToken> known =
      FindCommand(context.paths.value(),
                  request.Find(field::kName).value_or(""), hub.value());
  if (!known.ok()) return known.error();
  const std::string repository(request.Find(field::kPath).value_or(""));
  const Result<StoredToken> token =
      TokenFromCommand(context.environment, known.value(), {repository});
  if (!token.ok()) return token.error();
  return SendToken(token.value().token, token.value().expires_at);
}

}  // namespace hf
