// SPDX-License-Identifier: Apache-2.0
#include "src/account/status/credential_files.h"

#include <algorithm>

#include "src/account/configure/helper_sections.h"
#include "src/account/status/plaintext_tokens.h"
#include "src/files/secret_file.h"
#include "src/hub/endpoint.h"
#include "src/store/store_paths.h"
#include "src/system/path.h"
#include "src/text/record.h"

namespace hf {
namespace {

/// One line of such a file that is a Hub's.
struct Kept {
  SecretString token;
  std::string user, protocol, host;
  Endpoint hub;
};

/// What follows `--file` in a helper like `store --file ~/x`; empty without.
std::string FileOption(std::string_view helper) {
  constexpr std::string_view kOption = "--file";
  const std::size_t at = helper.find(kOption);
  if (!helper.starts_with("store ") || at == helper.npos) return {};
  helper.remove_prefix(at + kOption.size());
  if (helper.empty() || (helper[0] != '=' && helper[0] != ' ')) return {};
  helper.remove_prefix(std::min(helper.find_first_not_of(" ="), helper.size()));
  return std::string(helper.substr(0, helper.find(' ')));
}

/// The files that git-credential-store(1) may have.
std::vector<std::string> FilesOf(const Environment& environment,
                                 const GitContext& context) {
  const PathExpander expander(environment);
  std::string xdg(environment.Find("XDG_CONFIG_HOME").value_or(""));
  if (xdg.empty()) xdg = "~/.config";
  std::vector<std::string> files = {"~/.git-credentials",
                                    JoinPath(xdg, "git/credentials")};
  for (const ConfigEntry& entry : context.effective) {
    const auto key = CredentialKey::Of(entry.key);
    if (!key || key->name != "helper") continue;
    const std::string file = FileOption(entry.value);
    if (!file.empty()) files.push_back(file);
  }
  for (std::string& file : files) file = expander.Expand(file);
  std::erase_if(files, [](const auto& file) { return !file.starts_with('/'); });
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

/// Those of the Hubs in \a path; none when it cannot be read, for then git does
/// not read it either.
std::vector<Kept> KeptIn(const std::string& path,
                         const std::vector<Endpoint>& hubs) {
  std::vector<Kept> all;
  const auto file = ReadSecretFile(path);
  if (!file.ok() || !file.value()) return all;
  std::string_view text = file.value()->text;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const auto url = SplitUrl(line);
    const auto hub = url ? HubAt(hubs, *url) : std::nullopt;
    if (!hub || !url->password) continue;
    all.push_back({PercentDecoded(*url->password),
                   std::string(PercentDecoded(url->user.value_or(""))),
                   std::string(url->scheme), std::string(url->host), *hub});
  }
  return all;
}

/// Git itself takes a line out, under its own lock.
Result<void> TakeOut(const Git& git, const std::string& path,
                     const Kept& kept) {
  RecordWriter request;
  request.Add("protocol", kept.protocol);
  request.Add("host", kept.host);
  request.Add("username", kept.user);
  request.Add("password", kept.token);
  Git::Surroundings surroundings;
  surroundings.input = request.text();
  Result<GitAnswer> answer =
      git.Run({"credential-store", "--file", path, "erase"}, surroundings);
  if (!answer.ok()) return answer.error();
  return {};
}

Result<std::string> Clear(const Git& git, const TokenStores& stores,
                          const std::string& path,
                          const std::vector<Endpoint>& hubs) {
  for (const Kept& kept : KeptIn(path, hubs)) {
    if (!IsOneLine(kept.user)) continue;
    Result<std::string> name =
        ImportToken(stores, {kept.token, kept.user, kept.hub});
    if (!name.ok()) return name.error();
    Result<void> gone = TakeOut(git, path, kept);
    if (!gone.ok()) return gone.error();
  }
  if (KeptIn(path, hubs).empty()) {
    return "the tokens of '" + path + "' are in the store, and there no more";
  }
  return Error{Problem::kRefused,
               "git does not take the tokens out of '" + path + "'",
               "take them out by hand; the store has them"};
}

}  // namespace

void CheckCredentialFiles(const Environment& environment,
                          const GitContext& context, const TokenStores& stores,
                          Issues& issues) {
  const auto hubs = RegisteredHubs(context.global);
  for (const std::string& path : FilesOf(environment, context)) {
    if (KeptIn(path, hubs).empty()) continue;
    issues.Add({"token-in-credentials-file",
                "'" + path + "' holds a token of the Hub, for git's 'store'",
                "git-credential-hf status --fix, or take the line out",
                Problem::kRefused,
                Fix{"take the Hub's tokens out of '" + path + "'",
                    [git = context.git, stores, path, hubs] {
                      return Clear(git, stores, path, hubs);
                    }}});
  }
}

}  // namespace hf
