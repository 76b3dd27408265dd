// SPDX-License-Identifier: Apache-2.0
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

#include <algorithm>
#include <array>

#include "src/account/command_line.h"
#include "src/account/saved_tokens.h"
#include "src/account/terminal.h"
#include "src/message.h"
#include "src/token_text.h"

namespace hf {
namespace {

constexpr std::size_t kColumns = 7;
using Row = std::array<std::string, kColumns>;

std::string LocalDate(std::int64_t seconds) {
  const auto moment = static_cast<time_t>(seconds);
  struct tm parts;
  char date[32];
  if (!localtime_r(&moment, &parts) ||
      strftime(date, sizeof date, "%Y-%m-%d", &parts) == 0) {
    return "?";
  }
  return date;
}

Row RowOf(const SavedTokens& saved, const StoredToken& token) {
  std::string expiry;
  if (token.expires_at) {
    expiry = LocalDate(*token.expires_at);
    if (token.IsExpired()) expiry += " (expired)";
  }
  return {saved.IsActive(token) ? "*" : "",
          Visible(token.name),
          Visible(token.user.value_or("")),
          IsToken(token.token) ? Mask(token.token) : "(none)",
          token.from_git ? "file (git)" : "file",
          expiry,
          Visible(token.endpoint.value_or(""))};
}

/// Aligned columns; one that is empty in all rows is left out.
void PrintTable(const std::vector<Row>& rows) {
  std::array<std::size_t, kColumns> widths{};
  std::array<bool, kColumns> used{};
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (std::size_t column = 0; column < kColumns; ++column) {
      widths[column] = std::max(widths[column], ColumnsOf(rows[row][column]));
      if (row > 0 && !rows[row][column].empty()) used[column] = true;
    }
  }
  used[0] = true;
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t column = 0; column < kColumns; ++column) {
      if (!used[column]) continue;
      line += row[column];
      line.append(widths[column] - ColumnsOf(row[column]) + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    printf("%s\n", line.c_str());
  }
}

void PrintForPeople(const SavedTokens& saved) {
  if (saved.store.size() == 0) {
    PrintNotice("no tokens are stored");
    return;
  }
  std::vector<Row> rows = {
      {" ", "NAME", "ACCOUNT", "TOKEN", "WHERE", "EXPIRES", "HUB"}};
  for (std::size_t at = 0; at < saved.store.size(); ++at) {
    rows.push_back(RowOf(saved, saved.store[at]));
  }
  PrintTable(rows);
}

using Json = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

void Write(Json& json, const char* key,
           const std::optional<std::string>& value) {
  json.Key(key);
  if (value) {
    json.String(value->data(), static_cast<rapidjson::SizeType>(value->size()));
  } else {
    json.Null();
  }
}

void WriteToken(Json& json, const SavedTokens& saved,
                const StoredToken& token) {
  json.StartObject();
  Write(json, "name", token.name);
  json.Key("active");
  json.Bool(saved.IsActive(token));
  Write(json, "account", token.user);
  Write(json, "endpoint", token.endpoint);
  Write(json, "stored", "file");
  Write(json, "source", token.from_git ? "git" : "login");
  json.Key("expires_at");
  if (token.expires_at) {
    json.Int64(*token.expires_at);
  } else {
    json.Null();
  }
  json.Key("expired");
  json.Bool(token.IsExpired());
  json.EndObject();
}

void PrintJson(const Environment& environment, const SavedTokens& saved) {
  rapidjson::StringBuffer buffer;
  Json json(buffer);
  json.StartObject();
  json.Key("tokens");
  json.StartArray();
  for (std::size_t at = 0; at < saved.store.size(); ++at) {
    WriteToken(json, saved, saved.store[at]);
  }
  json.EndArray();
  const auto variable = TokenInEnvironment(environment);
  const bool overridden = variable.ok() && variable.value();
  Write(json, "overridden_by",
        overridden ? std::optional(std::string(variable.value()->variable))
                   : std::nullopt);
  Write(json, "token_file", saved.paths.token);
  Write(json, "store", saved.paths.tokens);
  json.EndObject();
  printf("%s\n", buffer.GetString());
}

void WarnOfMode(const std::string& path) {
  struct stat facts;
  if (stat(path.c_str(), &facts) != 0 || (facts.st_mode & 077) == 0) return;
  PrintNotice("other users may use '" + path + "'");
  PrintHint("chmod 600 '" + path + "'");
}

/// A crash between the two files, or another program, can leave this.
void WarnOfNamelessToken(const SavedTokens& saved) {
  if (!saved.active) return;
  for (const StoredToken& token : saved.store.Mentioning(saved.active->token)) {
    if (saved.IsActive(token)) return;
  }
  PrintNotice("the active token, in '" + saved.paths.token +
              "', has no name in the store");
}

}  // namespace

Result<void> List(const Environment& environment, const Arguments& arguments) {
  bool as_json = false;
  const auto app = CommandLineOf("list");
  app->add_flag("--json", as_json, "one JSON document, without any secret");
  Result<bool> parsed = ParseCommandLine(*app, arguments);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value()) return {};

  Result<SavedTokens> saved = ReadSavedTokens(environment);
  if (!saved.ok()) return saved.error();
  if (as_json) {
    PrintJson(environment, saved.value());
  } else {
    PrintForPeople(saved.value());
  }
  WarnOfNamelessToken(saved.value());
  WarnOfMode(saved.value().paths.token);
  WarnOfMode(saved.value().paths.tokens);
  WarnOfOverride(environment);
  return {};
}

}  // namespace hf
