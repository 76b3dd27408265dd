// SPDX-License-Identifier: Apache-2.0
#include "src/account/api/access.h"

#include <algorithm>

#include "src/account/api/api_response.h"
#include "src/text/ascii.h"
#include "src/text/message.h"
#include "src/text/utf8.h"

namespace hf {
namespace {

/// The Hub has no codes for these, only texts.
struct Wording {
  std::string_view words;
  Verdict verdict;
};
constexpr Wording kWordings[] = {
    {"revoked", Verdict::kRevoked},  {"denied", Verdict::kDenied},
    {"rejected", Verdict::kDenied},  {"pending", Verdict::kPending},
    {"awaiting", Verdict::kPending}, {"not been approved", Verdict::kPending},
};

bool IsSafeName(std::string_view name) {
  constexpr std::string_view kBytes =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
  return !name.empty() && name.find_first_not_of(kBytes) == name.npos &&
         name.find_first_not_of('.') != name.npos;  // Not "..".
}

std::string UrlFor(const Endpoint& hub, const Repository& repository,
                   AccessKind kind) {
  std::string url = hub.url() + "/api/";
  url.append(repository.kind.empty() ? "models" : repository.kind);
  url.append("/").append(repository.owner).append("/").append(repository.name);
  url += "/auth-check";
  return kind == AccessKind::kWrite ? url + "/write" : url;
}

/// The text of the Hub, if it does not contain \a token.
std::string TextOf(const HttpResponse& response, std::string_view token) {
  std::string text = response.error_message;
  if (text.empty()) {
    const Result<JsonObject> object = JsonObject::Parse(response.body);
    if (object.ok()) text = ErrorDescription(object.value(), token);
  }
  if (text.find(token) != text.npos) return {};
  return Shortened(IsUtf8(text) ? text : EscapeForTerminal(text));
}

Verdict VerdictOf(const HttpResponse& response, const std::string& text) {
  if (response.status == kNotFoundStatus) return Verdict::kNotFound;
  const std::string folded = FoldAscii(text);
  for (const Wording& wording : kWordings) {
    if (folded.find(wording.words) != folded.npos) return wording.verdict;
  }
  return response.error_code == "GatedRepo" ? Verdict::kGated
                                            : Verdict::kRefused;
}

}  // namespace

bool CanAskAccess(const Repository& repository) {
  return repository.kind != "kernels" && IsSafeName(repository.owner) &&
         IsSafeName(repository.name);
}

Result<Access> AskAccess(HttpClient& client, const Endpoint& hub,
                         const Repository& repository, AccessKind kind,
                         std::string_view token) {
  const Result<HttpResponse> answer =
      client.Get(UrlFor(hub, repository, kind), token);
  if (!answer.ok()) return answer.error();
  const HttpResponse& response = answer.value();
  if (response.status == kOk) return Access{};
  const bool is_unknown =
      response.status == kUnauthorized && response.error_code == "RepoNotFound";
  if (response.status != kForbidden && response.status != kNotFoundStatus &&
      !is_unknown) {
    const Result<JsonObject> why = ReadApiResponse(response, hub, token);
    if (!why.ok()) return why.error();
    return Error{Problem::kUnreachable,
                 hub.url() + " does not say whether the token may be used (" +
                     std::to_string(response.status) + ")",
                 "try again later"};
  }
  Access access;
  access.says = TextOf(response, token);
  access.verdict =
      is_unknown ? Verdict::kNotFound : VerdictOf(response, access.says);
  return access;
}

}  // namespace hf
