// SPDX-License-Identifier: Apache-2.0
#include "src/account/status/proactive_check.h"

#include "src/account/configure/proactive.h"
#include "src/account/git/credential_config.h"
#include "src/system/path.h"
#include "src/text/message.h"

namespace hf {
namespace {

Result<std::string> RemoveProactive(const Git& git, const std::string& path,
                                    const Endpoint& hub) {
  const auto cut = TakeProactiveOut(git, path, [&](std::string_view url) {
    const Result<Endpoint> meant = Endpoint::Parse(url);
    return meant.ok() && meant.value() == hub;
  });
  if (!cut.ok()) return cut.error();
  if (cut.value().empty()) {
    return Error{Problem::kRefused,
                 "'" + path + "' has no lines of ours that could be taken out",
                 "take http.proactiveAuth out by hand"};
  }
  return "git sends no token with its first request to " +
         JoinWords(cut.value()) + " any more, by '" + path + "'";
}

}  // namespace

void CheckProactiveAuth(const Environment& environment,
                        const GitContext& context, const StatusTarget& target,
                        Issues& issues) {
  const auto entry = ProactiveEntryFor(context.effective, target.url);
  const auto version = entry ? context.git.Version() : std::nullopt;
  if (!entry || (version && !version->HasAuthtype())) return;
  const std::string file = JoinPath(context.directory, FileOf(*entry));
  const std::string remedy = ProactiveRemedyFor(environment, context.git, file);
  Issue issue{"proactive-without-token",
              WhyProactiveFails(target.hub.url(), file),
              remedy.empty() ? "log in" : "log in, or " + remedy};
  if (file.starts_with('/')) {
    issue.fix = Fix{"let git send no token with its first request to " +
                        target.hub.url() + ", by '" + file + "'",
                    [git = context.git, file, hub = target.hub] {
                      return RemoveProactive(git, file, hub);
                    }};
  }
  issues.Add(std::move(issue));
}

}  // namespace hf
