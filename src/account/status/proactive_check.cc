// SPDX-License-Identifier: Apache-2.0
#include "src/account/status/proactive_check.h"

#include "src/account/configure/proactive.h"
#include "src/account/git/credential_config.h"
#include "src/system/path.h"
#include "src/text/message.h"

namespace hf {
namespace {

Result<std::string> FixProactive(const Git& git, const std::string& path,
                                 const Endpoint& hub) {
  const auto removed = RemoveProactive(git, path, [&](std::string_view url) {
    const Result<Endpoint> endpoint = Endpoint::Parse(url);
    return endpoint.ok() && endpoint.value() == hub;
  });
  if (!removed.ok()) return removed.error();
  if (removed.value().empty()) {
    return Error{Problem::kRefused,
                 "'" + path + "' has no proactiveAuth that configure wrote",
                 "remove http.proactiveAuth by hand"};
  }
  return "removed proactiveAuth for " + JoinWords(removed.value()) + " from '" +
         path + "'";
}

}  // namespace

void CheckProactiveAuth(const Environment& environment,
                        const GitContext& context, const StatusTarget& target,
                        Issues& issues) {
  const auto entry = ProactiveEntryFor(context.effective, target.url);
  const auto version = entry ? context.git.Version() : std::nullopt;
  if (!entry || (version && !version->HasAuthtype())) return;
  const std::string file = JoinPath(context.directory, FileOf(*entry));
  const std::string remedy = ProactiveHint(environment, context.git, file);
  Issue issue{"proactive-without-token",
              ProactiveNotice(target.hub.url(), file),
              {remedy.empty() ? "log in" : "log in, or " + remedy}};
  if (file.starts_with('/')) {
    issue.fix = Fix{
        "remove proactiveAuth for " + target.hub.url() + " from '" + file + "'",
        [git = context.git, file, hub = target.hub](Notices&) {
          return FixProactive(git, file, hub);
        }};
  }
  issues.Add(std::move(issue));
}

}  // namespace hf
