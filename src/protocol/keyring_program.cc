// SPDX-License-Identifier: Apache-2.0
#include "src/protocol/keyring_program.h"

#include "src/hub/access_token.h"
#include "src/hub/endpoint.h"
#include "src/protocol/program.h"
#include "src/system/child_process.h"
#include "src/system/process.h"
#include "src/text/message.h"
#include "src/text/record.h"

namespace hf {
namespace {

Error NotInstalled() {
  return {Problem::kUnavailable, "the program for the keyring is not installed",
          "install the package git-credential-hf-keyring, or keep tokens in a "
          "file: 'git-credential-hf login'"};
}

Error NoAnswer(const std::string& why) {
  return {Problem::kUnavailable, "the keyring does not answer: " + why,
          "check whether its service hangs; nothing was changed here"};
}

/// The error that the program reports.
Error ErrorIn(const ProgramAnswer& answer) {
  const auto message = answer.record.Find(field::kError);
  if (!message) {
    return NoAnswer("its program ended with status " +
                    std::to_string(answer.status));
  }
  const bool is_absence = answer.status == ExitStatus(Problem::kNoSuchToken);
  return {is_absence ? Problem::kNoSuchToken : Problem::kUnavailable,
          std::string(*message),
          std::string(answer.record.Find(field::kHint).value_or(""))};
}

void AddSeconds(std::string_view key, std::optional<std::int64_t> seconds,
                RecordWriter& request) {
  if (seconds) request.Add(key, std::to_string(*seconds));
}

std::optional<std::int64_t> SecondsIn(const Record& record,
                                      std::string_view key) {
  const auto text = record.Find(key);
  return text ? ParseSeconds(*text) : std::nullopt;
}

std::optional<SecretString> SecretOf(const Record& record,
                                     std::string_view key) {
  const auto text = record.Find(key);
  if (!text) return std::nullopt;
  return SecretString(*text);
}

/// The name of \a token as the keyring has it.
RecordWriter RequestFor(const StoredToken& token) {
  RecordWriter request;
  request.Add(field::kEndpoint, token.endpoint.value_or(""));
  request.Add(field::kName, token.name);
  request.Add(field::kAccount, token.user.value_or(""));
  return request;
}

}  // namespace

Result<Record> KeyringProgram::Ask(std::string_view operation,
                                   const RecordWriter& request) const {
  ProgramCall call{path_, std::string(operation), request, kKeyringSeconds,
                   true};
  Result<ProgramAnswer> answer = RunProgram(call);
  if (answer.ok() && prompt_ == Prompt::kAllowed &&
      answer.value().record.Find(field::kLocked)) {
    PrintNotice("the keyring is locked: unlock it in its own window");
    call.option = kKeyringUnlock;
    call.most_seconds = kKeyringDialogSeconds;
    answer = RunProgram(call);
  }
  if (!answer.ok()) return NoAnswer(answer.error().message);
  if (answer.value().status == kProgramNotThere) return NotInstalled();
  if (answer.value().status != 0) return ErrorIn(answer.value());
  return std::move(answer.value().record);
}

Result<StoredToken> KeyringProgram::Load(const StoredToken& known) const {
  const Result<Record> answer = Ask(kKeyringGet, RequestFor(known));
  if (!answer.ok()) {
    Error error = answer.error();
    if (error.problem == Problem::kNoSuchToken) {
      error.message = "the keyring has no token '" + known.name + "' any more";
    }
    return error;
  }
  const Record& record = answer.value();
  StoredToken token = known;
  token.token = record.Find(field::kPassword).value_or("");
  token.refresh_token = SecretOf(record, field::kOauthRefreshToken);
  token.expires_at = SecondsIn(record, field::kPasswordExpiryUtc);
  token.lifetime = SecondsIn(record, field::kLifetime);
  token.previous_token = SecretOf(record, field::kPreviousPassword);
  if (!IsToken(token.token)) return NoAnswer("its answer is not a token");
  return token;
}

Result<void> KeyringProgram::Keep(const StoredToken& token) const {
  RecordWriter request = RequestFor(token);
  request.Add(field::kPassword, token.token);
  if (token.refresh_token && !token.refresh_token->empty()) {
    request.Add(field::kOauthRefreshToken, *token.refresh_token);
  }
  AddSeconds(field::kPasswordExpiryUtc, token.expires_at, request);
  AddSeconds(field::kLifetime, token.lifetime, request);
  if (token.previous_token && !token.previous_token->empty()) {
    request.Add(field::kPreviousPassword, *token.previous_token);
  }
  const Result<Record> answer = Ask(kKeyringStore, request);
  return answer.ok() ? Result<void>() : answer.error();
}

Result<void> KeyringProgram::Forget(const StoredToken& token) const {
  const Result<Record> answer = Ask(kKeyringErase, RequestFor(token));
  if (answer.ok()) return {};
  if (answer.error().problem == Problem::kNoSuchToken) return {};
  return answer.error();
}

Result<std::optional<std::string>> KeyringProgram::NameOf(
    const std::string& endpoint, std::string_view token) const {
  RecordWriter request;
  request.Add(field::kEndpoint, endpoint);
  request.Add(field::kPassword, token);
  const Result<Record> answer = Ask(kKeyringFind, request);
  if (answer.ok()) {
    return {std::string(answer.value().Find(field::kName).value_or(""))};
  }
  if (answer.error().problem == Problem::kNoSuchToken) return {std::nullopt};
  return answer.error();
}

Result<void> KeyringProgram::Check() const {
  const Result<Record> answer = Ask(kKeyringCheck, RecordWriter());
  return answer.ok() ? Result<void>() : answer.error();
}

KeyringProgram InstalledKeyring(std::string_view place, Prompt prompt) {
  return KeyringProgram(ProgramAt(place), prompt);
}

Result<std::optional<std::string>> NameInKeyring(const OutsideTokens& names,
                                                 const KeyringProgram& keyring,
                                                 const Endpoint& hub,
                                                 std::string_view token) {
  if (!names.KeyringHasAnyFor(hub)) return {std::nullopt};
  return keyring.NameOf(hub.url(), token);
}

}  // namespace hf
