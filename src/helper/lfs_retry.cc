// SPDX-License-Identifier: Apache-2.0
#include "src/helper/lfs_retry.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <string>

#include "src/system/path.h"
#include "src/system/unique_fd.h"

namespace hf {
namespace {

constexpr off_t kLargestNote = 4096;

std::string ReadSome(int fd) {
  std::string text(static_cast<std::size_t>(kLargestNote), '\0');
  const ssize_t size = read(fd, text.data(), text.size());
  text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return text;
}

/// From /proc/PID/stat (proc(5)). The name may contain any bytes, so the other
/// fields are counted from its closing bracket: first the state, second the
/// parent, twentieth the start time.
struct Process {
  std::string name, parent, start;
};

Process ReadProcess(const std::string& pid) {
  const UniqueFd fd(
      open(("/proc/" + pid + "/stat").c_str(), O_RDONLY | O_CLOEXEC));
  const std::string text = fd.ok() ? ReadSome(fd.get()) : std::string();
  const std::size_t open_bracket = text.find('(');
  const std::size_t close_bracket = text.rfind(')');
  if (open_bracket == text.npos || close_bracket == text.npos) return {};
  Process process;
  process.name =
      text.substr(open_bracket + 1, close_bracket - open_bracket - 1);
  constexpr int kParent = 2, kStart = 20;
  std::size_t at = close_bracket + 1;
  for (int word = 1; word <= kStart && at < text.size(); ++word) {
    const std::size_t begin = at + 1;
    at = std::min(text.find(' ', begin), text.size());
    if (word == kParent) process.parent = text.substr(begin, at - begin);
    if (word == kStart) process.start = text.substr(begin, at - begin);
  }
  return process;
}

/// "PID START\n" of the git-lfs that waits for this helper; empty when another
/// program does. Between the two run `git credential` and perhaps a shell.
std::string CallingLfs() {
  constexpr int kMostGenerations = 5;
  std::string pid = std::to_string(getppid());
  for (int count = 0; count < kMostGenerations; ++count) {
    const Process process = ReadProcess(pid);
    if (process.name == "git-lfs") return pid + " " + process.start + "\n";
    if (process.parent.empty() || process.parent == "0") break;
    pid = process.parent;
  }
  return {};
}

UniqueFd OpenNote(const Environment& environment, int flags) {
  const auto runtime = environment.Find("XDG_RUNTIME_DIR");
  const std::string_view directory =
      runtime && runtime->starts_with('/') ? *runtime : "/tmp";
  const std::string path = JoinPath(
      directory, "git-credential-hf-refused." + std::to_string(geteuid()));
  UniqueFd fd(open(path.c_str(), flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
                   S_IRUSR | S_IWUSR));
  struct stat facts;
  // In /tmp another user may have made this file before.
  const bool is_own_file = fd.ok() && fstat(fd.get(), &facts) == 0 &&
                           S_ISREG(facts.st_mode) && facts.st_uid == geteuid();
  return is_own_file ? std::move(fd) : UniqueFd();
}

/// git-lfs asks again at once, so an older note is about a process that has
/// ended. Checking this first saves CallingLfs(), which takes longer than the
/// rest of a `get`.
bool IsRecent(int note) {
  constexpr time_t kRecent = 60;
  struct stat facts;
  return fstat(note, &facts) == 0 &&
         time(nullptr) - facts.st_mtim.tv_sec < kRecent;
}

void AddToNote(const Environment& environment, const std::string& caller) {
  const UniqueFd note = OpenNote(environment, O_WRONLY | O_CREAT | O_APPEND);
  if (!note.ok()) return;
  struct stat facts;
  const bool is_full =
      fstat(note.get(), &facts) != 0 || facts.st_size > kLargestNote / 2;
  if (is_full && ftruncate(note.get(), 0) != 0) return;
  if (write(note.get(), caller.data(), caller.size()) < 0) return;
}

}  // namespace

bool NoteLfsRejection(const Environment& environment) {
  const std::string caller = CallingLfs();
  if (!caller.empty()) AddToNote(environment, caller);
  return !caller.empty();
}

bool IsLfsRetry(const Environment& environment) {
  const UniqueFd note = OpenNote(environment, O_RDONLY);
  if (!note.ok() || !IsRecent(note.get())) return false;
  const std::string caller = CallingLfs();
  return !caller.empty() &&
         ("\n" + ReadSome(note.get())).find("\n" + caller) != std::string::npos;
}

}  // namespace hf
