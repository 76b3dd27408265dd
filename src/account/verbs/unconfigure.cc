// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>

#include <algorithm>

#include "src/account/configure/config_scope.h"
#include "src/account/configure/remove_helper.h"
#include "src/account/configure/section_text.h"
#include "src/account/git/config_file.h"
#include "src/account/git/config_lock.h"
#include "src/account/verbs/command_line.h"
#include "src/account/verbs/config_options.h"
#include "src/hub/endpoint.h"
#include "src/text/message.h"

namespace hf {
namespace {

/// True when \a url is a URL of one of the \a wanted Hubs, or \a wanted is
/// empty.
bool IsWanted(std::string_view url, const std::vector<Endpoint>& wanted) {
  if (wanted.empty()) return true;
  const Result<Endpoint> hub = Endpoint::Parse(url);
  return hub.ok() &&
         std::find(wanted.begin(), wanted.end(), hub.value()) != wanted.end();
}

/// Removes the sections from the file \a path, and returns their URLs.
Result<std::vector<std::string>> RemoveSections(
    const Git& git, const std::string& path,
    const std::vector<Endpoint>& wanted) {
  constexpr int kMaxTries = 20;
  RemoveStaleLock(path);
  for (int tries = 0; tries < kMaxTries; ++tries) {
    Result<std::optional<std::string>> before = ReadConfigFile(path);
    if (!before.ok()) return before.error();
    if (!before.value()) return std::vector<std::string>();
    Result<RemoveResult> after = RemoveHelper(
        git, *before.value(), path,
        [&](std::string_view url) { return IsWanted(url, wanted); });
    if (!after.ok()) return after.error();
    if (after.value().urls.empty()) return after.value().urls;
    const std::optional<std::string> text =
        after.value().has_other_hubs ? after.value().text
                                     : WithoutMarks(after.value().text);
    Result<bool> written = ReplaceConfigFile(path, before.value(), text);
    if (!written.ok()) return written.error();
    if (written.value()) return after.value().urls;
  }
  return Error{Problem::kUnavailable,
               "other programs keep changing '" + path + "'", "try again"};
}

void PrintResult(const std::string& path,
                 const std::vector<std::string>& urls) {
  const char* what = urls.empty()
                         ? "nothing to do: '%s' does not have this helper\n"
                         : "removed from '%s' the helper for\n";
  printf(what, EscapeForTerminal(path).c_str());
  for (const std::string& url : urls)
    printf("  %s\n", EscapeForTerminal(url).c_str());
}

}  // namespace

Result<void> Unconfigure(const Context& context, const Arguments& arguments) {
  ConfigOptions options;
  CommandLine line("unconfigure");
  AddConfigOptions(line, options);
  Result<bool> parsed = line.Parse(arguments);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value()) return {};

  Result<std::vector<Endpoint>> wanted = EndpointsOf(options);
  if (!wanted.ok()) return wanted.error();
  Result<Git> git = Git::Find(context.environment);
  if (!git.ok()) return git.error();
  Result<std::string> path =
      ConfigFileOf(options, git.value(), context.environment);
  if (!path.ok()) return path.error();
  Result<std::vector<std::string>> urls =
      RemoveSections(git.value(), path.value(), wanted.value());
  if (!urls.ok()) return urls.error();
  PrintResult(path.value(), urls.value());
  Notices notices;
  AddUnreadFile(options, context.environment, notices);
  PrintNotices(notices);
  return {};
}

}  // namespace hf
