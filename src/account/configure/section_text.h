// SPDX-License-Identifier: Apache-2.0
// How a configuration file looks with and without our lines, byte for byte.

#ifndef HF_SRC_ACCOUNT_CONFIGURE_SECTION_TEXT_H_
#define HF_SRC_ACCOUNT_CONFIGURE_SECTION_TEXT_H_

#include <optional>
#include <string>

namespace hf {

/// \a text with \a lines at its end, where no other helper comes after ours.
/// Nothing is a file that does not exist. What undoing could not know otherwise
/// is kept in a section of our own.
std::string WithLines(const std::optional<std::string>& text,
                      const std::string& lines);

/// \a text without \a block, which is one section as SectionText has it,
/// wherever it stands. The header stays if somebody has added settings below
/// it.
std::string WithoutBlock(const std::string& text, const std::string& block);

/// \a text, none of whose blocks is ours any more, without the section of our
/// own, and as it ended before us. Nothing when the file was not there before
/// us and nothing else is in it.
std::optional<std::string> WithoutMarks(const std::string& text);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_CONFIGURE_SECTION_TEXT_H_
