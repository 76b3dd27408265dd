// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>

#include <algorithm>

#include "src/account/status/inspection.h"
#include "src/account/terminal/terminal.h"
#include "src/account/verbs/command_line.h"
#include "src/text/message.h"

namespace hf {
namespace {

struct StatusOptions {
  Inquiry inquiry;
  bool json = false;
  bool verbose = false;
  bool fix = false;
  bool yes = false;
};

Result<bool> ReadOptions(const Arguments& arguments, StatusOptions& options) {
  CommandLine line("status");
  line.AddOption("URL", options.inquiry.words,
                 "the URL that git uses, or OWNER/NAME", "URL");
  line.AddFlag("--offline", options.inquiry.offline, "do not ask the Hub");
  line.AddFlag("--json", options.json, "one JSON object");
  line.AddFlag("--verbose", options.verbose,
               "also what each source of a token has");
  line.AddFlag("--fix", options.fix, "offer to fix what can be fixed");
  line.AddFlag("--yes", options.yes, "fix everything without asking");
  line.AddFlag("--write", options.inquiry.write,
               "also ask if the token may write there");
  line.Exclude("--write", "--offline");
  line.Exclude("--fix", "--json");
  line.Need("--yes", "--fix");
  return line.Parse(arguments);
}

/// The exit status is that of the problems if all have the same, else 1.
Result<void> ResultOf(const Issues& issues) {
  const std::vector<Issue> all = issues.problems();
  if (all.empty()) return {};
  const bool alike = std::all_of(
      all.begin(), all.end(),
      [&](const Issue& issue) { return issue.problem == all[0].problem; });
  const std::string count =
      all.size() == 1 ? "1 problem" : std::to_string(all.size()) + " problems";
  const Problem problem = alike && (all[0].problem == Problem::kNoSuchToken ||
                                    all[0].problem == Problem::kUnreachable)
                              ? all[0].problem
                              : Problem::kRefused;
  return Error{problem, count + " found"};
}

/// The problems of two inspections. Only what both have found keeps its fix: a
/// read that fails once may look like a problem, or hide one.
Issues FoundTwice(const Issues& first, const Issues& second) {
  Issues both;
  const auto add = [&](const Issues& issues, const Issues& other) {
    for (Issue issue : issues.all()) {
      if (!other.Contains(issue.text)) issue.fix.reset();
      both.Add(std::move(issue));
    }
  };
  add(first, second);
  add(second, first);
  return both;
}

Result<StatusReport> InspectFor(const Context& context,
                                const StatusOptions& options) {
  Result<StatusReport> report = Inspect(context, options.inquiry);
  if (!report.ok() || !options.fix) return report;
  Result<StatusReport> again = Inspect(context, {options.inquiry.words, true});
  if (!again.ok()) return again;
  report.value().issues =
      FoundTwice(report.value().issues, again.value().issues);
  return report;
}

void FixAll(const Issues& issues, bool yes) {
  std::vector<std::string> offered;
  for (const Issue& issue : issues.problems()) {
    if (!issue.fix) continue;
    const std::string& offer = issue.fix->offer;
    if (std::find(offered.begin(), offered.end(), offer) != offered.end()) {
      continue;
    }
    offered.push_back(offer);
    if (!yes && !Confirm(offer + "?")) continue;
    Notices notices;
    const Result<std::string> done = issue.fix->run(notices);
    PrintNotices(notices);
    if (done.ok()) {
      printf("fixed: %s\n", EscapeForTerminal(done.value()).c_str());
    } else {
      PrintError(done.error());
    }
  }
}

}  // namespace

Result<void> Status(const Context& context, const Arguments& arguments) {
  StatusOptions options;
  Result<bool> parsed = ReadOptions(arguments, options);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value()) return {};
  if (options.fix && !options.yes && !IsInteractive(context.environment)) {
    return Error{Problem::kUsage, "status: --fix needs a terminal",
                 "to fix everything without asking, use --fix --yes"};
  }
  if (options.fix) RemoveStaleLocks(context.environment);
  Result<StatusReport> report = InspectFor(context, options);
  if (!report.ok()) return report.error();
  const Page page(context.environment);
  if (options.json) {
    PrintStatusJson(report.value());
  } else {
    PrintStatus(report.value(), page, options.verbose);
  }
  fflush(stdout);  // Before the notices, if stderr goes to the same file.
  const std::vector<Issue> issues = report.value().issues.problems();
  const bool can_fix =
      std::any_of(issues.begin(), issues.end(),
                  [](auto& issue) { return issue.fix.has_value(); });
  if (!options.fix || !can_fix) return ResultOf(report.value().issues);
  FixAll(report.value().issues, options.yes);
  report = Inspect(context, options.inquiry);
  if (!report.ok()) return report.error();
  PrintIssues(report.value().issues, page);
  fflush(stdout);
  return ResultOf(report.value().issues);
}

}  // namespace hf
