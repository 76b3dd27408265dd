// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/stand_ins.h"

#include <dlfcn.h>
#include <doctest/doctest.h>
#include <errno.h>
#include <linux/magic.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace hf {
namespace {

StandIns* stand_ins = nullptr;

void SayNfs(struct statfs& facts) {
  if (stand_ins && stand_ins->is_on_nfs) facts.f_type = NFS_SUPER_MAGIC;
}

}  // namespace

StandIns::StandIns() {
  REQUIRE(stand_ins == nullptr);
  clock_gettime(CLOCK_BOOTTIME, &began);
  stand_ins = this;
}

StandIns::~StandIns() { stand_ins = nullptr; }

int RealFlock(int fd, int operation) {
  return static_cast<int>(syscall(SYS_flock, fd, operation));
}

ScopedVariable::ScopedVariable(std::string name, const std::string& value)
    : name_(std::move(name)) {
  if (const char* before = getenv(name_.c_str())) before_ = before;
  setenv(name_.c_str(), value.c_str(), 1);
}

ScopedVariable::~ScopedVariable() {
  if (before_) {
    setenv(name_.c_str(), before_->c_str(), 1);
  } else {
    unsetenv(name_.c_str());
  }
}

}  // namespace hf

// The linker prefers a program's own functions to those of its libraries.
extern "C" {

int flock(int fd, int operation) noexcept {
  const bool asks = (operation & LOCK_UN) == 0;
  if (asks && hf::stand_ins) {
    if (hf::stand_ins->before_flock) hf::stand_ins->before_flock();
    errno = hf::stand_ins->flock_error;
    if (errno != 0) return -1;
  }
  return hf::RealFlock(fd, operation);
}

int statfs(const char* path, struct statfs* facts) noexcept {
  const auto status = static_cast<int>(syscall(SYS_statfs, path, facts));
  hf::SayNfs(*facts);
  return status;
}

int fstatfs(int fd, struct statfs* facts) noexcept {
  const auto status = static_cast<int>(syscall(SYS_fstatfs, fd, facts));
  hf::SayNfs(*facts);
  return status;
}

int nanosleep(const timespec* wanted, timespec* left) {
  if (hf::stand_ins && hf::stand_ins->instead_of_sleep) {
    hf::stand_ins->instead_of_sleep(*wanted);
    return 0;
  }
  return static_cast<int>(syscall(SYS_nanosleep, wanted, left));
}

int clock_gettime(clockid_t clock, timespec* now) noexcept {
  const auto status = static_cast<int>(syscall(SYS_clock_gettime, clock, now));
  if (clock == CLOCK_BOOTTIME && hf::stand_ins) {
    *now = hf::stand_ins->began;
    now->tv_sec += hf::stand_ins->seconds_ahead;
  }
  return status;
}

#ifdef __clang__
// libcurl declares it with an enumeration before the dots.
#pragma clang diagnostic ignored "-Wvarargs"
#endif
CURLcode(curl_easy_setopt)(CURL* handle, CURLoption option, ...) {
  using SetOption = CURLcode (*)(CURL*, CURLoption, ...);
  static const auto set_option =
      reinterpret_cast<SetOption>(dlsym(RTLD_NEXT, "curl_easy_setopt"));
  va_list arguments;
  va_start(arguments, option);
  CURLcode code = CURLE_OK;
  if (option >= CURLOPTTYPE_OFF_T && option < CURLOPTTYPE_BLOB) {
    code = set_option(handle, option, va_arg(arguments, curl_off_t));
  } else if (option >= CURLOPTTYPE_OBJECTPOINT) {
    void* const object = va_arg(arguments, void*);
    const bool names_protocols = option == CURLOPT_PROTOCOLS_STR ||
                                 option == CURLOPT_REDIR_PROTOCOLS_STR;
    if (hf::stand_ins && names_protocols) {
      hf::stand_ins->curl_protocols[option] = static_cast<char*>(object);
    }
    code = set_option(handle, option, object);
  } else {
    const long number = va_arg(arguments, long);
    if (hf::stand_ins) hf::stand_ins->curl_options[option] = number;
    code = set_option(handle, option, number);
  }
  va_end(arguments);
  return code;
}

}  // extern "C"
