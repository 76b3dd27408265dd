// SPDX-License-Identifier: Apache-2.0
#include "src/protocol/program.h"

#include "src/system/child_process.h"
#include "src/system/process.h"

namespace hf {

Result<ProgramAnswer> RunProgram(const ProgramCall& call) {
  constexpr std::size_t kMostRequest = 48 << 10;
  if (!call.program.starts_with('/')) return ProgramsNotFound();
  if (Result<void> sound = call.request.Check(); !sound.ok()) {
    return sound.error();
  }
  if (call.request.text().size() > kMostRequest) {
    return Error{Problem::kRefused,
                 "the request to '" + call.program + "' is longer than 48 KiB"};
  }
  ChildCommand command{.program = call.program,
                       .arguments = {call.operation},
                       .name = "git-credential-hf"};
  if (!call.option.empty()) command.arguments.push_back(call.option);
  command.input = call.request.text();
  command.most_seconds = call.most_seconds;
  command.shows_errors = !call.is_quiet;
  Result<ChildAnswer> answer = RunChild(command);
  if (!answer.ok()) return answer.error();
  Result<Record> record = ParseRecord(std::move(answer.value().output));
  return ProgramAnswer{answer.value().status,
                       record.ok() ? std::move(record).value() : Record()};
}

}  // namespace hf
