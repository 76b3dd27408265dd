// SPDX-License-Identifier: Apache-2.0
#include "src/account/terminal/qr_code.h"

#include <qrencode.h>

#include <memory>

namespace hf {
namespace {

constexpr std::size_t kQuietZone = 4;  // Modules, as ISO/IEC 18004 requires.

struct FreeQrCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

/// The modules with the quiet zone around them.
class Picture {
 public:
  explicit Picture(const QRcode& code)
      : code_(code), width_(static_cast<std::size_t>(code.width)) {}

  std::size_t size() const { return width_ + 2 * kQuietZone; }

  bool IsLight(std::size_t row, std::size_t column) const {
    if (row < kQuietZone || column < kQuietZone || row >= kQuietZone + width_ ||
        column >= kQuietZone + width_) {
      return true;
    }
    const std::size_t at = (row - kQuietZone) * width_ + column - kQuietZone;
    return (code_.data[at] & 1) == 0;
  }

 private:
  const QRcode& code_;
  std::size_t width_;
};

/// One character for two modules, one above the other.
const char* Block(bool upper, bool lower) {
  if (upper) return lower ? "\u2588" : "\u2580";
  return lower ? "\u2584" : " ";
}

}  // namespace

std::optional<std::string> QrCode(const std::string& text, std::size_t columns,
                                  std::size_t rows, bool colour) {
  const std::unique_ptr<QRcode, FreeQrCode> code(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_L));
  if (!code) return std::nullopt;
  const Picture picture(*code);
  const std::size_t size = picture.size();
  if (size > columns || (size + 1) / 2 > rows) return std::nullopt;
  std::string lines;
  for (std::size_t row = 0; row < size; row += 2) {
    if (colour) lines += "\x1b[97;40m";
    for (std::size_t column = 0; column < size; ++column) {
      lines += Block(picture.IsLight(row, column),
                     row + 1 < size && picture.IsLight(row + 1, column));
    }
    lines += colour ? "\x1b[0m\n" : "\n";
  }
  return lines;
}

}  // namespace hf
