// SPDX-License-Identifier: Apache-2.0
#include "src/account/login/token_input.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "src/account/terminal/paragraph.h"
#include "src/account/terminal/terminal.h"
#include "src/files/secret_file.h"
#include "src/hub/access_token.h"
#include "src/system/unique_fd.h"

namespace hf {
namespace {

Error NotAToken(const std::string& reason) {
  return {Problem::kRefused, "what was given is not a token: " + reason,
          "copy it again, or use 'git-credential-hf login' with a browser"};
}

Result<SecretString> Check(const SecretString& text) {
  SecretString token = CleanToken(text);
  if (token.empty()) {
    return Error{Problem::kRefused, "no token was given", "nothing was saved"};
  }
  if (IsOfOrganisation(token)) {
    return Error{Problem::kRefused,
                 "this is the token of an organisation, which cannot log in",
                 "make one of your own account"};
  }
  const std::string fault = FaultOfToken(text);
  if (!fault.empty()) return NotAToken(fault);
  return token;
}

/// Reads \a fd to its end; an error when there is more than a token can have.
Result<SecretString> ReadAll(int fd, const std::string& name) {
  constexpr std::size_t kMaxBytes = 16 << 10;
  SecretString text;
  text.resize(kMaxBytes);
  std::size_t size = 0;
  while (size < kMaxBytes) {
    const ssize_t count = read(fd, &text[size], kMaxBytes - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FileError("read", name, errno);
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  if (size == kMaxBytes) return NotAToken("it is too long");
  text.resize(size);
  return Check(text);
}

}  // namespace

Result<SecretString> AskForToken(const Endpoint& hub) {
  constexpr std::size_t kMaxLine = 4095;  // Linux terminals drop more bytes.
  PrintWrappedHint("make a token at " + hub.url() + "/settings/tokens");
  std::optional<SecretString> line =
      AskSecret("token (not shown): ", kMaxLine + 1);
  if (!line) {
    return Error{Problem::kUnavailable, "there is no terminal to ask on",
                 "give the token with --token-stdin or --token-file"};
  }
  if (line->size() >= kMaxLine) {
    return NotAToken("it is too long for a terminal");
  }
  return Check(*line);
}

Result<SecretString> ReadTokenFromStdin(const Endpoint& hub) {
  if (isatty(STDIN_FILENO)) return AskForToken(hub);
  return ReadAll(STDIN_FILENO, "stdin");
}

Result<SecretString> ReadTokenFromFile(const std::string& path) {
  const UniqueFd file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!file.ok()) return FileError("read", path, errno);
  return ReadAll(file.get(), path);
}

}  // namespace hf
