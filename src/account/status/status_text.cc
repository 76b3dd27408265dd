// SPDX-License-Identifier: Apache-2.0
// The report of `status` as text: first the answer, then what is wrong.
#include <stdio.h>

#include <algorithm>

#include "src/account/status/status_report.h"
#include "src/account/terminal/dates.h"

namespace hf {
namespace {

/// "'work' of bob", or what is known of that.
std::string NameOf(const StatusReport& report) {
  const TokenChoice& choice = *report.choice;
  const bool is_valid = report.hub_answer && report.hub_answer->valid;
  const std::string account =
      is_valid ? report.hub_answer->account : choice.account.value_or("");
  std::string text = choice.name.empty() ? "one" : "'" + choice.name + "'";
  if (choice.name.empty() && account.empty()) return "one without a name";
  if (!account.empty()) text += " of " + account;
  return text;
}

std::string HubSays(const StatusReport& report) {
  if (!report.not_asked.empty()) {
    return "the Hub was not asked (" + report.not_asked + ")";
  }
  if (!report.hub_answer) return "the Hub did not answer";
  if (!report.hub_answer->valid) return "the Hub does not accept it";
  const auto& role = report.hub_answer->role;
  return "the Hub accepts it" + (role ? " (role " + *role + ")" : "");
}

/// The answer in one sentence.
std::string Heading(const StatusReport& report) {
  if (report.choice) {
    const std::string& place = report.saved_in;
    const bool is_path = place.find('/') != place.npos;
    return "The token is " + NameOf(report) + ", from " +
           (is_path ? "'" + place + "'" : place) + "; " + HubSays(report) + ".";
  }
  const SourceReport* decision = report.Decision();
  if (decision && decision->source == TokenSource::kExchange) {
    return "The token is one that the Hub makes for this job "
           "(HF_OIDC_RESOURCE).";
  }
  return "There is no token for " + report.url + ".";
}

std::string Reason(TokenSource source) {
  switch (source) {
    case TokenSource::kExchange:
    case TokenSource::kEnvironment:
      return "a variable is set";
    case TokenSource::kName:
      return "the URL or git's configuration names it";
    case TokenSource::kOwnerRule:
      return "a rule for this owner or repository names it";
    case TokenSource::kActive:
      return "it is the active token";
    case TokenSource::kStoredByGit:
      return "git has stored it";
  }
  return "";
}

void PrintUse(const StatusReport& report, const Page& page) {
  const SourceReport* decision = report.Decision();
  if (!report.choice || !decision) return;
  page.Print("  ", Style::kPlain,
             "It is for " + report.url + ", because " +
                 Reason(decision->source) + ".");
  if (!report.choice->expires_at) return;
  const std::string date = LocalDate(*report.choice->expires_at);
  page.Print("  ", Style::kPlain,
             report.choice->expired ? "It expired on " + date +
                                          "; git refreshes it when it uses it."
                                    : "It is valid until " + date + ".");
}

void PrintAccess(const StatusReport& report, const Page& page) {
  if (!report.access || !report.access->read.value_or(false)) return;
  const bool writes = report.access->write.value_or(false);
  page.Print("  ", Style::kPlain,
             std::string("It may read ") + (writes ? "and write " : "") +
                 report.repository + ".");
}

void PrintSources(const StatusReport& report, const Page& page) {
  for (const SourceReport& source : report.sources) {
    char label[32];
    snprintf(label, sizeof label, "%s %-17s ", source.decides ? "*" : " ",
             (std::string(NameOf(source.source)) + ":").c_str());
    page.Print(label, Style::kPlain, source.remark);
  }
}

void PrintIssue(const Issue& issue, const Page& page) {
  page.Print(issue.is_note ? "note: " : "problem: ",
             issue.is_note ? Style::kYellow : Style::kRed, issue.text);
  constexpr std::string_view kFix = "  fix: ";
  if (issue.remedy.is_command) {
    page.PrintCommand(kFix, Style::kBold, issue.remedy.text);
  } else if (!issue.remedy.text.empty()) {
    page.Print(kFix, Style::kBold, issue.remedy.text);
  }
}

}  // namespace

const SourceReport* StatusReport::Decision() const {
  const auto found =
      std::find_if(sources.begin(), sources.end(),
                   [](const SourceReport& source) { return source.decides; });
  return found == sources.end() ? nullptr : &*found;
}

void PrintIssues(const Issues& issues, const Page& page) {
  const std::vector<Issue> problems = issues.problems();
  for (const Issue& issue : problems) PrintIssue(issue, page);
  for (const Issue& issue : issues.notes()) PrintIssue(issue, page);
  if (problems.empty()) page.Print(Style::kGreen, "No problems found.");
}

void PrintStatus(const StatusReport& report, const Page& page,
                 bool all_sources) {
  page.Print(Style::kBold, Heading(report));
  PrintUse(report, page);
  PrintAccess(report, page);
  if (all_sources) PrintSources(report, page);
  PrintIssues(report.issues, page);
}

}  // namespace hf
