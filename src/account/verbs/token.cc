// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
#include <unistd.h>

#include "src/account/tokens/current_token.h"
#include "src/account/verbs/command_line.h"
#include "src/text/message.h"

namespace hf {
namespace {

/// With write(2), because stdio would leave a copy in its buffer.
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

Result<CurrentToken> Find(const Context& context,
                          const std::optional<std::string>& name,
                          const std::optional<std::string>& owner,
                          Notices& notices) {
  if (name) return FindTokenNamed(context, *name, notices);
  if (!owner) return FindCurrentToken(context, notices);
  return FindTokenFor(context, owner, notices);
}

}  // namespace

Result<void> Token(const Context& context, const Arguments& arguments) {
  std::optional<std::string> name, owner;
  CommandLine line("token");
  line.AddOption("NAME", name, "a stored token; without it the current one",
                 "NAME");
  line.AddOption("--for", owner,
                 "the one that git would get for OWNER or OWNER/REPOSITORY",
                 "OWNER");
  line.Exclude("NAME", "--for");
  Result<bool> parsed = line.Parse(arguments);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value()) return {};
  Notices notices;
  Result<CurrentToken> current = Find(context, name, owner, notices);
  PrintNotices(notices);
  if (!current.ok()) return current.error();
  return Print(std::move(current.value().token));
}

}  // namespace hf
