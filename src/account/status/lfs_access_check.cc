// SPDX-License-Identifier: Apache-2.0
#include "src/account/status/lfs_access_check.h"

#include <algorithm>

#include "src/account/git/credential_config.h"
#include "src/account/status/repository_files.h"
#include "src/hub/access_token.h"
#include "src/system/path.h"
#include "src/text/ascii.h"

namespace hf {
namespace {

bool ForbidsAccess(const ConfigEntry& entry, const StatusTarget& target) {
  const auto url = UrlInKey(entry.key, "lfs", "access");
  if (!url || FoldAscii(entry.value) != "none") return false;
  const CredentialKey key{*url, {}};
  if (!target.path) {
    const auto addresses = AddressesOf(target.hub);
    return std::any_of(
        addresses.begin(), addresses.end(),
        [&](const auto& address) { return key.ConcernsHostOf(address); });
  }
  return key.AppliesTo(target.url + ".git/info/lfs") ||
         key.AppliesTo(target.url + "/info/lfs");
}

Result<std::string> Unset(const Git& git, const std::string& file,
                          const std::string& key) {
  const auto done =
      git.Run({"config", "--file", file, "--unset-all", key, "^[Nn]one$"});
  if (!done.ok()) return done.error();
  if (done.value().status == 0) {
    return "removed access = none for git-lfs from '" + file + "'";
  }
  return Error{Problem::kRefused, "git cannot change '" + file + "'",
               "remove access = none by hand"};
}

void AddAccess(const GitContext& context, const StatusTarget& target,
               const ConfigEntry& entry, Issues& issues) {
  const std::string file = JoinPath(context.directory, FileOf(entry));
  Issue issue{"lfs-access",
              "git-lfs asks for no token at " + target.url +
                  ", because of access = none in '" + file + "'",
              {"remove access = none from '" + file + "'"}};
  // The user of a URL may be a secret, which every user could read in the
  // arguments of git.
  const bool may_fix = entry.key.find('@') == entry.key.npos &&
                       file.starts_with('/') && !IsTracked(context, file);
  if (may_fix) {
    issue.remedy = RunFix();
    issue.fix = Fix{"remove access = none for git-lfs from '" + file + "'",
                    [git = context.git, file, key = entry.key](Notices&) {
                      return Unset(git, file, key);
                    }};
  }
  issues.Add(std::move(issue));
}

}  // namespace

void CheckLfsAccess(const GitContext& context, const StatusTarget& target,
                    Issues& issues) {
  for (const ConfigEntry& entry : context.effective) {
    if (ForbidsAccess(entry, target)) AddAccess(context, target, entry, issues);
  }
  const auto shared = EntriesInRepositoryFile(context, ".lfsconfig");
  if (!shared.ok()) return;  // CheckRepositoryFiles() reports that.
  for (const ConfigEntry& entry : shared.value()) {
    if (ForbidsAccess(entry, target)) AddAccess(context, target, entry, issues);
  }
}

void CheckEmptyVariable(const Environment& environment,
                        const GitContext& context, Issues& issues) {
  const auto value = environment.Find("HF_TOKEN");
  if (!value || !CleanToken(*value).empty()) return;
  issues.Add({"empty-variable",
              "HF_TOKEN is set, but empty: git-xet sends that when it uploads "
              "large files, in place of the token",
              Command("unset HF_TOKEN"), Problem::kRefused, std::nullopt,
              !UsesXet(context)});
}

}  // namespace hf
