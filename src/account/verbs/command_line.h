// SPDX-License-Identifier: Apache-2.0
// The options and arguments of a verb. Only command_line.cc includes CLI11,
// because its headers take seconds to compile.

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

/// The command line of one verb, with its description from kAccountVerbs. Add
/// the options, then call Parse().
class CommandLine {
 public:
  explicit CommandLine(const char* verb);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  // \a names is, for example, "--json", "--name,--token-name" or, for an
  // argument without an option, "NAME". `--help` shows \a help, and
  // \a metavariable as the name of the value. Parse() changes a value only when
  // the user gives one.
  void AddFlag(const char* names, bool& value, const char* help);
  void AddOption(const char* names, std::string& value, const char* help,
                 const char* metavariable);
  void AddOption(const char* names, std::optional<std::string>& value,
                 const char* help, const char* metavariable);

  /// An option that the user may give several times.
  void AddOption(const char* names, std::vector<std::string>& values,
                 const char* help, const char* metavariable);

  /// Makes Parse() move what follows `--` to \a words, for a verb without
  /// arguments. A shell completes these words as names of files.
  void AddWordsAfterDashes(Arguments& words);

  /// An option with a value, which `--help` does not show; see Has().
  void AddHidden(const char* name);

  /// Shows \a text and \a examples, which are whole commands, in `--help`.
  void Explain(const char* text, std::vector<std::string> examples);

  /// Makes Parse() fail when \a name and \a other are given together.
  void Exclude(const char* name, const char* other);

  /// Makes Parse() fail when \a name is given without \a other.
  void Need(const char* name, const char* other);

  /// Reads \a arguments into the values. Returns false after printing the help
  /// for `--help`, or what a shell may complete for `--complete`. Fails with
  /// kUsage for arguments that the verb does not take; the message repeats no
  /// argument that may be a secret.
  Result<bool> Parse(Arguments arguments);

  /// True when the arguments contain \a name, even if Parse() has failed.
  bool Has(const char* name) const;

 private:
  bool AnswersCompletion(const Arguments& arguments) const;

  struct App;
  std::unique_ptr<App> app_;
};

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_VERBS_COMMAND_LINE_H_
