// SPDX-License-Identifier: Apache-2.0
#include "src/account/status/netrc_check.h"

#include <algorithm>

#include "src/account/git/config_file.h"
#include "src/account/status/netrc.h"
#include "src/files/secret_file.h"
#include "src/store/store_paths.h"
#include "src/system/path.h"
#include "src/text/ascii.h"

namespace hf {
namespace {

/// The host of \a address, in lower case and without a port.
std::string HostNameOf(const std::string& address) {
  const auto url = SplitUrl(address);
  std::string host = FoldAscii(url ? url->host : std::string_view());
  const std::size_t colon = host.rfind(':');
  const bool has_port =
      colon != host.npos && host.find(']', colon) == host.npos;
  return has_port ? host.substr(0, colon) : host;
}

bool IsForHub(const NetrcEntry& entry, const Endpoint& hub) {
  const auto addresses = AddressesOf(hub);
  return std::any_of(addresses.begin(), addresses.end(),
                     [&](const std::string& address) {
                       return FoldAscii(entry.machine) == HostNameOf(address);
                     });
}

/// \a text without the entries for \a hub whose password is \a token.
std::string WithoutToken(std::string text, const Endpoint& hub,
                         std::string_view token) {
  std::vector<NetrcEntry> entries = NetrcEntriesIn(text);
  std::reverse(entries.begin(), entries.end());
  for (const NetrcEntry& entry : entries) {
    if (!IsForHub(entry, hub) || entry.password != token) continue;
    text.erase(entry.begin, entry.end - entry.begin);
  }
  return text;
}

Result<std::string> MoveToken(const TokenStores& stores, const Endpoint& hub,
                              const std::string& path,
                              const NetrcEntry& entry) {
  Result<std::string> name =
      ImportToken(stores, {entry.password, entry.login, hub});
  if (!name.ok()) return name.error();
  const Result<std::string> target = FollowLink(path);
  if (!target.ok()) return target.error();
  const auto before = ReadConfigFile(target.value());
  if (!before.ok()) return before.error();
  const std::string text =
      WithoutToken(before.value().value_or(""), hub, entry.password);
  const auto done = ReplaceConfigFile(target.value(), before.value(), text);
  if (!done.ok()) return done.error();
  if (done.value()) return "moved the token in '" + path + "' to the store";
  return Error{Problem::kUnavailable, "'" + path + "' was changed meanwhile",
               "try again"};
}

void AddEntry(const std::string& path, const NetrcEntry& entry,
              const Endpoint& hub, const TokenStores& stores, Issues& issues) {
  const std::string where = "'" + path + "' has a password for ";
  constexpr std::string_view kFirst =
      ", which git and git-lfs send before the token";
  if (entry.machine.empty()) {
    issues.Add({"netrc",
                (where + "every host ('default')").append(kFirst),
                {"remove 'default' and its password from '" + path + "'"}});
    return;
  }
  issues.Add({"netrc", (where + entry.machine).append(kFirst), RunFix(),
              Problem::kRefused,
              Fix{"move the token for " + entry.machine + " in '" + path +
                      "' to the store",
                  [stores, hub, path, entry](Notices&) {
                    return MoveToken(stores, hub, path, entry);
                  }}});
}

}  // namespace

std::string NetrcPath(const Environment& environment) {
  // libcurl does not expand variables in it.
  const std::string home = environment.Has("HOME")
                               ? std::string(*environment.Find("HOME"))
                               : PathExpander(environment).Expand("~");
  return home.starts_with('/') ? JoinPath(home, ".netrc") : std::string();
}

void CheckNetrc(const Environment& environment, const StatusTarget& target,
                const TokenStores& stores, Issues& issues) {
  const std::string path = NetrcPath(environment);
  if (path.empty()) return;
  const auto file = ReadSecretFile(path);
  if (!file.ok()) {
    issues.Add(
        {"netrc",
         file.error().message + "; git may find a password for the Hub in it",
         {"make '" + path + "' a file that you can read, or remove it"}});
    return;
  }
  if (!file.value()) return;
  for (const NetrcEntry& entry : NetrcEntriesIn(file.value()->text)) {
    if (!entry.machine.empty() && !IsForHub(entry, target.hub)) continue;
    AddEntry(path, entry, target.hub, stores, issues);
  }
}

}  // namespace hf
