// SPDX-License-Identifier: Apache-2.0
// A text as a picture that a telephone can read off a terminal.

#ifndef HF_SRC_ACCOUNT_TERMINAL_QR_CODE_H_
#define HF_SRC_ACCOUNT_TERMINAL_QR_CODE_H_

#include <optional>
#include <string>

namespace hf {

/// \a text as a QR code of half blocks (UTF-8), lines with their ends, if it
/// fits into \a columns by \a rows; nothing when it does not. Light is drawn
/// and dark is left out; with \a colour in white on black, so that it is right
/// on a light terminal, too.
std::optional<std::string> QrCode(const std::string& text, std::size_t columns,
                                  std::size_t rows, bool colour);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TERMINAL_QR_CODE_H_
