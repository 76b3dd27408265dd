// SPDX-License-Identifier: Apache-2.0
// A directory with a token store in it, for tests that need real files.

#ifndef HF_TESTS_UNIT_SCRATCH_H_
#define HF_TESTS_UNIT_SCRATCH_H_

#include <string>
#include <string_view>
#include <vector>

#include "src/store/store_paths.h"
#include "src/system/environment.h"

namespace hf {

/// Removes itself. Its files have mode 0600 and an old modification time.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string Path(std::string_view name) const;
  void Give(std::string_view name, std::string_view text) const;

  /// The bytes of a file, or "(none)".
  std::string Read(std::string_view name) const;

  /// The names in the directory, or in a \a folder of it, sorted, without the
  /// lock.
  std::vector<std::string> Names(std::string_view folder = "") const;

  StorePaths Store() const {
    return {Path("token"), Path("stored_tokens"), Path("git_credential_hf")};
  }

 private:
  std::string directory_;
};

/// An environment made of NAME=value texts.
class Variables {
 public:
  Variables(std::vector<std::string> texts);  // NOLINT: converts on purpose

  Environment Get() const { return Environment(pointers_.data()); }

 private:
  std::vector<std::string> texts_;
  std::vector<const char*> pointers_;
};

}  // namespace hf

#endif  // HF_TESTS_UNIT_SCRATCH_H_
