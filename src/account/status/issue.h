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

/// What the user can do about a problem.
struct Remedy {
  std::string text;
  bool is_command = false;  ///< A command to copy; else words.
};

/// \a command, unless it is empty, because it cannot be shown safely; else
/// \a words.
inline Remedy CommandOr(std::string command, std::string words) {
  const bool is_command = !command.empty();
  return {is_command ? std::move(command) : std::move(words), is_command};
}

inline Remedy Command(std::string command) {
  return {std::move(command), true};
}

inline Remedy RunFix() { return Command("git-credential-hf status --fix"); }

/// One problem. No text contains a secret.
struct Issue {
  std::string_view kind;  ///< For programs; git-credential-hf(7) lists them.
  std::string text;
  Remedy remedy;
  Problem problem = Problem::kRefused;  ///< Decides the exit status.
  std::optional<Fix> fix{};
  bool is_note = false;  ///< No problem here and now: no exit status.
};

/// Problems in the order in which they were found, each text once.
class Issues {
 public:
  void Add(Issue issue) {
    if (!Contains(issue.text)) issues_.push_back(std::move(issue));
  }
  void Add(std::string_view kind, const Error& error) {
    Add({kind, error.message, {error.hint}, error.problem});
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
  std::vector<Issue> problems() const { return With(false); }
  std::vector<Issue> notes() const { return With(true); }

 private:
  std::vector<Issue> With(bool is_note) const {
    std::vector<Issue> found;
    for (const Issue& issue : issues_) {
      if (issue.is_note == is_note) found.push_back(issue);
    }
    return found;
  }

  std::vector<Issue> issues_;
};

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_ISSUE_H_
