// SPDX-License-Identifier: Apache-2.0
// What `status` found, for people and for programs.

#ifndef HF_SRC_ACCOUNT_STATUS_STATUS_REPORT_H_
#define HF_SRC_ACCOUNT_STATUS_STATUS_REPORT_H_

#include <optional>
#include <string>
#include <vector>

#include "src/account/git/git.h"
#include "src/account/status/issue.h"
#include "src/lookup/token_choice.h"
#include "src/lookup/token_source.h"

namespace hf {

/// What one source says, without the token.
struct SourceReport {
  TokenSource source;
  std::string remark;
  bool decides = false;  ///< The first that has a token, or must not be passed.
};

/// What the Hub says of the token.
struct HubsWord {
  bool valid = false;
  std::string account{};
  std::optional<std::string> role{};
};

struct StatusReport {
  std::string url, endpoint;
  std::optional<GitVersion> git;
  std::vector<SourceReport> sources;
  std::optional<TokenChoice> choice;  ///< What git would get.
  std::optional<HubsWord> hubs_word;  ///< Nothing when it did not answer.
  std::string not_asked{};            ///< Why the Hub was not asked.
  Issues issues;
};

/// Both write to stdout.
void PrintStatus(const StatusReport& report);
void PrintStatusJson(const StatusReport& report);

/// Only what stands in the way, or that nothing does.
void PrintIssues(const Issues& issues);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_STATUS_REPORT_H_
