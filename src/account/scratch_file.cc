// SPDX-License-Identifier: Apache-2.0
#include "src/account/scratch_file.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "src/secret_file.h"

namespace hf {

Result<ScratchFile> ScratchFile::Make(std::string_view text) {
  std::error_code error;
  std::string pattern = std::filesystem::temp_directory_path(error).string();
  // git works in another directory, so a relative TMPDIR is of no use.
  if (error || !pattern.starts_with('/')) pattern = "/tmp";
  pattern += "/git-credential-hf-XXXXXX";
  if (!mkdtemp(pattern.data())) {
    return FileError("make the directory", pattern, errno);
  }
  ScratchFile file(pattern);
  std::ofstream out(file.path_, std::ios::binary);
  out << text;
  out.close();
  if (!out) return FileError("write", file.path_, errno);
  return file;
}

ScratchFile::~ScratchFile() {
  if (directory_.empty()) return;
  std::error_code ignored;  // Nothing in it is secret or matters any more.
  std::filesystem::remove_all(directory_, ignored);
}

Result<std::string> ScratchFile::Read() const {
  std::ifstream in(path_, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return FileError("read", path_, errno);
  return std::move(text).str();
}

}  // namespace hf
