// SPDX-License-Identifier: Apache-2.0
#include "src/text/trace.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "src/system/unique_fd.h"
#include "src/text/message.h"

namespace hf {
namespace {

constexpr std::string_view kStderr = "1";

}  // namespace

Trace::Trace(const Environment& environment) {
  const auto target = environment.Find("GIT_CREDENTIAL_HF_TRACE");
  if (target && (*target == kStderr || target->starts_with('/'))) {
    target_ = *target;
  }
}

void Trace::Say(std::string_view text) const {
  if (!is_on()) return;
  const std::string line =
      "git-credential-hf: trace: " + EscapeForTerminal(text) + "\n";
  if (target_ == kStderr) {
    fputs(line.c_str(), stderr);
    return;
  }
  // One write(2) for a line, so that lines of several processes do not mix.
  const UniqueFd file(open(target_.c_str(),
                           O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC |
                               O_NOFOLLOW | O_NONBLOCK | O_NOCTTY,
                           S_IRUSR | S_IWUSR));
  if (file.ok() && write(file.get(), line.data(), line.size()) < 0) return;
}

}  // namespace hf
