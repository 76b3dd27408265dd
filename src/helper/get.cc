// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include "src/helper/lfs_request.h"
#include "src/helper/operations.h"
#include "src/helper/outside_secret.h"
#include "src/hub/access_token.h"
#include "src/hub/endpoint.h"
#include "src/lookup/choose_token.h"
#include "src/lookup/lfs_refusal.h"
#include "src/lookup/token_choice.h"
#include "src/protocol/account_program.h"
#include "src/store/token_store.h"
#include "src/text/base64.h"
#include "src/text/message.h"
#include "src/text/shell_word.h"
#include "src/text/trace.h"

namespace hf {
namespace {

/// The answer that other helpers do not write to disk (git 2.46 and later). The
/// capability must be the first line: without it git would offer the token to
/// all other helpers for storing.
void AddCredential(const TokenChoice& choice, RecordWriter& answer) {
  answer.Add(field::kCapability, field::kAuthtype);
  if (choice.bearer) {
    answer.Add(field::kAuthtype, "Bearer");
    answer.Add(field::kCredential, choice.token);
  } else {
    // In "user:token" the token begins after the first colon.
    const bool plain = choice.username.find(':') == std::string::npos &&
                       IsOneLine(choice.username);
    SecretString pair(plain ? std::string_view(choice.username)
                            : kDefaultUsername);
    pair.append(":").append(choice.token);
    answer.Add(field::kAuthtype, "Basic");
    answer.Add(field::kCredential, EncodeBase64(pair));
  }
  answer.Add(field::kEphemeral, "1");
}

void AddPassword(const TokenChoice& choice, RecordWriter& answer) {
  answer.Add(field::kUsername, choice.username);
  answer.Add(field::kPassword, choice.token);
}

Result<void> Answer(const Record& request, const TokenChoice& choice, int out) {
  if (choice.others_can_write) {
    PrintNotice("other users can write '" + choice.origin + "'");
    const std::string command = CommandToCopy("chmod 600", {choice.origin});
    if (!command.empty()) PrintHint(command);
  }
  RecordWriter answer;
  if (request.Lists(field::kCapability, field::kAuthtype)) {
    AddCredential(choice, answer);
  } else {
    AddPassword(choice, answer);
  }
  if (choice.expires_at) {
    answer.Add(field::kPasswordExpiryUtc, std::to_string(*choice.expires_at));
  }
  return answer.WriteTo(out);
}

/// For a job that asked for a keyless login, and for git-lfs and its agents:
/// git must not prompt, and must not use another token.
Error TellGitToQuit(const Error& why, int out) {
  RecordWriter answer;
  answer.Add(field::kQuit, "1");
  const Result<void> written = answer.WriteTo(out);
  return written.ok() ? why : written.error();
}

Error LfsIsRejected(const TokenChoice& choice, const Record& request,
                    const Endpoint& hub) {
  const bool needs_bearer =
      choice.bearer && !request.Lists(field::kCapability, field::kAuthtype);
  return {Problem::kRefused,
          "git-lfs gets no token: the Hub has just refused it",
          needs_bearer
              ? RemedyForLfs(hub)
              : "it may lack access to this repository, or have been revoked"};
}

/// The token that the Hub gives a job for its identity. No other token takes
/// its place.
Result<std::optional<TokenChoice>> Exchange(
    const Endpoint& hub, std::optional<std::string_view> username) {
  RecordWriter request;
  request.Add(field::kEndpoint, hub.url());
  const Result<Record> answer = RunOperation(kExchangeOperation, request);
  TokenChoice choice;
  if (answer.ok()) {
    choice.token = answer.value().Find(field::kPassword).value_or("");
  }
  if (!IsToken(choice.token)) {
    return Error{
        Problem::kUnavailable,
        "git is told to stop, because HF_OIDC_RESOURCE allows no other "
        "token"};
  }
  choice.origin = "HF_OIDC_RESOURCE";
  choice.username = username.value_or(kDefaultUsername);
  choice.bearer = true;
  choice.expires_at =
      ParseSeconds(answer.value().Find(field::kPasswordExpiryUtc).value_or(""));
  return {std::move(choice)};
}

/// ChooseToken(), with its secrets if they are in no file.
Result<std::optional<TokenChoice>> Choose(const Environment& environment,
                                          const Trace& trace,
                                          const TokenRequest& wanted) {
  Notices notices;
  auto choice = ChooseToken(environment, wanted, notices);
  PrintNotices(notices);
  if (!choice.ok() || !choice.value() || !choice.value()->outside) {
    return choice;
  }
  const auto token = LoadOutside(environment, *choice.value()->outside, wanted);
  const bool is_printed = choice.value()->outside->command.has_value();
  if (!token.ok()) {
    trace.Say(token.error().message);
  } else {
    trace.Say(is_printed ? "the command has answered"
                         : "the keyring has answered");
  }
  if (!token.ok()) return token.error();
  Result<TokenChoice> whole = ChoiceOf(token.value(), {}, wanted);
  if (!whole.ok()) return whole.error();
  return {std::move(whole).value()};
}

/// \a choice with the new token in \a answer, which a refresh could not save.
/// Nothing when \a answer has no token.
std::optional<TokenChoice> UnsavedChoice(TokenChoice choice,
                                         const Record& answer) {
  choice.token = answer.Find(field::kPassword).value_or("");
  if (!IsToken(choice.token)) return std::nullopt;
  choice.expires_at =
      ParseSeconds(answer.Find(field::kPasswordExpiryUtc).value_or(""));
  return choice;
}

/// As Choose(), after a refresh when one is due. A refresh that fails prints
/// why; the old token is used as long as it has not expired.
Result<std::optional<TokenChoice>> ChooseFreshToken(
    const Environment& environment, const Trace& trace,
    const TokenRequest& wanted) {
  auto choice = Choose(environment, trace, wanted);
  if (!choice.ok() || !choice.value() || !choice.value()->refresh_due) {
    return choice;
  }
  trace.Say("it is due to be refreshed");
  RecordWriter request;
  // Older versions stored names with line breaks, which no record can hold. The
  // token alone is enough.
  if (IsOneLine(choice.value()->name)) {
    request.Add(field::kName, choice.value()->name);
  }
  request.Add(field::kPassword, choice.value()->token);
  request.Add(field::kEndpoint, wanted.hub.url());
  if (choice.value()->expires_at) {
    request.Add(field::kPasswordExpiryUtc,
                std::to_string(*choice.value()->expires_at));
  }
  const Result<Record> answer = RunOperation(kRefreshOperation, request);
  if (answer.ok() && answer.value().Find(field::kPassword)) {
    auto unsaved = UnsavedChoice(std::move(*choice.value()), answer.value());
    if (unsaved) return unsaved;
  }
  choice = Choose(environment, trace, wanted);
  if (choice.ok() && choice.value() && choice.value()->expired) {
    return TokenHasExpired(choice.value()->name);
  }
  return choice;
}

bool IsKeyless(const Session& session) {
  return session.environment.Has("HF_OIDC_RESOURCE");
}

Result<std::optional<TokenChoice>> ChooseFor(const Session& session,
                                             const Trace& trace,
                                             const TokenRequest& wanted) {
  return IsKeyless(session)
             ? Exchange(wanted.hub, wanted.username)
             : ChooseFreshToken(session.environment, trace, wanted);
}

/// The token that git-lfs got, for a transfer agent that it runs. Fails with
/// kRefused when there is no such token any more: another one may belong to
/// another account.
Result<std::optional<TokenChoice>> ChooseForAgent(const Session& session,
                                                  const Trace& trace,
                                                  const TokenRequest& wanted,
                                                  const LfsRequest& lfs) {
  trace.Say("for a program that git-lfs runs: the token that git-lfs got");
  auto choice = ChooseFor(session, trace, wanted);
  const auto got_before = [&] {
    return choice.ok() && choice.value() && lfs.GotBefore(*choice.value());
  };
  // The user may have chosen another token since.
  if (choice.ok() && !got_before() && !lfs.name().empty()) {
    choice = ChooseFor(session, trace, {wanted.hub, lfs.name(), wanted.path});
  }
  if (!choice.ok() || got_before()) return choice;
  return Error{Problem::kRefused,
               "a program that git-lfs runs gets no token, because the token "
               "that git-lfs got is not there any more",
               "run the command again"};
}

/// Tells a user at a terminal why git will prompt.
void HintToLogIn(const Endpoint& hub) {
  if (!isatty(STDERR_FILENO)) return;
  PrintHint("not logged in to " + hub.url() +
            ": log in with 'git-credential-hf login'");
}

/// Answers \a request, which is for \a hub.
Result<void> GetFor(const Endpoint& hub, const Record& request,
                    const Session& session) {
  const Trace trace(session.environment);
  TraceRequest(trace, "get", hub, request);
  LfsRequest lfs(session.environment, request);
  const auto wanted = lfs.Wanted(hub);
  if (!wanted.ok()) return TellGitToQuit(wanted.error(), session.out);
  const bool is_agent = lfs.IsFromAgent();
  const auto choice = is_agent
                          ? ChooseForAgent(session, trace, wanted.value(), lfs)
                          : ChooseFor(session, trace, wanted.value());
  if (!choice.ok() || !choice.value()) lfs.NoteNoAnswer();
  if (!choice.ok()) {
    return is_agent || IsKeyless(session)
               ? TellGitToQuit(choice.error(), session.out)
               : Result<void>(choice.error());
  }
  if (!choice.value()) {
    HintToLogIn(hub);
    return {};  // Git will prompt.
  }
  if (lfs.IsRetry()) {
    return TellGitToQuit(LfsIsRejected(*choice.value(), request, hub),
                         session.out);
  }
  lfs.NoteAnswer(hub, *choice.value());
  return Answer(request, *choice.value(), session.out);
}

}  // namespace

Result<void> Get(const Session& session) {
  Result<Record> request = ReadRecord(session.in);
  if (!request.ok()) return request.error();
  const std::optional<Endpoint> hub = FindHub(session, request.value());
  if (hub) return GetFor(*hub, request.value(), session);
  if (IsHubOverHttp(session.hubs, request.value())) {
    PrintNotice("not sending a token over http, where others could read it");
  }
  LfsRequest::NoteOtherHost(session.environment, request.value());
  return {};  // The request is for another helper.
}

Result<void> Capability(const Session& session) {
  constexpr std::string_view kCapabilities = "version 0\ncapability authtype\n";
  const ssize_t count =
      write(session.out, kCapabilities.data(), kCapabilities.size());
  if (count == static_cast<ssize_t>(kCapabilities.size())) return {};
  return Error{Problem::kUnavailable, "cannot write the capabilities"};
}

}  // namespace hf
