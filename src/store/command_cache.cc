// SPDX-License-Identifier: Apache-2.0
#include "src/store/command_cache.h"

#include <time.h>
#include <unistd.h>

#include <algorithm>

#include "src/configparser/ini.h"
#include "src/files/secret_directory.h"
#include "src/files/secret_file.h"
#include "src/hub/access_token.h"
#include "src/system/path.h"
#include "src/system/runtime_directory.h"
#include "src/text/fingerprint.h"
#include "src/text/utf8.h"

namespace hf {
namespace {

constexpr std::string_view kHeadSection = "command";
constexpr std::string_view kNameKey = "name", kFetchedAtKey = "fetched_at";
constexpr std::string_view kFailedAtKey = "failed_at", kErrorKey = "error";
constexpr std::string_view kDroppedAtKey = "dropped_at";
constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kNanoseconds = 1'000'000'000;

std::string AnswerSection(const std::string& repository) {
  return "/" + repository;
}

std::optional<std::int64_t> NumberAt(const IniSection& section,
                                     std::string_view key) {
  return ParseSeconds(section.Find(key).value_or(""));
}

/// \a moment is now or at most \a seconds ago. A moment in the future is from a
/// clock that was set back since.
bool IsSince(std::int64_t moment, std::int64_t seconds) {
  const std::int64_t now = time(nullptr);
  return moment <= now && now - moment < seconds;
}

bool IsAnswer(const IniSection& section) {
  return std::string_view(section.name).starts_with('/');
}

/// An old failure, which no waiting process asks about.
bool IsOldFailure(const IniSection& section) {
  const auto failed = NumberAt(section, kFailedAtKey);
  return !failed || !IsSince(*failed / kNanoseconds, kMinute);
}

}  // namespace

std::int64_t NowInNanoseconds() {
  timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec * kNanoseconds + now.tv_nsec;
}

std::optional<CommandCache> CommandCache::Of(const Environment& environment,
                                             const StoredToken& token) {
  if (!token.command || token.command->ttl == 0) return std::nullopt;
  const auto directory = RuntimeDirectory(environment);
  if (!directory) return std::nullopt;
  const std::string name =
      "git-credential-hf-command-" +
      Fingerprint(token.command->file + "\n" + token.name) + "." +
      std::to_string(geteuid());
  return CommandCache(*directory, name, token);
}

CommandCache::CommandCache(std::string directory, std::string name,
                           const StoredToken& token)
    : directory_(std::move(directory)),
      name_(std::move(name)),
      ttl_(token.command->ttl) {
  head_.name = kHeadSection;
  head_.Set(kNameKey, LinesOf({token.name}));
  head_.Set(kEndpointKey, token.endpoint.value_or(""));
  head_.Set(kArgumentKey, LinesOf(token.command->words));
}

std::vector<IniSection> CommandCache::Read() const {
  auto file = ReadSecretFile(JoinPath(directory_, name_));
  if (!file.ok() || !file.value()) return {};
  auto parsed = ParseIni(std::move(file.value()->text));
  const Ini* ini = std::get_if<Ini>(&parsed);
  auto sections = ini ? Sections(*ini, kLargestSecretFile) : std::nullopt;
  if (!sections) return {};
  const IniSection* head = FindSection(*sections, kHeadSection);
  if (!head) return {};
  for (const std::string_view key : {kNameKey, kEndpointKey, kArgumentKey}) {
    if (head->Find(key) != head_.Find(key)) return {};
  }
  return *std::move(sections);
}

void CommandCache::Edit(
    const std::function<void(std::vector<IniSection>&)>& edit) const {
  constexpr std::size_t kMostAnswers = 64;
  Result<SecretDirectory> directory = SecretDirectory::Open(directory_);
  if (!directory.ok()) return;
  std::vector<IniSection> sections = Read();
  std::erase_if(sections, [&](const IniSection& section) {
    return IsAnswer(section) && !IsFresh(section) && IsOldFailure(section);
  });
  if (sections.size() > kMostAnswers) sections.clear();
  IniSection& head = SectionCalled(sections, kHeadSection);
  for (const auto& [key, value] : head_.options) head.Set(key, value);
  edit(sections);
  static_cast<void>(directory.value().Prepare({name_}).ok());
  static_cast<void>(
      directory.value().Replace(name_, SerializeIni(std::move(sections))).ok());
}

bool CommandCache::IsFresh(const IniSection& section) const {
  const auto token = section.Find(kTokenKey);
  const auto fetched = NumberAt(section, kFetchedAtKey);
  if (!token || !IsToken(*token) || !fetched) return false;
  const auto expiry = NumberAt(section, kExpiresAtKey);
  if (!expiry) return IsSince(*fetched, ttl_);
  return *fetched <= time(nullptr) && *expiry - kMinute > time(nullptr);
}

std::optional<CommandAnswer> CommandCache::Find(
    const std::string& repository) const {
  std::vector<IniSection> sections = Read();
  const IniSection* section = FindSection(sections, AnswerSection(repository));
  if (!section || !IsFresh(*section)) return std::nullopt;
  return CommandAnswer{SecretString(*section->Find(kTokenKey)),
                       NumberAt(*section, kExpiresAtKey)};
}

bool CommandCache::Has(std::string_view token) const {
  const std::vector<IniSection> sections = Read();
  return std::any_of(
      sections.begin(), sections.end(), [&](const IniSection& section) {
        return IsAnswer(section) && section.Find(kTokenKey) == token;
      });
}

std::optional<std::string> CommandCache::FailureSince(
    const std::string& repository, std::int64_t moment) const {
  std::vector<IniSection> sections = Read();
  const IniSection* section = FindSection(sections, AnswerSection(repository));
  if (!section) return std::nullopt;
  const auto failed = NumberAt(*section, kFailedAtKey);
  if (!failed || *failed < moment || *failed > NowInNanoseconds()) {
    return std::nullopt;
  }
  return std::string(section->Find(kErrorKey).value_or(""));
}

Result<FileLock> CommandCache::Lock() const {
  Result<SecretDirectory> directory = SecretDirectory::Open(directory_);
  if (!directory.ok()) return directory.error();
  return FileLock::Acquire(directory.value(), name_ + ".lock");
}

void CommandCache::Save(const std::string& repository,
                        const CommandAnswer& answer) const {
  Edit([&](std::vector<IniSection>& sections) {
    IniSection& section = SectionCalled(sections, AnswerSection(repository));
    section.options.clear();
    section.Set(kTokenKey, answer.token);
    section.Set(kFetchedAtKey, std::to_string(time(nullptr)));
    if (answer.expires_at) {
      section.Set(kExpiresAtKey, std::to_string(*answer.expires_at));
    }
  });
}

void CommandCache::NoteFailure(const std::string& repository,
                               std::string_view why) const {
  Edit([&](std::vector<IniSection>& sections) {
    IniSection& section = SectionCalled(sections, AnswerSection(repository));
    section.options.clear();
    section.Set(kFailedAtKey, std::to_string(NowInNanoseconds()));
    section.Set(kErrorKey, why);
  });
}

bool CommandCache::Drop() const {
  bool is_done = false;
  Edit([&](std::vector<IniSection>& sections) {
    IniSection& head = SectionCalled(sections, kHeadSection);
    const auto before = NumberAt(head, kDroppedAtKey);
    if (before && IsSince(*before, kMinute)) return;
    head.Set(kDroppedAtKey, std::to_string(time(nullptr)));
    std::erase_if(sections, IsAnswer);
    is_done = true;
  });
  return is_done;
}

Result<void> CommandCache::Forget() const {
  Result<SecretDirectory> directory = SecretDirectory::Open(directory_);
  if (!directory.ok()) return directory.error();
  return directory.value().Remove(name_);
}

StoredToken WithAnswer(StoredToken known, const CommandAnswer& answer) {
  known.token = answer.token;
  known.expires_at = answer.expires_at;
  return known;
}

std::optional<StoredToken> CachedFromCommand(const Environment& environment,
                                             const StoredToken& known,
                                             const std::string& repository) {
  const auto cache = CommandCache::Of(environment, known);
  const auto answer = cache ? cache->Find(repository) : std::nullopt;
  if (!answer) return std::nullopt;
  return WithAnswer(known, *answer);
}

}  // namespace hf
