// SPDX-License-Identifier: Apache-2.0
// A QR code in a terminal, which a phone can read.

#ifndef HF_SRC_ACCOUNT_TERMINAL_QR_CODE_H_
#define HF_SRC_ACCOUNT_TERMINAL_QR_CODE_H_

#include <optional>
#include <string>

namespace hf {

/// \a text as a QR code of half blocks (UTF-8), each line with its line end.
/// Nothing when it does not fit into \a columns by \a rows. Light modules are
/// blocks and dark ones are spaces. With \a colour it is white on black, so
/// that a phone can read it on a light terminal, too.
std::optional<std::string> QrCode(const std::string& text, std::size_t columns,
                                  std::size_t rows, bool colour);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TERMINAL_QR_CODE_H_
