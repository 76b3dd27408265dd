// SPDX-License-Identifier: Apache-2.0
// Finds a few sections of a large text without keeping the text.
//
// Mapping the memory for 5,000 tokens takes longer than all else that git waits
// for. So this reads a text in pieces. It accepts only the form in which Python
// and SerializeIni() write sections, and none of configparser's other forms.

#ifndef HF_SRC_CONFIGPARSER_QUICK_SEARCH_H_
#define HF_SRC_CONFIGPARSER_QUICK_SEARCH_H_

#include <cstddef>
#include <optional>
#include <string_view>

#include "src/system/secret.h"

namespace hf {

class QuickSearch {
 public:
  /// Looks for sections that contain \a words, which outlive this.
  explicit QuickSearch(std::string_view words);

  /// Reads the sections that \a text begins with, and returns their size in
  /// bytes; a section that \a text does not contain whole is for the next call.
  /// Nothing when the text may have another form: names of printable ASCII in
  /// ascending order, options `key = value` in lower case and printable ASCII,
  /// an empty line after each section. Such a text has no [DEFAULT], and
  /// ParseIni() reads it without an error.
  std::optional<std::size_t> Read(std::string_view text);

  /// The sections that contain the words, as they are in the text.
  const SecretString& found() const { return found_; }

 private:
  bool may_search_;
  const std::string_view words_;
  SecretString last_name_;
  SecretString found_;
};

}  // namespace hf

#endif  // HF_SRC_CONFIGPARSER_QUICK_SEARCH_H_
