// SPDX-License-Identifier: Apache-2.0
// Runs another program of git-credential-hf: writes a record to its stdin and
// reads a record from its stdout.

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
  std::optional<int> most_seconds{};  ///< Nothing: no limit.
  bool is_quiet = false;              ///< Its stderr is discarded.
  std::string option{};               ///< Its second argument; empty for none.
};

struct ProgramAnswer {
  int status;     ///< As in a shell: 128 plus the signal if killed.
  Record record;  ///< What it wrote; empty when it wrote no record.
};

/// Runs \a call and waits for its end. Fails as RunChild(); with kCorrupt or
/// kRefused when the request cannot be written or is too long.
Result<ProgramAnswer> RunProgram(const ProgramCall& call);

}  // namespace hf

#endif  // HF_SRC_PROTOCOL_PROGRAM_H_
