// SPDX-License-Identifier: Apache-2.0
// What stands in the way of git and a token, and what can be done about it.

#ifndef HF_SRC_ACCOUNT_STATUS_ISSUE_H_
#define HF_SRC_ACCOUNT_STATUS_ISSUE_H_

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"

namespace hf {

/// Something that `status --fix` can do.
struct Fix {
  std::string offer;                         ///< As a question: "register …?"
  std::function<Result<std::string>()> run;  ///< Says what it did.
};

/// One problem. No text has a secret in it.
struct Issue {
  std::string_view kind;  ///< For programs: the man page lists them.
  std::string text;
  std::string remedy;
  Problem problem = Problem::kRefused;  ///< Decides the exit status.
  std::optional<Fix> fix{};
};

/// Problems in the order in which they are found, each text once.
class Issues {
 public:
  void Add(Issue issue) {
    const auto is_same = [&](const Issue& t) { return t.text == issue.text; };
    if (std::none_of(issues_.begin(), issues_.end(), is_same)) {
      issues_.push_back(std::move(issue));
    }
  }
  void Add(std::string_view kind, const Error& error) {
    Add({kind, error.message, error.hint, error.problem});
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
