// SPDX-License-Identifier: Apache-2.0
#include "src/store/token_store.h"

#include <time.h>

#include "src/configparser/python_str.h"
#include "src/configparser/quick_search.h"
#include "src/hub/endpoint.h"
#include "src/text/record.h"
#include "src/text/utf8.h"

namespace hf {
namespace {

/// The end of every file that Python or this program wrote. A fresh file with
/// another end may be cut off between two sections.
constexpr std::string_view kLastLines = "\n\n";

void ApplyRefreshData(std::string_view key, std::string_view value,
                      StoredToken& token) {
  if (key == kClientIdKey) {
    token.client_id = value;
  } else if (key == kLifetimeKey) {
    token.lifetime = ParseSeconds(value);
  } else if (key == kPreviousTokenKey) {
    token.previous_token = value;
  } else if (key == kRefreshTriedAtKey) {
    token.refresh_tried_at = ParseSeconds(value);
  }
}

/// \a value as an account's name. Nothing when it has line breaks: no account
/// has such a name, and no record could contain it.
std::optional<std::string> AccountIn(std::string_view value) {
  if (!IsOneLine(value)) return std::nullopt;
  return std::string(value);
}

void Apply(std::string_view key, std::string_view value, StoredToken& token) {
  if (key == kTokenKey) {
    token.token = value;
  } else if (key == kExpiresAtKey) {
    token.expires_at = ParseSeconds(value);
  } else if (key == kUserKey) {
    token.user = AccountIn(value);
  } else if (key == kEndpointKey) {
    token.endpoint = value;
  } else if (key == kRefreshTokenKey) {
    token.refresh_token = value;
  } else if (key == kSourceKey) {
    token.from_git = value == kSourceGit;
  } else if (key == kUsernameKey) {
    token.username = AccountIn(value);
  } else if (key == kRejectedAtKey) {
    token.rejected_at = ParseSeconds(value);
  } else {
    ApplyRefreshData(key, value, token);
  }
}

Error Corrupt(const std::string& path, const IniError& error, bool json) {
  return {Problem::kCorrupt,
          "cannot read the token store '" + path + "': " +
              (json ? "it is JSON, as the program 'hfrs' writes it"
                    : Describe(error)),
          "nothing was changed; correct the file, or move it away and log in "
          "again"};
}

Error Busy(const std::string& path) {
  return {
      Problem::kUnavailable,
      "'" + path +
          "' is empty or half-written: another program is "
          "writing it",
      "try again; if this does not help, move the file away and log in again"};
}

bool LooksLikeJson(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != text.npos && text[first] == '{';
}

}  // namespace

std::optional<std::int64_t> ParseSeconds(std::string_view text) {
  text = Strip(text);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  std::int64_t seconds = 0;
  bool after_digit = false;
  for (char byte : text) {
    if (byte == '_' && after_digit) {
      after_digit = false;
      continue;
    }
    if (byte < '0' || byte > '9') return std::nullopt;
    if (__builtin_mul_overflow(seconds, 10, &seconds) ||
        __builtin_add_overflow(seconds, byte - '0', &seconds)) {
      return std::nullopt;
    }
    after_digit = true;
  }
  if (!after_digit) return std::nullopt;
  return negative ? -seconds : seconds;
}

std::string_view StoredToken::Place() const {
  if (command) return "command";
  return in_keyring ? "keyring" : "file";
}

bool StoredToken::MayGoTo(const Endpoint& hub) const {
  if (!endpoint) return true;
  const Result<Endpoint> recorded = Endpoint::Parse(*endpoint);
  return recorded.ok() && recorded.value() == hub;
}

bool StoredToken::IsExpired() const {
  return expires_at && *expires_at <= time(nullptr);
}

bool StoredToken::IsRefreshDue() const {
  constexpr std::int64_t kMargin = 86'400, kPause = 300;
  if (!refresh_token || refresh_token->empty() || !expires_at) return false;
  const std::int64_t now = time(nullptr);
  const bool is_short = lifetime && *lifetime > 0 && *lifetime < 2 * kMargin;
  if (*expires_at >= now + (is_short ? *lifetime / 2 : kMargin)) return false;
  if (*expires_at <= now || !refresh_tried_at) return true;
  // A try in the future: the clock has been set back since.
  return *refresh_tried_at > now || *refresh_tried_at <= now - kPause;
}

StoredToken TokenOf(const IniSection& section) {
  StoredToken token;
  token.name = section.name;
  for (const auto& [key, value] : section.options) Apply(key, value, token);
  return token;
}

Result<TokenStore> TokenStore::Read(const std::string& path) {
  return ReadBy([&] { return ReadSecretFile(path); }, path);
}

Result<TokenStore> TokenStore::ReadSectionsWith(std::string_view words,
                                                const std::string& path) {
  const auto read = [&] {
    QuickSearch search(words);
    auto file = ReadSecretFile(
        path, [&search](std::string_view text) { return search.Read(text); });
    const bool was_taken = file.ok() && file.value() && file.value()->was_taken;
    if (was_taken) file.value()->text = search.found();
    return file;
  };
  return ReadBy(read, path);
}

Result<TokenStore> TokenStore::ReadBy(const ReadFile& read,
                                      const std::string& path) {
  TokenStore store;
  std::optional<Error> failure;
  const bool settled = RetryWhileWritten([&] {
    failure.reset();
    Result<std::optional<SecretFile>> file = read();
    if (!file.ok()) {
      failure = file.error();
      return true;
    }
    if (!file.value()) return true;
    SecretFile& found = *file.value();
    if (found.changed_while_reading) return false;
    store.ini_.reset();
    // A file that stays empty is a store without tokens, as Python leaves it.
    store.is_whole_ = !found.was_taken;
    if (found.text.empty()) return found.was_taken || !found.IsFresh();
    const bool whole = found.text.ends_with(kLastLines);
    const bool json = LooksLikeJson(found.text);
    auto parsed = ParseIni(std::move(found.text));
    if (const auto* error = std::get_if<IniError>(&parsed)) {
      failure = Corrupt(path, *error, json);
      return !found.IsFresh();
    }
    store.ini_ = std::get<Ini>(std::move(parsed));
    return whole || !found.IsFresh();
  });
  if (failure) return *failure;
  // A file that parses each time was edited by hand, without the blank line.
  if (!settled && !store.ini_) return Busy(path);
  return store;
}

StoredToken TokenStore::operator[](std::size_t index) const {
  return TokenOf(ini_->Section(index));
}

std::vector<StoredToken> TokenStore::Mentioning(std::string_view words) const {
  std::vector<StoredToken> tokens;
  if (!ini_ || words.empty()) return tokens;
  for (std::size_t index : ini_->Mentioning(words)) {
    tokens.push_back((*this)[index]);
  }
  return tokens;
}

std::vector<IniSection> TokenStore::SectionsWith(std::string_view words) const {
  std::vector<IniSection> sections;
  if (!ini_ || words.empty()) return sections;
  if (!ini_->defaults().options.empty()) sections.push_back(ini_->defaults());
  for (std::size_t index : ini_->Mentioning(words)) {
    sections.push_back(ini_->Section(index));
  }
  return sections;
}

std::optional<StoredToken> TokenStore::Find(std::string_view name) const {
  for (StoredToken& token : Mentioning(name)) {
    if (token.name == name) return std::move(token);
  }
  return std::nullopt;
}

std::optional<std::vector<IniSection>> TokenStore::CopySections() const {
  if (!ini_) return std::vector<IniSection>();
  return Sections(*ini_, kLargestSecretFile);
}

void PassOnRecord(const StoredToken& removed,
                  std::vector<IniSection>& sections) {
  if (!removed.endpoint || removed.token.empty()) return;
  for (IniSection& section : sections) {
    const bool is_same = section.Find(kTokenKey) == removed.token;
    if (is_same && !section.Find(kEndpointKey)) {
      section.Set(kEndpointKey, *removed.endpoint);
    }
  }
}

IniSection* FindSection(std::vector<IniSection>& sections,
                        std::string_view name) {
  for (IniSection& section : sections) {
    if (section.name == name) return &section;
  }
  return nullptr;
}

IniSection& SectionCalled(std::vector<IniSection>& sections,
                          std::string_view name) {
  if (IniSection* section = FindSection(sections, name)) return *section;
  IniSection& added = sections.emplace_back();
  added.name = name;
  return added;
}

bool RemoveSection(std::vector<IniSection>& sections, std::string_view name) {
  return std::erase_if(sections, [&](const IniSection& section) {
           return section.name == name;
         }) > 0;
}

bool IsStorableName(std::string_view name) {
  constexpr std::string_view kForbidden("]\r\n\0", 4);
  return !name.empty() && name.size() <= kLongestName && name != "DEFAULT" &&
         IsUtf8(name) && name.find_first_of(kForbidden) == name.npos;
}

bool IsPlainName(std::string_view name) {
  return IsStorableName(name) && !HasControls(name);
}

std::string NumberedName(std::string_view base, int count) {
  if (count == 1) return std::string(base);
  const std::string number = "-" + std::to_string(count);
  if (base.size() + number.size() > kLongestName) {
    base = base.substr(0, kLongestName - number.size());
    while (!base.empty() && !IsUtf8(base)) base.remove_suffix(1);
  }
  return std::string(base) + number;
}

bool HasControls(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint next = FirstCodePoint(text.substr(at));
    if (next.value < 0x20 || (next.value >= 0x7F && next.value < 0xA0)) {
      return true;
    }
    at += next.size;
  }
  return false;
}

}  // namespace hf
