// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/system_call.h"

#include <elf.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>

#include <algorithm>
#include <iterator>

namespace {

struct Name {
  long number;
  const char* text;
};

constexpr Name kCalls[] = {
#include "syscall_names.inc"
};

const char* NameOfCall(long number) {
  for (const Name& call : kCalls) {
    if (call.number == number) return call.text;
  }
  return "unknown";
}

}  // namespace

SystemCall CallOf(pid_t pid) {
  SystemCall call;
  __ptrace_syscall_info info;
  if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info) <= 0)
    return call;
  if (info.op == PTRACE_SYSCALL_INFO_EXIT) {
    call.result = static_cast<long>(info.exit.rval);
  } else if (info.op == PTRACE_SYSCALL_INFO_ENTRY) {
    call.number = static_cast<long>(info.entry.nr);
    std::copy_n(info.entry.args, std::size(call.arguments), call.arguments);
  }
  return call;
}

const char* NameOf(pid_t pid, const SystemCall& call) {
  const std::string path = "/proc/" + std::to_string(pid) + "/fd/" +
                           std::to_string(call.arguments[0]);
  struct stat facts;
  const bool moves = call.number == SYS_read || call.number == SYS_write;
  if (moves && stat(path.c_str(), &facts) == 0 && S_ISFIFO(facts.st_mode)) {
    return call.number == SYS_read ? "read(pipe)" : "write(pipe)";
  }
  return NameOfCall(call.number);
}

void SetError(pid_t pid, long error, bool done) {
  user_regs_struct registers;
  iovec area = {&registers, sizeof registers};
  if (ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &area) != 0) return;
#if defined(__x86_64__)
  if (!done) registers.orig_rax = ~0ULL;
  registers.rax = static_cast<unsigned long long>(-error);
#elif defined(__aarch64__)
  int none = -1;
  iovec number = {&none, sizeof none};
  if (!done) ptrace(PTRACE_SETREGSET, pid, NT_ARM_SYSTEM_CALL, &number);
  registers.regs[0] = static_cast<unsigned long long>(-error);
#else
#error "SetError does not know the registers of this processor"
#endif
  ptrace(PTRACE_SETREGSET, pid, NT_PRSTATUS, &area);
}

std::string BytesOf(pid_t pid, unsigned long long address, std::size_t count) {
  std::string bytes(count, '\0');
  const iovec here = {bytes.data(), count};
  const iovec there = {reinterpret_cast<void*>(address), count};
  const ssize_t copied = process_vm_readv(pid, &here, 1, &there, 1, 0);
  bytes.resize(copied < 0 ? 0 : static_cast<std::size_t>(copied));
  return bytes;
}
