// SPDX-License-Identifier: Apache-2.0
// Whether a git-lfs waits for this helper, and through which programs.

#ifndef HF_SRC_HELPER_LFS_CALLER_H_
#define HF_SRC_HELPER_LFS_CALLER_H_

#include <optional>
#include <string>
#include <string_view>

namespace hf {

/// A running git-lfs, from /proc/PID/stat (proc(5)).
struct LfsCaller {
  /// "NAMESPACE.PID.START": its process id, with the namespace of process ids
  /// (pid_namespaces(7)), and its start time. No other process has all three
  /// until the machine starts again.
  std::string id;

  /// True when only git and shells are between it and this helper: it asks for
  /// itself. False when another program, which it runs, asks: a transfer agent
  /// such as git-xet.
  bool asks_itself = true;
};

/// How far to look for a git-lfs.
enum class LfsSearch {
  kDirect,  ///< Only one that asks for itself. Mostly one read from /proc.
  kAny,     ///< Any in this session: one read for each process between.
};

/// The nearest git-lfs above this process. Nothing when there is none, when
/// git's own transport (git-remote-https) asks, and without /proc.
std::optional<LfsCaller> FindLfsCaller(LfsSearch search);

/// True when the process of \a id, which may have more after another '.', has
/// ended. False for a process of another namespace, such as that of another
/// container with the same /tmp: this process cannot know.
bool HasEnded(std::string_view id);

}  // namespace hf

#endif  // HF_SRC_HELPER_LFS_CALLER_H_
