// SPDX-License-Identifier: Apache-2.0
#include "src/account/status/status_report.h"

#include <stdio.h>

#include "src/account/api/json_writer.h"
#include "src/account/terminal/dates.h"
#include "src/lookup/token_choice.h"
#include "src/text/message.h"

namespace hf {
namespace {

void PrintLine(const std::string& text) {
  printf("%s\n", EscapeForTerminal(text).c_str());
}

void PrintHubAnswer(const StatusReport& report) {
  if (!report.not_asked.empty()) {
    return PrintLine("The Hub was not asked: " + report.not_asked + ".");
  }
  if (!report.hub_answer) return;
  if (!report.hub_answer->valid) {
    return PrintLine("The Hub says that the token is not valid.");
  }
  std::string text = "The Hub says that it is valid and belongs to " +
                     report.hub_answer->account;
  if (report.hub_answer->role) text += ", role " + *report.hub_answer->role;
  PrintLine(text + ".");
}

void WriteToken(const StatusReport& report, JsonWriter& json) {
  if (!report.choice) return json.AddNull("token");
  const TokenChoice& choice = *report.choice;
  json.BeginObject("token");
  json.AddOrNull(
      "name", choice.name.empty() ? std::nullopt : std::optional(choice.name));
  json.AddOrNull("account", choice.account);
  json.Add("origin", choice.origin);
  json.AddOrNull("expires_at", choice.expires_at);
  json.EndObject();
}

void WriteHubAnswer(const StatusReport& report, JsonWriter& json) {
  if (!report.hub_answer) return json.AddNull("hub_says");
  json.BeginObject("hub_says");
  json.Add("valid", report.hub_answer->valid);
  json.AddOrNull("account", report.hub_answer->valid
                                ? std::optional(report.hub_answer->account)
                                : std::nullopt);
  json.AddOrNull("role", report.hub_answer->role);
  json.EndObject();
}

void WriteProblems(const Issues& issues, JsonWriter& json) {
  json.BeginArray("problems");
  for (const Issue& issue : issues.all()) {
    json.BeginObject();
    json.Add("kind", issue.kind);
    json.Add("text", issue.text);
    json.Add("remedy", issue.remedy);
    json.Add("can_fix", issue.fix.has_value());
    json.EndObject();
  }
  json.EndArray();
}

}  // namespace

void PrintIssues(const Issues& issues) {
  for (const Issue& issue : issues.all()) {
    PrintLine("problem: " + issue.text);
    if (!issue.remedy.empty()) PrintLine("  remedy: " + issue.remedy);
  }
  if (issues.all().empty()) PrintLine("No problems found.");
}

void PrintStatus(const StatusReport& report) {
  PrintLine(report.url);
  for (const SourceReport& source : report.sources) {
    printf("%s %-17s %s\n", source.decides ? "*" : " ",
           (std::string(NameOf(source.source)) + ":").c_str(),
           EscapeForTerminal(source.remark).c_str());
  }
  if (report.choice) {
    std::string text = "Git gets the token in " + report.choice->origin;
    if (report.choice->expires_at) {
      text += ", valid until " + LocalDate(*report.choice->expires_at);
    }
    PrintLine(text + ".");
  }
  PrintHubAnswer(report);
  PrintIssues(report.issues);
}

void PrintStatusJson(const StatusReport& report) {
  JsonWriter json;
  json.Add("url", report.url);
  json.Add("endpoint", report.endpoint);
  json.AddOrNull("git_version",
                 report.git ? std::optional(report.git->text) : std::nullopt);
  json.BeginArray("sources");
  for (const SourceReport& source : report.sources) {
    json.BeginObject();
    json.Add("source", NameOf(source.source));
    json.Add("remark", source.remark);
    json.Add("decides", source.decides);
    json.EndObject();
  }
  json.EndArray();
  WriteToken(report, json);
  WriteHubAnswer(report, json);
  WriteProblems(report.issues, json);
  printf("%s\n", json.Finish().c_str());
}

}  // namespace hf
