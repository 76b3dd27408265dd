// SPDX-License-Identifier: Apache-2.0
#include "src/account/status/credential_files.h"

#include <algorithm>

#include "src/account/configure/helper_sections.h"
#include "src/account/git/credential_config.h"
#include "src/account/status/plaintext_tokens.h"
#include "src/files/secret_file.h"
#include "src/hub/endpoint.h"
#include "src/store/store_paths.h"
#include "src/system/path.h"
#include "src/text/record.h"

namespace hf {
namespace {

/// One line of such a file with a token for a Hub.
struct SavedCredential {
  SecretString token;
  std::string user, protocol, host;
  Endpoint hub;
};

/// The value of `--file` in a helper like `store --file ~/x`; empty when there
/// is none.
std::string FileOption(std::string_view helper) {
  constexpr std::string_view kOption = "--file";
  const std::size_t at = helper.find(kOption);
  if (!helper.starts_with("store ") || at == helper.npos) return {};
  helper.remove_prefix(at + kOption.size());
  if (helper.empty() || (helper[0] != '=' && helper[0] != ' ')) return {};
  helper.remove_prefix(std::min(helper.find_first_not_of(" ="), helper.size()));
  return std::string(helper.substr(0, helper.find(' ')));
}

/// The files that git-credential-store(1) may use.
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

/// The credentials for \a hubs in \a path; none when there is no such file.
Result<std::vector<SavedCredential>> CredentialsIn(
    const std::string& path, const std::vector<Endpoint>& hubs) {
  std::vector<SavedCredential> all;
  const auto file = ReadSecretFile(path);
  if (!file.ok()) return file.error();
  if (!file.value()) return all;
  std::string_view text = file.value()->text;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    auto url = SplitUrl(line);
    if (!url || !url->password) continue;
    // git writes the colon before a port as `%3a`.
    const SecretString host = PercentDecoded(url->host);
    url->host = host;
    const auto hub = HubAt(hubs, *url);
    if (!hub) continue;
    all.push_back({PercentDecoded(*url->password),
                   std::string(PercentDecoded(url->user.value_or(""))),
                   std::string(url->scheme), std::string(host), *hub});
  }
  return all;
}

/// git itself removes the line, under its own lock.
Result<void> RemoveFromFile(const Git& git, const std::string& path,
                            const SavedCredential& saved) {
  RecordWriter request;
  request.Add(field::kProtocol, saved.protocol);
  request.Add(field::kHost, saved.host);
  request.Add(field::kUsername, saved.user);
  request.Add(field::kPassword, saved.token);
  Git::RunOptions run_options;
  run_options.input = request.text();
  Result<GitOutput> output =
      git.Run({"credential-store", "--file", path, "erase"}, run_options);
  if (!output.ok()) return output.error();
  return {};
}

Result<std::string> MoveTokens(const Git& git, const TokenStores& stores,
                               const std::string& path,
                               const std::vector<Endpoint>& hubs) {
  const auto found = CredentialsIn(path, hubs);
  if (!found.ok()) return found.error();
  for (const SavedCredential& saved : found.value()) {
    if (!IsOneLine(saved.user)) continue;
    Result<std::string> name =
        ImportToken(stores, {saved.token, saved.user, saved.hub});
    if (!name.ok()) return name.error();
    Result<void> removed = RemoveFromFile(git, path, saved);
    if (!removed.ok()) return removed.error();
  }
  const auto left = CredentialsIn(path, hubs);
  if (!left.ok()) return left.error();
  if (left.value().empty()) {
    return "moved the tokens in '" + path + "' to the store";
  }
  return Error{Problem::kRefused,
               "git does not remove the tokens from '" + path + "'",
               "remove them by hand; the store has them"};
}

}  // namespace

void CheckCredentialFiles(const Environment& environment,
                          const GitContext& context, const TokenStores& stores,
                          Issues& issues) {
  const auto hubs = ConfiguredHubs(context.global);
  for (const std::string& path : FilesOf(environment, context)) {
    const auto found = CredentialsIn(path, hubs);
    if (!found.ok()) {
      issues.Add(
          {"credentials-file-unreadable",
           found.error().message +
               "; the file of git's helper 'store' may contain a token",
           {"make '" + path + "' a file that you can read, or remove it"},
           found.error().problem});
      continue;
    }
    if (found.value().empty()) continue;
    issues.Add({"token-in-credentials-file",
                "'" + path +
                    "', the file of git's helper 'store', contains a token of "
                    "the Hub",
                RunFix(), Problem::kRefused,
                Fix{"move the Hub's tokens in '" + path + "' to the store",
                    [git = context.git, stores, path, hubs](Notices&) {
                      return MoveTokens(git, stores, path, hubs);
                    }}});
  }
}

std::vector<std::string> CredentialFilesWith(
    const Environment& environment, const std::vector<TokenCopy>& copies) {
  std::vector<std::string> files;
  const Result<GitContext> git = FindGitContext(environment);
  if (!git.ok() || copies.empty()) return files;
  const auto hubs = ConfiguredHubs(git.value().global);
  for (const std::string& path : FilesOf(environment, git.value())) {
    const auto saved = CredentialsIn(path, hubs);
    if (!saved.ok()) continue;
    const auto is_copy = [&](const SavedCredential& credential) {
      return std::any_of(copies.begin(), copies.end(),
                         [&](const TokenCopy& copy) {
                           return copy.token == credential.token;
                         });
    };
    if (std::any_of(saved.value().begin(), saved.value().end(), is_copy)) {
      files.push_back(path);
    }
  }
  return files;
}

}  // namespace hf
