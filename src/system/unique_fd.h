// SPDX-License-Identifier: Apache-2.0
// A file descriptor that closes itself.

#ifndef HF_SRC_SYSTEM_UNIQUE_FD_H_
#define HF_SRC_SYSTEM_UNIQUE_FD_H_

#include <unistd.h>

#include <utility>

namespace hf {

/// Owns a descriptor; negative means it owns none.
class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    Reset(std::exchange(other.fd_, -1));
    return *this;
  }
  ~UniqueFd() { Reset(-1); }

  bool ok() const { return fd_ >= 0; }
  int get() const { return fd_; }
  int Release() { return std::exchange(fd_, -1); }

  void Reset(int fd) {
    if (fd_ >= 0) close(fd_);
    fd_ = fd;
  }

 private:
  int fd_ = -1;
};

}  // namespace hf

#endif  // HF_SRC_SYSTEM_UNIQUE_FD_H_
