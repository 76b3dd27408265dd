// SPDX-License-Identifier: Apache-2.0
// The report of `status`, and its two formats: text and JSON.

#ifndef HF_SRC_ACCOUNT_STATUS_STATUS_REPORT_H_
#define HF_SRC_ACCOUNT_STATUS_STATUS_REPORT_H_

#include <optional>
#include <string>
#include <vector>

#include "src/account/git/git.h"
#include "src/account/status/access_check.h"
#include "src/account/status/issue.h"
#include "src/account/terminal/page.h"
#include "src/lookup/token_choice.h"
#include "src/lookup/token_source.h"

namespace hf {

/// The answer of one token source, without the token.
struct SourceReport {
  TokenSource source;
  std::string remark;
  bool decides = false;  ///< The first that has a token or fails.
};

/// What the Hub says about the token.
struct HubAnswer {
  bool valid = false;
  std::string account{};
  std::optional<std::string> role{};
};

struct StatusReport {
  std::string url, endpoint;
  std::optional<GitVersion> git;
  std::vector<SourceReport> sources;
  std::optional<TokenChoice> choice;     ///< The token that git would get.
  std::string saved_in{};                ///< Its file, as `login` names it.
  std::optional<HubAnswer> hub_answer;   ///< Nothing when it did not answer.
  std::string not_asked{};               ///< Why the Hub was not asked.
  std::string repository{};              ///< `acme/model`; empty for none.
  std::optional<AccessAnswer> access{};  ///< To it; nothing when not asked.
  Issues issues;

  /// The source that decides; null when there is none.
  const SourceReport* Decision() const;
};

// All print on stdout.

/// With \a all_sources, also prints what each source of a token has.
void PrintStatus(const StatusReport& report, const Page& page,
                 bool all_sources);
void PrintStatusJson(const StatusReport& report);

/// Prints only the problems and notes, and whether there are none.
void PrintIssues(const Issues& issues, const Page& page);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_STATUS_REPORT_H_
