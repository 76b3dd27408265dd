// SPDX-License-Identifier: Apache-2.0
#include "src/account/status/access_check.h"

#include "src/hub/repository.h"
#include "src/text/ascii.h"

namespace hf {
namespace {

struct Explanation {
  std::string_view kind;
  std::string text, remedy;
};

std::string SettingsPage(const AccessWish& wish) {
  return wish.hub.url() + "/settings/tokens";
}

/// For a refusal for which the Hub gives no reason that this program knows.
Explanation Refused(const AccessWish& wish, AccessKind kind) {
  const std::string verb = kind == AccessKind::kRead ? "read" : "write";
  const std::string role = FoldAscii(wish.role.value_or(""));
  const std::string owner(ParseRepository(wish.repository).owner);
  const std::string what = "'" + wish.repository + "'";
  if (role == "read" && kind == AccessKind::kWrite) {
    return {"token-read-only",
            "the token cannot write " + what + ": its role is read",
            "use a token with the role write, from " + SettingsPage(wish)};
  }
  if (role == "finegrained") {
    return {"token-too-narrow",
            "this fine-grained token may not " + verb + " " + what,
            "give it this repository at " + SettingsPage(wish) +
                ", or ask an administrator of " + owner + " to approve it"};
  }
  return {"no-access", "this account may not " + verb + " " + what,
          "ask its owner " + owner +
              " for access, or use the token of another account"};
}

Explanation ExplanationFor(const AccessWish& wish, AccessKind kind,
                           Verdict verdict) {
  const std::string what = "'" + wish.repository + "'";
  const std::string page = wish.hub.url() + "/" + wish.repository;
  switch (verdict) {
    case Verdict::kGated:
      return {"access-gated",
              what + " is gated, and this account has no access",
              "request access at " + page};
    case Verdict::kPending:
      return {"access-pending", "access to " + what + " is not approved yet",
              "wait for the approval; " + page + " shows its state"};
    case Verdict::kDenied:
      return {"access-denied", "access to " + what + " was denied",
              "ask the owner of " + what + ", or use another token"};
    case Verdict::kRevoked:
      return {"access-revoked", "access to " + what + " was revoked",
              "ask the owner of " + what + ", or use another token"};
    case Verdict::kNotFound:
      return {"no-repository",
              what +
                  " does not exist, or it is private and this token may not "
                  "see it",
              "check the name, or use the token of an account with access"};
    case Verdict::kGranted:
    case Verdict::kRefused:
      break;
  }
  return Refused(wish, kind);
}

Issue RefusalOf(const AccessWish& wish, AccessKind kind, const Access& access) {
  Explanation reason = ExplanationFor(wish, kind, access.verdict);
  if (!access.says.empty()) reason.text += "; the Hub says: " + access.says;
  return {reason.kind, reason.text, {reason.remedy}};
}

}  // namespace

bool CanAskAbout(const std::string& repository) {
  return CanAskAccess(ParseRepository(repository));
}

Result<AccessAnswer> AskAbout(HttpClient& client, const AccessWish& wish,
                              bool write) {
  AccessAnswer answer;
  for (const AccessKind kind : {AccessKind::kRead, AccessKind::kWrite}) {
    if (kind == AccessKind::kWrite && !write) break;
    const auto access = AskAccess(
        client, wish.hub, ParseRepository(wish.repository), kind, wish.token);
    if (!access.ok()) return access.error();
    const bool may = access.value().verdict == Verdict::kGranted;
    (kind == AccessKind::kRead ? answer.read : answer.write) = may;
    if (may) continue;
    answer.says = access.value().says;
    answer.refusal = RefusalOf(wish, kind, access.value());
    break;
  }
  return answer;
}

}  // namespace hf
