// SPDX-License-Identifier: Apache-2.0
#include "src/protocol/account_program.h"

#include "src/protocol/program.h"
#include "src/system/child_process.h"
#include "src/system/process.h"
#include "src/text/message.h"

namespace hf {
namespace {

Error CannotRun(const std::string& program) {
  Error error{Problem::kUnavailable, "cannot run '" + program + "'",
              "install git-credential-hf again"};
  PrintError(error);
  return error;
}

}  // namespace

std::string AccountProgram() { return ProgramAt(HF_ACCOUNT_FROM_BIN); }

Result<Record> RunOperation(std::string_view operation,
                            const RecordWriter& request) {
  const std::string program = AccountProgram();
  Result<ProgramAnswer> answer =
      RunProgram({program, std::string(operation), request});
  if (!answer.ok()) {
    PrintError(answer.error());
    return answer.error();
  }
  if (answer.value().status == kProgramNotThere) {
    return CannotRun(program);
  }
  if (answer.value().status != 0) {
    return Error{Problem::kUnavailable, std::string(operation) + " failed"};
  }
  return std::move(answer.value().record);
}

}  // namespace hf
