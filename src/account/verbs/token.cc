// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
#include <unistd.h>

#include "src/account/tokens/current_token.h"
#include "src/account/verbs/command_line.h"

namespace hf {
namespace {

/// Not by stdio, which would leave a copy in its buffer.
Result<void> Print(SecretString token) {
  token += '\n';
  std::string_view rest = token;
  while (!rest.empty()) {
    const ssize_t count = write(STDOUT_FILENO, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      return Error{Problem::kUnavailable, "cannot write to stdout"};
    }
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

}  // namespace

Result<void> Token(const Context& context, const Arguments& arguments) {
  std::string name;
  CommandLine line("token");
  line.AddOption("NAME", name, "a stored token; without it the current one",
                 "NAME");
  Result<bool> parsed = line.Parse(arguments);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value()) return {};
  Result<CurrentToken> used = line.Has("NAME") ? FindTokenCalled(context, name)
                                               : FindTokenInUse(context);
  if (!used.ok()) return used.error();
  return Print(std::move(used.value().token));
}

}  // namespace hf
