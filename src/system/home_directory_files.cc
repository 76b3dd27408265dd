// SPDX-License-Identifier: Apache-2.0
#include <pwd.h>
#include <stdio.h>

#include <memory>

#include "src/system/home_directory.h"

namespace hf {
namespace {

struct CloseFile {
  void operator()(FILE* file) const { fclose(file); }
};

template <typename Wanted>
std::optional<std::string> Home(Wanted wanted) {
  const std::unique_ptr<FILE, CloseFile> file(fopen("/etc/passwd", "re"));
  if (!file) return std::nullopt;
  while (const passwd* entry = fgetpwent(file.get())) {
    if (wanted(*entry)) return entry->pw_dir;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> HomeOf(uid_t uid) {
  return Home([uid](const passwd& entry) { return entry.pw_uid == uid; });
}

std::optional<std::string> HomeOf(std::string_view name) {
  return Home([name](const passwd& entry) { return name == entry.pw_name; });
}

}  // namespace hf
