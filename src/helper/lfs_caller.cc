// SPDX-License-Identifier: Apache-2.0
#include "src/helper/lfs_caller.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "src/system/unique_fd.h"

namespace hf {
namespace {

constexpr std::string_view kLfs = "git-lfs";

/// The fields of /proc/PID/stat that matter here. Empty when there is no such
/// process.
struct Process {
  std::string name, parent, start;
};

std::string ReadProc(const std::string& pid, const char* file) {
  const UniqueFd fd(
      open(("/proc/" + pid + file).c_str(), O_RDONLY | O_CLOEXEC));
  char text[1024];
  const ssize_t size = fd.ok() ? read(fd.get(), text, sizeof text) : 0;
  return {text, size > 0 ? static_cast<std::size_t>(size) : 0};
}

/// The name may contain any bytes, so the other fields are counted from its
/// closing bracket: first the state, second the parent, twentieth the start
/// time.
Process ReadProcess(const std::string& pid) {
  const std::string text = ReadProc(pid, "/stat");
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

/// The programs through which git-lfs itself runs a helper: `git credential`,
/// and the shell for a helper that git's configuration writes as a command.
bool BelongsToGit(std::string_view name) {
  constexpr std::string_view kNames[] = {"git",  "git-credential", "sh",
                                         "dash", "bash",           "busybox"};
  return std::find(std::begin(kNames), std::end(kNames), name) !=
         std::end(kNames);
}

/// The number of this process's namespace of process ids.
std::string Namespace() {
  struct stat facts {};
  stat("/proc/self/ns/pid", &facts);
  return std::to_string(facts.st_ino);
}

std::string IdOf(const std::string& pid, const Process& process) {
  return Namespace() + "." + pid + "." + process.start;
}

/// True when no git-lfs can be found above \a pid. For git's own requests this
/// reads only a name, which is quicker than ReadProcess().
bool EndsSearch(const std::string& pid, LfsSearch search) {
  std::string name = ReadProc(pid, "/comm");
  if (name.ends_with('\n')) name.pop_back();
  // Linux cuts names after 15 bytes: also git-remote-https.
  if (name == "git-remote-http" || name.empty()) return true;
  return search == LfsSearch::kDirect && name != kLfs && !BelongsToGit(name);
}

}  // namespace

std::optional<LfsCaller> FindLfsCaller(LfsSearch search) {
  constexpr int kMostGenerations = 32;
  std::string pid = std::to_string(getppid());
  if (EndsSearch(pid, search)) return std::nullopt;
  // A program that git-lfs runs is in its session, so the search ends with the
  // leader of the session: often the user's shell.
  const std::string leader = std::to_string(getsid(0));
  LfsCaller caller;
  for (int count = 0; count < kMostGenerations; ++count) {
    const Process process = ReadProcess(pid);
    if (process.name == kLfs) {
      caller.id = IdOf(pid, process);
      return caller;
    }
    if (!BelongsToGit(process.name)) caller.asks_itself = false;
    const bool is_last = pid == leader || process.parent == "0" ||
                         process.parent.empty() ||
                         (search == LfsSearch::kDirect && !caller.asks_itself);
    if (is_last) break;
    pid = process.parent;
  }
  return std::nullopt;
}

bool HasEnded(std::string_view id) {
  const std::string space = Namespace() + ".";
  if (!id.starts_with(space)) return false;
  const std::string_view rest = id.substr(space.size());
  const std::string pid(rest.substr(0, rest.find('.')));
  const Process process = ReadProcess(pid);
  if (process.parent.empty()) return true;
  const std::string running = IdOf(pid, process);
  return id != running && !id.starts_with(running + ".");
}

}  // namespace hf
