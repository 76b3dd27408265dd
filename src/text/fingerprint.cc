// SPDX-License-Identifier: Apache-2.0
#include "src/text/fingerprint.h"

#include <stdio.h>

#include <cstdint>

namespace hf {

std::string Fingerprint(std::string_view text) {
  std::uint64_t hash = 14'695'981'039'346'656'037ULL;
  for (const char byte : text) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 1'099'511'628'211ULL;
  }
  char digits[17];
  snprintf(digits, sizeof digits, "%016llx",
           static_cast<unsigned long long>(hash));
  return digits;
}

}  // namespace hf
