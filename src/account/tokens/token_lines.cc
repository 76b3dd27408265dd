// SPDX-License-Identifier: Apache-2.0
#include "src/account/tokens/token_lines.h"

#include <errno.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "src/account/terminal/terminal.h"
#include "src/files/secret_file.h"
#include "src/hub/access_token.h"

namespace hf {
namespace {

constexpr std::size_t kMostTokens = 100;

/// Adds the token in \a line, which is number \a number; an empty line has
/// none.
Result<void> AddToken(std::string_view line, std::size_t number,
                      std::vector<SecretString>& tokens) {
  SecretString token = CleanToken(line);
  if (token.empty()) return {};
  const std::string where = "line " + std::to_string(number);
  if (!IsToken(token) || !MayBeToken(token)) {
    return Error{Problem::kRefused,
                 where + " is no token of the Hub; nothing was revoked",
                 "give one token on each line, and nothing else"};
  }
  if (std::find(tokens.begin(), tokens.end(), token) != tokens.end()) return {};
  if (tokens.size() == kMostTokens) {
    return Error{Problem::kRefused,
                 "there are more than 100 tokens; nothing "
                 "was revoked",
                 "give them in parts"};
  }
  tokens.push_back(std::move(token));
  return {};
}

Result<SecretString> ReadStdin() {
  constexpr std::size_t kMostBytes = 1 << 20;
  SecretString text;
  text.resize(kMostBytes + 1);
  std::size_t size = 0;
  while (size <= kMostBytes) {
    const ssize_t count = read(STDIN_FILENO, &text[size], text.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FileError("read", "stdin", errno);
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  if (size > kMostBytes) {
    return Error{Problem::kRefused,
                 "stdin has more than 1 MiB; nothing was "
                 "revoked"};
  }
  text.resize(size);
  return text;
}

Result<std::vector<SecretString>> ReadLines() {
  const Result<SecretString> text = ReadStdin();
  if (!text.ok()) return text.error();
  std::vector<SecretString> tokens;
  std::string_view rest = text.value();
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    Result<void> added = AddToken(rest.substr(0, end), number, tokens);
    if (!added.ok()) return added.error();
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return tokens;
}

Result<std::vector<SecretString>> AskForTokens() {
  constexpr std::size_t kMostBytes = 4095;  // Linux terminals drop more.
  std::vector<SecretString> tokens;
  for (std::size_t number = 1;; ++number) {
    const std::optional<SecretString> line = AskSecret(
        "token to revoke (not shown; an empty line ends): ", kMostBytes);
    if (!line) {
      return Error{Problem::kUnavailable, "there is no terminal to ask on"};
    }
    if (line->empty()) return tokens;
    Result<void> added = AddToken(*line, number, tokens);
    if (!added.ok()) return added.error();
  }
}

}  // namespace

Result<std::vector<SecretString>> ReadTokenLines() {
  Result<std::vector<SecretString>> tokens =
      isatty(STDIN_FILENO) ? AskForTokens() : ReadLines();
  if (!tokens.ok() || !tokens.value().empty()) return tokens;
  return Error{Problem::kRefused, "no token was given; nothing was revoked"};
}

}  // namespace hf
