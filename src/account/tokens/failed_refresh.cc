// SPDX-License-Identifier: Apache-2.0
#include "src/account/tokens/failed_refresh.h"

#include <sys/stat.h>
#include <time.h>

#include "src/files/secret_directory.h"
#include "src/store/store_paths.h"
#include "src/system/path.h"
#include "src/system/runtime_directory.h"
#include "src/text/fingerprint.h"

namespace hf {
namespace {

std::string NoteFor(const StorePaths& paths, const std::string& name) {
  return "git-credential-hf-failed." + Fingerprint(paths.tokens + '\n' + name);
}

}  // namespace

void NoteFailedRefresh(const Environment& environment, const StorePaths& paths,
                       const std::string& name) {
  const auto runtime = RuntimeDirectory(environment);
  if (!runtime) return;
  const Result<SecretDirectory> directory = SecretDirectory::Open(*runtime);
  if (!directory.ok()) return;
  // If it cannot be written, the next failure prints the notice again.
  static_cast<void>(directory.value().Replace(NoteFor(paths, name), "").ok());
}

bool HasJustFailed(const Environment& environment, const StorePaths& paths,
                   const std::string& name) {
  constexpr time_t kPause = 300;
  const auto runtime = RuntimeDirectory(environment);
  struct stat facts;
  if (!runtime ||
      lstat(JoinPath(*runtime, NoteFor(paths, name)).c_str(), &facts) != 0) {
    return false;
  }
  const time_t ago = time(nullptr) - facts.st_mtim.tv_sec;
  return ago >= 0 && ago < kPause;
}

}  // namespace hf
