// SPDX-License-Identifier: Apache-2.0
#include "src/lookup/token_record.h"

#include <algorithm>
#include <optional>

#include "src/files/secret_file.h"
#include "src/hub/access_token.h"
#include "src/text/ascii.h"

namespace hf {
namespace {

constexpr std::string_view kWord = kEndpointKey;

/// True when \a text contains "endpoint" in any case. Ignores NUL bytes, to
/// find the word in UTF-16 text, too.
bool ContainsEndpoint(std::string_view text) {
  SecretString plain;
  plain.reserve(text.size());
  for (const char byte : text) {
    if (byte != '\0') plain.push_back(FoldAscii(byte));
  }
  return plain.find(kWord) != plain.npos;
}

/// True when \a text ends in the middle of a line, as after a writer was
/// stopped.
bool IsCutOff(std::string_view text) {
  return !text.empty() && text.back() != '\n' && text.back() != '\r';
}

/// True when \a value contains \a token as a whole word. A value can be longer
/// than its token: a line with too much indent belongs to the value above it,
/// and the format has neither quotes nor comments at the end of a line.
bool HasWord(std::string_view value, std::string_view token) {
  for (std::size_t at = value.find(token); at != value.npos;
       at = value.find(token, at + 1)) {
    const std::size_t end = at + token.size();
    const bool begins = at == 0 || !IsToken(value.substr(at - 1, 1));
    const bool ends = end == value.size() || !IsToken(value.substr(end, 1));
    if (begins && ends) return true;
  }
  return false;
}

/// True when another value of \a section may contain an endpoint.
bool MayHideEndpoint(const IniSection& section) {
  return std::any_of(section.options.begin(), section.options.end(),
                     [](const auto& option) {
                       const auto& [key, value] = option;
                       const bool is_unclear =
                           key == kTokenKey || value.find('\n') != value.npos;
                       return is_unclear && ContainsEndpoint(value);
                     });
}

Error Uncertain(std::string why, std::string hint) {
  return {Problem::kRefused,
          "not using a token that may belong to another Hub: " + std::move(why),
          std::move(hint)};
}

Error Unclear(const std::string& path, std::string_view name) {
  return Uncertain("the endpoint in section '" + std::string(name) + "' of '" +
                       path + "' is unclear",
                   "write it as 'endpoint = URL' on a line of its own that is "
                   "not indented");
}

/// The Hub that \a section, which contains the token, records.
Result<std::optional<Endpoint>> HubIn(const IniSection& section,
                                      const std::string& path) {
  const auto url = section.Find(kEndpointKey);
  if (!url) {
    if (MayHideEndpoint(section)) return Unclear(path, section.name);
    return {std::nullopt};
  }
  Result<Endpoint> hub = Endpoint::Parse(*url);
  if (!hub.ok()) return Unclear(path, section.name);
  return {std::move(hub).value()};
}

bool ContainsToken(const IniSection& section, std::string_view token) {
  return std::any_of(section.options.begin(), section.options.end(),
                     [&](const auto& option) {
                       const auto& [key, value] = option;
                       return (key == kTokenKey || key == kPreviousTokenKey) &&
                              HasWord(value, token);
                     });
}

/// For a store that does not parse. Only a text without the word "endpoint"
/// certainly records none.
Result<std::vector<Endpoint>> HubsInBroken(const Error& error,
                                           const std::string& path) {
  if (error.problem == Problem::kCorrupt) {
    const Result<std::optional<SecretFile>> file = ReadSecretFile(path);
    const bool is_whole =
        file.ok() && file.value() && !file.value()->changed_while_reading;
    if (is_whole && !ContainsEndpoint(file.value()->text)) {
      return std::vector<Endpoint>{Endpoint::Official()};
    }
  }
  Error refusal = Uncertain(error.message, error.hint);
  refusal.problem = error.problem;
  if (refusal.hint.empty()) {
    refusal.hint =
        "make the file readable, or move it away and log in again; "
        "HF_TOKEN is used meanwhile if it is set";
  }
  return refusal;
}

}  // namespace

Result<std::vector<Endpoint>> RecordedHubs(const Result<TokenStore>& store,
                                           const std::string& path,
                                           std::string_view token) {
  if (!store.ok()) return HubsInBroken(store.error(), path);
  if (IsCutOff(store.value().text()) &&
      ContainsEndpoint(store.value().text())) {
    return Uncertain("the last line of '" + path + "' is cut off",
                     "end the file with an empty line if it is complete");
  }
  std::vector<Endpoint> hubs;
  for (const IniSection& section : store.value().SectionsWith(token)) {
    if (!ContainsToken(section, token)) continue;
    Result<std::optional<Endpoint>> found = HubIn(section, path);
    if (!found.ok()) return found.error();
    if (!found.value()) continue;
    if (hubs.empty() || !Allow(hubs, *found.value())) {
      hubs.push_back(*std::move(found).value());
    }
  }
  return hubs;
}

Result<std::vector<Endpoint>> HubsOf(const Result<TokenStore>& store,
                                     const std::string& path,
                                     const StoredToken& token) {
  if (!token.IsOutside()) return RecordedHubs(store, path, token.token);
  Result<Endpoint> hub = Endpoint::Parse(token.endpoint.value_or(""));
  if (!hub.ok()) return hub.error();
  return std::vector<Endpoint>{std::move(hub).value()};
}

bool Allow(const std::vector<Endpoint>& recorded, const Endpoint& hub) {
  return recorded.empty() ||
         std::find(recorded.begin(), recorded.end(), hub) != recorded.end();
}

bool MaySend(const Result<TokenStore>& store, const std::string& path,
             std::string_view token, const Endpoint& hub) {
  const auto recorded = RecordedHubs(store, path, token);
  return recorded.ok() && Allow(recorded.value(), hub);
}

}  // namespace hf
