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
struct Mend {
  std::string offer;                         ///< As a question: "register …?"
  std::function<Result<std::string>()> run;  ///< Says what it did.
};

/// One problem. No text has a secret in it.
struct Trap {
  std::string_view kind;  ///< For programs: the man page lists them.
  std::string text;
  std::string remedy;
  Problem problem = Problem::kRefused;  ///< Decides the exit status.
  std::optional<Mend> mend{};
};

/// Problems in the order in which they are found, each text once.
class Traps {
 public:
  void Add(Trap trap) {
    const auto is_same = [&](const Trap& t) { return t.text == trap.text; };
    if (std::none_of(traps_.begin(), traps_.end(), is_same)) {
      traps_.push_back(std::move(trap));
    }
  }
  void Add(std::string_view kind, const Error& error) {
    Add({kind, error.message, error.hint, error.problem});
  }

  bool Has(std::string_view kind) const {
    return std::any_of(traps_.begin(), traps_.end(),
                       [&](const Trap& trap) { return trap.kind == kind; });
  }

  const std::vector<Trap>& all() const { return traps_; }

 private:
  std::vector<Trap> traps_;
};

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_ISSUE_H_
