// SPDX-License-Identifier: Apache-2.0
// Options and arguments of a verb, read by CLI11.

#ifndef HF_SRC_ACCOUNT_VERBS_COMMAND_LINE_H_
#define HF_SRC_ACCOUNT_VERBS_COMMAND_LINE_H_

#include <CLI/CLI.hpp>
#include <string_view>

#include "src/account/verbs/verb.h"

namespace hf {

/// The command line of the verb called \a name, described as kAccountVerbs
/// has it and still without options. Add them, then ParseCommandLine.
std::unique_ptr<CLI::App> CommandLineOf(std::string_view name);

/// Reads \a arguments into what was bound to \a app. False when the verb has
/// nothing left to do because `--help` was asked for and shown. Fails with
/// kUsage for anything that \a app does not take; the message never repeats
/// the argument, which may be a secret.
Result<bool> ParseCommandLine(CLI::App& app, const Arguments& arguments);

/// \a start, then \a arguments, on lines of a screen's width.
std::string WithArguments(const std::string& start, std::string_view arguments);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_VERBS_COMMAND_LINE_H_
