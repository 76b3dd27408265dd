// SPDX-License-Identifier: Apache-2.0
#include "src/account/status/credential_files.h"

#include <algorithm>

#include "src/account/configure/helper_sections.h"
#include "src/account/git/config_file.h"
#include "src/account/git/credential_config.h"
#include "src/account/status/plaintext_tokens.h"
#include "src/files/secret_file.h"
#include "src/hub/endpoint.h"
#include "src/store/store_paths.h"
#include "src/system/path.h"

namespace hf {
namespace {

/// One line of such a file with a token for a Hub.
struct SavedCredential {
  SecretString token;
  std::string user;
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

/// The token for one of \a hubs in \a line, a URL.
std::optional<SavedCredential> CredentialIn(std::string_view line,
                                            const std::vector<Endpoint>& hubs) {
  auto url = SplitUrl(line);
  if (!url || !url->password) return std::nullopt;
  // git writes the colon before a port as `%3a`.
  const SecretString host = PercentDecoded(url->host);
  url->host = host;
  const auto hub = HubAt(hubs, *url);
  if (!hub) return std::nullopt;
  return SavedCredential{PercentDecoded(*url->password),
                         std::string(PercentDecoded(url->user.value_or(""))),
                         *hub};
}

/// Takes the first line from \a text, without its line end.
std::string_view TakeLine(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
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
    auto found = CredentialIn(TakeLine(text), hubs);
    if (found) all.push_back(std::move(*found));
  }
  return all;
}

/// \a text without the lines that contain one of \a moved.
std::string WithoutTokens(std::string_view text,
                          const std::vector<SavedCredential>& moved,
                          const std::vector<Endpoint>& hubs) {
  std::string kept;
  while (!text.empty()) {
    const std::string_view rest = text;
    const auto found = CredentialIn(TakeLine(text), hubs);
    const bool is_moved =
        found && std::any_of(moved.begin(), moved.end(), [&](const auto& m) {
          return m.token == found->token;
        });
    if (!is_moved) kept += rest.substr(0, rest.size() - text.size());
  }
  return kept;
}

/// Under git's own lock. `git credential-store erase` would empty the file when
/// it cannot read it, and leave its lock when it is killed.
Result<void> RemoveFromFile(const std::string& path,
                            const std::vector<SavedCredential>& moved,
                            const std::vector<Endpoint>& hubs) {
  const Result<std::string> target = FollowLink(path);
  if (!target.ok()) return target.error();
  constexpr int kMostTries = 5;  // Other programs may save a credential.
  for (int tries = 0; tries < kMostTries; ++tries) {
    const auto before = ReadConfigFile(target.value());
    if (!before.ok()) return before.error();
    if (!before.value()) return {};
    const std::string text = WithoutTokens(*before.value(), moved, hubs);
    if (text == *before.value()) return {};
    const auto done = ReplaceConfigFile(target.value(), before.value(), text);
    if (!done.ok()) return done.error();
    if (done.value()) return {};
  }
  return Error{Problem::kUnavailable,
               "another program keeps changing '" + path + "'", "try again"};
}

Result<std::string> MoveTokens(const TokenStores& stores,
                               const std::string& path,
                               const std::vector<Endpoint>& hubs) {
  const auto found = CredentialsIn(path, hubs);
  if (!found.ok()) return found.error();
  for (const SavedCredential& saved : found.value()) {
    Result<std::string> name =
        ImportToken(stores, {saved.token, saved.user, saved.hub});
    if (!name.ok()) return name.error();
  }
  const Result<void> removed = RemoveFromFile(path, found.value(), hubs);
  if (!removed.ok()) return removed.error();
  return "moved the tokens in '" + path + "' to the store";
}

}  // namespace

std::vector<std::string> CredentialFiles(const Environment& environment,
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

void CheckCredentialFiles(const Environment& environment,
                          const GitContext& context, const TokenStores& stores,
                          Issues& issues) {
  const auto hubs = ConfiguredHubs(context.global);
  for (const std::string& path : CredentialFiles(environment, context)) {
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
                    [stores, path, hubs](Notices&) {
                      return MoveTokens(stores, path, hubs);
                    }}});
  }
}

std::vector<std::string> CredentialFilesWith(
    const Environment& environment, const std::vector<TokenCopy>& copies) {
  std::vector<std::string> files;
  const Result<GitContext> git = FindGitContext(environment);
  if (!git.ok() || copies.empty()) return files;
  const auto hubs = ConfiguredHubs(git.value().global);
  for (const std::string& path : CredentialFiles(environment, git.value())) {
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
