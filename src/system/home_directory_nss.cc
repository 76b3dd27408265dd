// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
#include <pwd.h>

#include <vector>

#include "src/system/home_directory.h"

namespace hf {
namespace {

constexpr std::size_t kMostBytes = 1 << 20;

template <typename Lookup>
std::optional<std::string> Home(Lookup lookup) {
  std::vector<char> buffer(4096);
  passwd entry;
  passwd* found = nullptr;
  while (lookup(&entry, buffer.data(), buffer.size(), &found) == ERANGE) {
    if (buffer.size() >= kMostBytes) return std::nullopt;
    buffer.resize(buffer.size() * 2);
  }
  if (!found || !found->pw_dir) return std::nullopt;
  return found->pw_dir;
}

}  // namespace

std::optional<std::string> HomeOf(uid_t uid) {
  return Home(
      [uid](passwd* entry, char* buffer, std::size_t size, passwd** found) {
        return getpwuid_r(uid, entry, buffer, size, found);
      });
}

std::optional<std::string> HomeOf(std::string_view name) {
  return Home([owned = std::string(name)](passwd* entry, char* buffer,
                                          std::size_t size, passwd** found) {
    return getpwnam_r(owned.c_str(), entry, buffer, size, found);
  });
}

}  // namespace hf
