// SPDX-License-Identifier: Apache-2.0
// Adds sections to the text of a configuration file, and removes them again
// byte for byte.

#ifndef HF_SRC_ACCOUNT_CONFIGURE_SECTION_TEXT_H_
#define HF_SRC_ACCOUNT_CONFIGURE_SECTION_TEXT_H_

#include <optional>
#include <string>

namespace hf {

/// \a text with \a lines at its end, so that no other helper of the file comes
/// after this one. No \a text is a file that does not exist. If the file did
/// not exist, or had no line end at its end, a `[git-credential-hf]` section
/// records it for WithoutMarks().
std::string WithLines(const std::optional<std::string>& text,
                      const std::string& lines);

/// \a text without any copy of \a block, one section from SectionText(). Its
/// header stays if the user has added settings below it.
std::string WithoutBlock(const std::string& text, const std::string& block);

/// \a text without the `[git-credential-hf]` section of WithLines(), and with
/// the end that it had before. The caller must have removed all blocks. Nothing
/// when WithLines() created the file and nothing else is in it.
std::optional<std::string> WithoutMarks(const std::string& text);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_CONFIGURE_SECTION_TEXT_H_
