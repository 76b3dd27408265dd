// SPDX-License-Identifier: Apache-2.0
// Reports what one process does, until it ends by itself.

#ifndef HF_TESTS_FAULTS_EFFECTS_H_
#define HF_TESTS_FAULTS_EFFECTS_H_

#include <stdio.h>
#include <sys/types.h>

#include "tests/faults/system_call.h"

/// The report has lines of text; bytes are in hexadecimal digits.
class Effects {
 public:
  explicit Effects(FILE* report) : report_(report) {}

  /// Reports that \a pid has become another program, and stops this process, so
  /// that its caller can look at the files. SIGCONT makes it go on.
  void Begin(pid_t pid);

  /// Reports \a call of the process. When that ends the process, ends this
  /// one, and with it all that are traced.
  void Add(pid_t pid, const SystemCall& call);

 private:
  void Print(const char* what, const std::string& bytes);
  [[noreturn]] void End(int status);

  FILE* report_;
  bool has_begun_ = false;
  unsigned long long reads_to_ = 0;  ///< Where it waits for its input; or 0.
};

#endif  // HF_TESTS_FAULTS_EFFECTS_H_
