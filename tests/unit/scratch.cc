// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/scratch.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace hf {

Scratch::Scratch() {
  directory_ = std::filesystem::temp_directory_path() / "hf-unit-XXXXXX";
  REQUIRE(mkdtemp(directory_.data()) != nullptr);
}

Scratch::~Scratch() {
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

std::string Scratch::Path(std::string_view name) const {
  return directory_ + "/" + std::string(name);
}

void Scratch::Give(std::string_view name, std::string_view text) const {
  const std::string path = Path(name);
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
  REQUIRE(chmod(path.c_str(), 0600) == 0);
  const timespec settled[] = {{1'600'000'000, 0}, {1'600'000'000, 0}};
  REQUIRE(utimensat(AT_FDCWD, path.c_str(), settled, 0) == 0);
}

std::string Scratch::Read(std::string_view name) const {
  std::ifstream file(Path(name), std::ios::binary);
  if (!file) return "(none)";
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> Scratch::Names(std::string_view folder) const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(Path(folder))) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".lock")) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

Variables::Variables(std::vector<std::string> texts)
    : texts_(std::move(texts)) {
  for (const std::string& text : texts_) pointers_.push_back(text.c_str());
  pointers_.push_back(nullptr);
}

}  // namespace hf
