// SPDX-License-Identifier: Apache-2.0
// The options and arguments of a verb. CLI11 reads them; it is seen in
// command_line.cc only, because its headers take seconds to compile.

#ifndef HF_SRC_ACCOUNT_VERBS_COMMAND_LINE_H_
#define HF_SRC_ACCOUNT_VERBS_COMMAND_LINE_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"
#include "src/account/verbs/verb.h"

namespace hf {

/// The command line of one verb, described as kAccountVerbs has it. Add its
/// options, then Parse().
class CommandLine {
 public:
  explicit CommandLine(const char* verb);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  // \a names are such as "--json", "--name,--token-name" or, for an argument
  // without an option, "NAME"; \a help is for `--help`, and \a metavariable
  // stands there for the value. A value stays as it is where the user gives
  // none.
  void AddFlag(const char* names, bool& value, const char* help);
  void AddOption(const char* names, std::string& value, const char* help,
                 const char* metavariable);
  void AddOption(const char* names, std::optional<std::string>& value,
                 const char* help, const char* metavariable);

  /// One that may be given several times.
  void AddOption(const char* names, std::vector<std::string>& values,
                 const char* help, const char* metavariable);

  /// One with a value that `--help` does not show; see Has().
  void AddHidden(const char* name);

  /// \a name and \a other must not be given together.
  void Exclude(const char* name, const char* other);

  /// \a name must not be given without \a other.
  void Need(const char* name, const char* other);

  /// Reads \a arguments into the values. False when the verb has nothing left
  /// to do because `--help` was asked for and shown. Fails with kUsage for what
  /// the verb does not take; the message never repeats an argument, which may
  /// be a secret.
  Result<bool> Parse(const Arguments& arguments);

  /// True when the arguments, also those that were refused, give \a name.
  bool Has(const char* name) const;

 private:
  struct App;
  std::unique_ptr<App> app_;
};

/// \a start, then \a arguments, on lines of a screen's width.
std::string WithArguments(const std::string& start, std::string_view arguments);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_VERBS_COMMAND_LINE_H_
