// SPDX-License-Identifier: Apache-2.0
#include "src/store/command_file.h"

#include <unistd.h>

#include "src/files/secret_file.h"
#include "src/hub/endpoint.h"
#include "src/store/locked_store.h"
#include "src/store/token_command.h"

namespace hf {
namespace {

constexpr std::string_view kSectionPrefix = "command ";

/// ReadSecretFile() for a file that says what to run: root must not run what
/// another user has chosen.
Result<std::optional<SecretFile>> ReadOwnFile(const std::string& path) {
  constexpr mode_t kOthersWrite = 022;
  auto file = ReadSecretFile(path);
  if (!file.ok() || !file.value()) return file;
  const struct stat& facts = file.value()->facts;
  const bool is_own = facts.st_uid == 0 || facts.st_uid == geteuid();
  if (is_own && (facts.st_mode & kOthersWrite) == 0) return file;
  return Error{Problem::kRefused,
               "refusing to run what '" + path +
                   "' names: other users can "
                   "change it",
               "it must belong to you, with mode 600"};
}

/// The store's functions keep what they do not know, and replace a file whole
/// or not at all.
Result<void> UpdateCommands(const StorePaths& paths, const StoreEdit& edit) {
  if (paths.commands.empty()) {
    return Error{Problem::kUsage, "HOME does not name an absolute path",
                 "set it to your home directory, or unset it"};
  }
  return UpdateStore({paths.commands, paths.commands, paths.commands, {}},
                     edit);
}

std::string CommandSection(std::string_view name) {
  return std::string(kSectionPrefix).append(name);
}

}  // namespace

Result<std::vector<StoredToken>> ReadCommands(const StorePaths& paths) {
  const std::string& path = paths.commands;
  std::vector<StoredToken> tokens;
  if (path.empty()) return tokens;
  const Result<TokenStore> file =
      TokenStore::ReadBy([&] { return ReadOwnFile(path); }, path);
  if (!file.ok()) return file.error();
  const auto sections = file.value().CopySections();
  if (!sections) return tokens;
  for (const IniSection& section : *sections) {
    if (auto token = CommandTokenOf(section, path)) {
      tokens.push_back(std::move(*token));
    }
  }
  return tokens;
}

std::optional<StoredToken> CommandTokenOf(const IniSection& section,
                                          const std::string& file) {
  const std::string_view name = section.name;
  if (!name.starts_with(kSectionPrefix)) return std::nullopt;
  StoredToken token;
  token.name = name.substr(kSectionPrefix.size());
  token.endpoint = section.Find(kEndpointKey).value_or(kOfficialEndpoint);
  if (const auto user = section.Find(kUserKey)) token.user = *user;
  token.command = CommandIn(section, file);
  return token;
}

Result<void> AddCommand(const StorePaths& paths, const StoredToken& token) {
  return UpdateCommands(paths, [&](std::vector<IniSection>& sections) {
    const auto before = sections;
    IniSection& section = SectionCalled(sections, CommandSection(token.name));
    section.Set(kEndpointKey, token.endpoint.value_or(""));
    if (token.user) {
      section.Set(kUserKey, *token.user);
    } else {
      section.Remove(kUserKey);
    }
    SetCommand(*token.command, section);
    return sections != before;
  });
}

Result<void> RemoveCommand(const StorePaths& paths, std::string_view name) {
  return UpdateCommands(paths, [&](std::vector<IniSection>& sections) {
    return RemoveSection(sections, CommandSection(name));
  });
}

}  // namespace hf
