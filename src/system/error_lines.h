// SPDX-License-Identifier: Apache-2.0
// The stderr of another program, line by line.

#ifndef HF_SRC_SYSTEM_ERROR_LINES_H_
#define HF_SRC_SYSTEM_ERROR_LINES_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "src/system/unique_fd.h"

namespace hf {

/// Gets one line of a program's stderr, without its line end.
using ShowErrorLine = std::function<void(std::string_view line)>;

/// Reads what a program writes, and hands it on as lines. Cuts a line at 1,024
/// bytes, and discards what the program writes after 64 KiB.
class ErrorLines {
 public:
  /// \a from must not block. No lines when it is closed.
  ErrorLines(UniqueFd from, ShowErrorLine show)
      : from_(std::move(from)), show_(std::move(show)) {}

  /// Negative when there is nothing to read any more.
  int fd() const { return from_.ok() ? from_.get() : -1; }

  /// Reads all that is there, without waiting.
  void Read();

  /// Hands on the last line, which may have no line end.
  void Finish();

 private:
  void Take(std::string_view bytes);

  UniqueFd from_;
  ShowErrorLine show_;
  std::string line_;
  std::size_t taken_ = 0;
};

}  // namespace hf

#endif  // HF_SRC_SYSTEM_ERROR_LINES_H_
