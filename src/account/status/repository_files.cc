// SPDX-License-Identifier: Apache-2.0
#include "src/account/status/repository_files.h"

#include <filesystem>

#include "src/account/git/config_file.h"
#include "src/account/status/credentials_in_urls.h"
#include "src/system/path.h"
#include "src/text/message.h"

namespace hf {
namespace {

namespace fs = std::filesystem;

Git::RunOptions In(const GitContext& context) {
  Git::RunOptions run_options;
  run_options.directory = context.directory;
  return run_options;
}

/// The text of \a name in the index, else in HEAD; nothing when neither has it.
std::optional<std::string> CommittedText(const GitContext& context,
                                         const std::string& name) {
  for (const std::string from : {":", "HEAD:"}) {
    const auto blob =
        context.git.Run({"cat-file", "blob", from + name}, In(context));
    if (blob.ok() && blob.value().status == 0) return blob.value().output;
  }
  return std::nullopt;
}

/// The files called `config` of the repositories below \a modules. The name of
/// a submodule may have slashes.
std::vector<std::string> ConfigsBelow(const std::string& modules) {
  constexpr int kMostEntries = 10'000;
  std::vector<std::string> configs;
  std::error_code error, ignored;
  fs::recursive_directory_iterator at(
      modules, fs::directory_options::skip_permission_denied, error);
  for (int count = 0; !error && at != fs::end(at) && count < kMostEntries;
       at.increment(error), ++count) {
    const std::string name = at->path().filename().string();
    const bool is_directory =
        at->is_directory(ignored) && !at->is_symlink(ignored);
    if (is_directory && name != "modules" &&
        fs::exists(at->path().parent_path() / "HEAD", ignored)) {
      at.disable_recursion_pending();  // objects, refs and others of git.
    }
    if (name == "config" && !is_directory) configs.push_back(at->path());
  }
  return configs;
}

Result<std::vector<ConfigEntry>> EntriesOf(const Git& git,
                                           const std::string& path,
                                           const std::string& text) {
  auto entries = EntriesInText(git, text, path);
  if (!entries.ok()) return entries;
  for (ConfigEntry& entry : entries.value()) entry.origin = "file:" + path;
  return entries;
}

Issue Unreadable(const Error& error, const std::string& path) {
  return {"repository-file-unreadable",
          error.message + "; it may contain a token",
          {"correct '" + path + "'"}};
}

void CheckSharedFile(const GitContext& context, const std::string& name,
                     Issues& issues) {
  const auto entries = EntriesInRepositoryFile(context, name);
  if (!entries.ok()) {
    issues.Add(Unreadable(entries.error(), name));
    return;
  }
  const std::vector<std::string> keys = KeysWithToken(context, entries.value());
  if (keys.empty()) return;
  issues.Add({"token-in-repository-file",
              "'" + name + "' contains a token in " + JoinWords(keys) +
                  ", which everybody who has this repository can read",
              {"revoke the token on the Hub, and commit the file without it"}});
}

void CheckSubmodules(const GitContext& context, const TokenStores& stores,
                     Issues& issues) {
  for (const std::string& config : SubmoduleConfigs(context)) {
    const auto text = ReadConfigFile(config);
    const auto entries =
        text.ok() ? EntriesOf(context.git, config, text.value().value_or(""))
                  : Result<std::vector<ConfigEntry>>(text.error());
    if (entries.ok()) {
      FindCredentialsInUrls(context, entries.value(), stores, issues);
    } else {
      issues.Add(Unreadable(entries.error(), config));
    }
  }
}

}  // namespace

Result<std::vector<ConfigEntry>> EntriesInRepositoryFile(
    const GitContext& context, const std::string& name) {
  if (context.directory == "/") return std::vector<ConfigEntry>();
  const std::string path = JoinPath(context.directory, name);
  Result<std::optional<std::string>> text = ReadConfigFile(path);
  if (!text.ok()) return text.error();
  if (!text.value()) text = CommittedText(context, name);
  if (!text.value()) return std::vector<ConfigEntry>();
  return EntriesOf(context.git, path, *text.value());
}

std::vector<std::string> SubmoduleConfigs(const GitContext& context) {
  const auto modules =
      context.git.Run({"rev-parse", "--git-path", "modules"}, In(context));
  if (!modules.ok() || modules.value().status != 0) return {};
  std::string path = modules.value().output;
  if (path.ends_with('\n')) path.pop_back();
  return ConfigsBelow(JoinPath(context.directory, path));
}

bool IsTracked(const GitContext& context, const std::string& file) {
  std::error_code error;
  // An include may name it as `.git/../FILE`.
  const std::string path = fs::weakly_canonical(file, error).string();
  if (error) return true;
  const std::string top = context.directory + "/";
  if (!path.starts_with(top)) return false;
  const auto found =
      context.git.Run({"ls-files", "--error-unmatch", "--",
                       ":(top,literal)" + path.substr(top.size())},
                      In(context));
  return !found.ok() || found.value().status == 0;
}

void CheckRepositoryFiles(const GitContext& context, const TokenStores& stores,
                          Issues& issues) {
  CheckSharedFile(context, ".lfsconfig", issues);
  CheckSharedFile(context, ".gitmodules", issues);
  CheckSubmodules(context, stores, issues);
}

}  // namespace hf
