// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>

#include "src/account/command_line.h"
#include "src/account/token_in_use.h"

namespace hf {
namespace {

/// Without stdio's buffer, which nobody would wipe. main() asks stdout whether
/// this went well.
void Print(SecretString token) {
  token += '\n';
  setvbuf(stdout, nullptr, _IONBF, 0);
  fputs(token.c_str(), stdout);
}

}  // namespace

Result<void> Token(const Environment& environment, const Arguments& arguments) {
  std::string name;
  const auto app = CommandLineOf("token");
  app->add_option("NAME", name, "a stored token; without it the one in use");
  Result<bool> parsed = ParseCommandLine(*app, arguments);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value()) return {};
  Result<TokenInUse> used = app->count("NAME") > 0
                                ? FindTokenCalled(environment, name)
                                : FindTokenInUse(environment);
  if (!used.ok()) return used.error();
  Print(std::move(used.value().token));
  return {};
}

}  // namespace hf
