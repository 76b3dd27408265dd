// SPDX-License-Identifier: Apache-2.0
// Calls of the C library and of libcurl that a test watches or replaces, so
// that no result depends on how fast a machine is.

#ifndef HF_TESTS_UNIT_STAND_INS_H_
#define HF_TESTS_UNIT_STAND_INS_H_

#include <curl/curl.h>
#include <time.h>

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace hf {

/// Holds for the calls that this program's own code makes, as long as it lives.
/// One at a time.
class StandIns {
 public:
  StandIns();
  ~StandIns();
  StandIns(const StandIns&) = delete;
  StandIns& operator=(const StandIns&) = delete;

  /// Runs before each flock(2) that asks for a lock.
  std::function<void()> before_flock{};

  /// If it is not 0, each such call fails with this errno.
  int flock_error = 0;

  /// If true, statfs(2) says of all files that they are on NFS.
  bool is_on_nfs = false;

  /// Runs in place of nanosleep(2), which then has slept.
  std::function<void(const timespec&)> instead_of_sleep{};

  /// The clock that also runs while a laptop sleeps stands still, so many
  /// seconds after the beginning.
  time_t seconds_ahead = 0;
  timespec began{};

  /// The numbers that were given to curl_easy_setopt(), the last of each.
  std::map<CURLoption, long> curl_options{};

  /// The same of the options that name protocols.
  std::map<CURLoption, std::string> curl_protocols{};
};

/// The real flock(2), for what a test does during a call.
int RealFlock(int fd, int operation);

/// Sets a variable of this process, which libcurl reads by itself, and puts
/// back what was there.
class ScopedVariable {
 public:
  ScopedVariable(std::string name, const std::string& value);
  ~ScopedVariable();
  ScopedVariable(const ScopedVariable&) = delete;
  ScopedVariable& operator=(const ScopedVariable&) = delete;

 private:
  const std::string name_;
  std::optional<std::string> before_;
};

}  // namespace hf

#endif  // HF_TESTS_UNIT_STAND_INS_H_
