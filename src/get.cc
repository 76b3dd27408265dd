// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include "src/base64.h"
#include "src/choice.h"
#include "src/helper.h"
#include "src/lfs_brake.h"
#include "src/message.h"

namespace hf {
namespace {

/// The form that other helpers do not write to disk (git 2.46 and later). The
/// capability comes first: without it git would use the answer and then offer
/// it to everybody.
void AddCredential(const TokenChoice& choice, RecordWriter& answer) {
  answer.Add("capability[]", "authtype");
  if (choice.bearer) {
    answer.Add("authtype", "Bearer");
    answer.Add("credential", choice.token);
  } else {
    // A user name with a colon would end where the token should begin.
    const bool plain = choice.username.find(':') == std::string::npos;
    SecretString pair(plain ? std::string_view(choice.username)
                            : kDefaultUsername);
    pair.append(":").append(choice.token);
    answer.Add("authtype", "Basic");
    answer.Add("credential", EncodeBase64(pair));
  }
  answer.Add("ephemeral", "1");
}

void AddPassword(const TokenChoice& choice, RecordWriter& answer) {
  answer.Add("username", choice.username);
  answer.Add("password", choice.token);
}

Result<void> Answer(const Record& request, const TokenChoice& choice, int out) {
  if (choice.plantable) {
    PrintNotice("other users can write '" + choice.origin + "'");
    PrintHint("chmod 600 '" + choice.origin + "'");
  }
  RecordWriter answer;
  if (request.Lists("capability[]", "authtype")) {
    AddCredential(choice, answer);
  } else {
    AddPassword(choice, answer);
  }
  if (choice.expires_at) {
    answer.Add("password_expiry_utc", std::to_string(*choice.expires_at));
  }
  return answer.WriteTo(out);
}

/// A job that asked for a keyless login must neither wait at a prompt nor go
/// out as somebody else.
Error TellGitToQuit(const Error& why, int out) {
  RecordWriter answer;
  answer.Add("quit", "1");
  const Result<void> written = answer.WriteTo(out);
  return written.ok() ? why : written.error();
}

Error RefusedToLfs(const TokenChoice& choice) {
  return {Problem::kRefused,
          "not giving git-lfs again the token that the Hub has just refused",
          choice.bearer
              ? "large files need an access token (see "
                "https://huggingface.co/settings/tokens), or git 2.46"
              : "it may lack access to this repository, or have been revoked"};
}

}  // namespace

Result<void> Get(const Session& session) {
  Result<Record> request = ReadRecord(session.in);
  if (!request.ok()) return request.error();
  const Endpoint* hub = FindHub(session.hubs, request.value());
  if (!hub) {
    if (IsHubInTheClear(session.hubs, request.value())) {
      PrintNotice("not sending a token over http, where anybody could read it");
    }
    return {};  // Another helper's business.
  }
  const auto choice =
      ChooseToken(session.environment, *hub, request.value().Find("username"));
  if (!choice.ok()) {
    if (session.environment.Has("HF_OIDC_RESOURCE")) {
      return TellGitToQuit(choice.error(), session.out);
    }
    return choice.error();
  }
  if (!choice.value()) {
    if (isatty(STDERR_FILENO)) {
      PrintHint("not logged in to " + hub->url() +
                ": log in with 'hf auth login', or set HF_TOKEN");
    }
    return {};  // Git will ask.
  }
  if (IsRefusedLfs(session.environment)) {
    return TellGitToQuit(RefusedToLfs(*choice.value()), session.out);
  }
  return Answer(request.value(), *choice.value(), session.out);
}

Result<void> Capability(const Session& session) {
  constexpr std::string_view kCapabilities = "version 0\ncapability authtype\n";
  const ssize_t count =
      write(session.out, kCapabilities.data(), kCapabilities.size());
  if (count == static_cast<ssize_t>(kCapabilities.size())) return {};
  return Error{Problem::kUnavailable, "cannot write the capabilities"};
}

}  // namespace hf
