// SPDX-License-Identifier: Apache-2.0
#include "src/store/system_file.h"

#include "src/store/command_file.h"

namespace hf {
namespace {

constexpr std::string_view kHubPrefix = "hub ", kDefaultSection = "default";
constexpr std::string_view kTokenOfDefault = "token";

Result<std::optional<SecretFile>> ReadFileOfRoot(const std::string& path) {
  constexpr mode_t kOthersWrite = 022;
  auto file = ReadSecretFile(path);
  if (!file.ok() || !file.value()) return file;
  const struct stat& facts = file.value()->facts;
  if (facts.st_uid == 0 && (facts.st_mode & kOthersWrite) == 0) return file;
  return Error{Problem::kRefused,
               "refusing to use '" + path + "': others than root can change it",
               "it must belong to root, with mode 644"};
}

void AddSection(const IniSection& section, const std::string& path,
                SystemFile& file) {
  const std::string_view name = section.name;
  if (auto command = CommandTokenOf(section, path)) {
    file.commands.push_back(std::move(*command));
  } else if (name == kDefaultSection) {
    file.default_name = section.Find(kTokenOfDefault).value_or("");
  } else if (name.starts_with(kHubPrefix)) {
    Result<Endpoint> hub = Endpoint::Parse(name.substr(kHubPrefix.size()));
    if (hub.ok()) file.hubs.push_back(std::move(hub).value());
  }
}

}  // namespace

Result<SystemFile> ReadSystemFile(const std::string& path) {
  SystemFile file;
  if (path.empty()) return file;
  const Result<TokenStore> text =
      TokenStore::ReadBy([&] { return ReadFileOfRoot(path); }, path);
  if (!text.ok()) return text.error();
  const auto sections = text.value().CopySections();
  for (const IniSection& section :
       sections.value_or(std::vector<IniSection>())) {
    AddSection(section, path, file);
  }
  file.rules = OwnerRulesIn(text.value());
  std::erase_if(file.rules, [](const OwnerRule& rule) {
    return rule.scope == kDefaultSection;
  });
  return file;
}

std::string SystemFilePath() { return HF_SYSTEM_FILE; }

bool IsOfSystem(const StorePaths& paths, const StoredToken& token) {
  return token.command && token.command->file == paths.system;
}

}  // namespace hf
