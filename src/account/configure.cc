// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <unistd.h>

#include <algorithm>

#include "src/account/config_file.h"
#include "src/account/config_scope.h"
#include "src/account/registration.h"
#include "src/message.h"

namespace hf {
namespace {

using Registrations = std::vector<HubRegistration>;

std::vector<std::string> UrlsOf(const Registrations& hubs) {
  std::vector<std::string> urls;
  for (const HubRegistration& hub : hubs) urls.push_back(hub.url);
  return urls;
}

bool AreRegistered(const std::vector<ConfigEntry>& entries,
                   const Registrations& hubs) {
  return std::all_of(hubs.begin(), hubs.end(), [&](const auto& hub) {
    return IsRegistered(entries, hub);
  });
}

/// A file that only includes others is made by some other tool, which would
/// overwrite what we add.
bool IsOnlyIncludes(const std::vector<ConfigEntry>& entries) {
  return !entries.empty() &&
         std::all_of(entries.begin(), entries.end(), [](const auto& entry) {
           return entry.key.starts_with("include.") ||
                  entry.key.starts_with("includeif.");
         });
}

Result<void> Verify(const Git& git, const std::string& path,
                    const Registrations& hubs) {
  Result<std::vector<ConfigEntry>> entries = EntriesOf(git, path);
  if (entries.ok() && AreRegistered(entries.value(), hubs)) return {};
  return Error{Problem::kRefused, "git does not see the helper in '" + path +
                                      "'; the file was put back as it was"};
}

/// The file with our lines: "unchanged" when it has them already.
enum class Outcome { kUnchanged, kWritten };

Result<Outcome> Register(const Git& git, const std::string& path,
                         const Registrations& hubs, const std::string& lines) {
  Result<std::optional<std::string>> before = ReadConfigFile(path);
  if (!before.ok()) return before.error();
  std::optional<std::string> rest = before.value();
  if (rest) {
    Result<std::vector<ConfigEntry>> entries = EntriesOf(git, path);
    if (!entries.ok()) return entries.error();
    if (AreRegistered(entries.value(), hubs)) return Outcome::kUnchanged;
    if (IsOnlyIncludes(entries.value())) {
      return Error{Problem::kRefused,
                   "not changing '" + path + "': it only includes other files",
                   "add the lines to one of those, or use --file"};
    }
    rest = WithoutLines(*rest, UrlsOf(hubs));
  }
  const std::string text = WithLines(rest, lines);
  Result<void> written = ReplaceConfigFile(path, before.value(), text);
  if (!written.ok()) return written.error();
  Result<void> verified = Verify(git, path, hubs);
  if (verified.ok()) return Outcome::kWritten;
  Result<void> restored = ReplaceConfigFile(path, text, before.value());
  return restored.ok() ? verified.error() : restored.error();
}

/// Another program may hold git's lock for a moment.
Result<Outcome> RegisterPatiently(const Git& git, const std::string& path,
                                  const Registrations& hubs,
                                  const std::string& lines) {
  constexpr int kMostTries = 20;
  constexpr useconds_t kPause = 100'000;
  for (int tries = 1;; ++tries) {
    Result<Outcome> outcome = Register(git, path, hubs, lines);
    const bool busy =
        !outcome.ok() && outcome.error().problem == Problem::kUnavailable;
    if (!busy || tries == kMostTries) return outcome;
    usleep(kPause);
  }
}

void WarnOfOtherFile(const Environment& environment) {
  for (const char* variable : {"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"}) {
    if (!environment.Find(variable)) continue;
    PrintNotice(std::string(variable) +
                " is set, so git may read another file than this");
    PrintHint("name that file with --file");
  }
}

void Tell(Outcome outcome, const std::string& path, const Registrations& hubs) {
  if (outcome == Outcome::kUnchanged) {
    printf("nothing to do: '%s' has the helper for\n", Visible(path).c_str());
  } else {
    printf("wrote to '%s' the helper for\n", Visible(path).c_str());
  }
  for (const HubRegistration& hub : hubs) printf("  %s\n", hub.url.c_str());
}

}  // namespace

Result<void> Configure(const Environment& environment,
                       const Arguments& arguments) {
  ConfigOptions options;
  const auto app = CommandLineOf("configure");
  AddConfigOptions(*app, options);
  Result<bool> parsed = ParseCommandLine(*app, arguments);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value()) return {};

  Result<std::vector<Endpoint>> endpoints = EndpointsOf(options, environment);
  if (!endpoints.ok()) return endpoints.error();
  Result<Git> git = Git::Find(environment);
  if (!git.ok()) return git.error();
  Result<std::string> path = ConfigFileOf(options, git.value(), environment);
  if (!path.ok()) return path.error();
  const Registrations hubs =
      RegistrationsFor(HelperProgram(), endpoints.value());
  Result<std::string> lines = LinesFor(git.value(), hubs);
  if (!lines.ok()) return lines.error();

  Result<Outcome> outcome =
      RegisterPatiently(git.value(), path.value(), hubs, lines.value());
  if (!outcome.ok()) {
    printf("# add these lines to git's configuration:\n%s",
           lines.value().c_str());
    return outcome.error();
  }
  Tell(outcome.value(), path.value(), hubs);
  if (options.file.empty()) WarnOfOtherFile(environment);
  return {};
}

}  // namespace hf
