// SPDX-License-Identifier: Apache-2.0
// The report of `status` as JSON.
#include <stdio.h>

#include "src/account/api/json_writer.h"
#include "src/account/status/status_report.h"
#include "src/lookup/token_choice.h"

namespace hf {
namespace {

void WriteToken(const StatusReport& report, JsonWriter& json) {
  if (!report.choice) return json.AddNull("token");
  const TokenChoice& choice = *report.choice;
  json.BeginObject("token");
  json.AddOrNull(
      "name", choice.name.empty() ? std::nullopt : std::optional(choice.name));
  json.AddOrNull("account", choice.account);
  json.Add("origin", choice.origin);
  json.Add("saved_in", report.saved_in);
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

void AddAnswer(const char* key, std::optional<bool> answer, JsonWriter& json) {
  if (!answer) return json.AddNull(key);
  json.Add(key, *answer);
}

void WriteAccess(const StatusReport& report, JsonWriter& json) {
  if (!report.access) return json.AddNull("access");
  const AccessAnswer& access = *report.access;
  json.BeginObject("access");
  json.Add("repository", report.repository);
  AddAnswer("read", access.read, json);
  AddAnswer("write", access.write, json);
  json.AddOrNull(
      "says", access.says.empty() ? std::nullopt : std::optional(access.says));
  json.EndObject();
}

void WriteIssues(const char* key, const std::vector<Issue>& issues,
                 JsonWriter& json) {
  json.BeginArray(key);
  for (const Issue& issue : issues) {
    json.BeginObject();
    json.Add("kind", issue.kind);
    json.Add("text", issue.text);
    json.Add("remedy", issue.remedy.text);
    json.Add("can_fix", issue.fix.has_value());
    json.EndObject();
  }
  json.EndArray();
}

}  // namespace

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
  WriteAccess(report, json);
  WriteIssues("problems", report.issues.problems(), json);
  WriteIssues("notes", report.issues.notes(), json);
  printf("%s\n", json.Finish().c_str());
}

}  // namespace hf
