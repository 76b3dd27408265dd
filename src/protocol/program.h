// SPDX-License-Identifier: Apache-2.0
// Running another program of this project: a record to its stdin, a record from
// its stdout.

#ifndef HF_SRC_PROTOCOL_PROGRAM_H_
#define HF_SRC_PROTOCOL_PROGRAM_H_

#include <optional>
#include <string>
#include <string_view>

#include "hf/result.h"
#include "src/text/record.h"

namespace hf {

struct ProgramCall {
  std::string program;                ///< Absolute.
  std::string operation;              ///< Its first argument.
  const RecordWriter& request;        ///< At most 48 KiB.
  std::optional<int> most_seconds{};  ///< Nothing: as long as it takes.
  bool is_quiet = false;              ///< Its stderr goes nowhere.
  std::string option{};               ///< Its second argument; empty for none.
};

struct ProgramAnswer {
  int status;     ///< As a shell has it: 128 plus the signal if killed.
  Record record;  ///< What it wrote; empty when that was no record.
};

/// Runs \a call to its end. Fails as RunChild(), and with kRefused when the
/// request is no record or is too long.
Result<ProgramAnswer> RunProgram(const ProgramCall& call);

}  // namespace hf

#endif  // HF_SRC_PROTOCOL_PROGRAM_H_
