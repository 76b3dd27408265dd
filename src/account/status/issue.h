// SPDX-License-Identifier: Apache-2.0
// The problems that `status` finds, and their fixes.

#ifndef HF_SRC_ACCOUNT_STATUS_ISSUE_H_
#define HF_SRC_ACCOUNT_STATUS_ISSUE_H_

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"
#include "src/text/message.h"

namespace hf {

/// A fix that `status --fix` can run.
struct Fix {
  std::string offer;  ///< A question without its '?'.
  /// Returns what it did.
  std::function<Result<std::string>(Notices& notices)> run;
};

/// One problem. No text contains a secret.
struct Issue {
  std::string_view kind;  ///< For programs; git-credential-hf(7) lists them.
  std::string text;
  std::string remedy;
  Problem problem = Problem::kRefused;  ///< Decides the exit status.
  std::optional<Fix> fix{};
};

/// Problems in the order in which they were found, each text once.
class Issues {
 public:
  void Add(Issue issue) {
    if (!Contains(issue.text)) issues_.push_back(std::move(issue));
  }
  void Add(std::string_view kind, const Error& error) {
    Add({kind, error.message, error.hint, error.problem});
  }

  bool Contains(std::string_view text) const {
    return std::any_of(issues_.begin(), issues_.end(),
                       [&](const Issue& issue) { return issue.text == text; });
  }

  bool Has(std::string_view kind) const {
    return std::any_of(issues_.begin(), issues_.end(),
                       [&](const Issue& issue) { return issue.kind == kind; });
  }

  const std::vector<Issue>& all() const { return issues_; }

 private:
  std::vector<Issue> issues_;
};

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_ISSUE_H_
