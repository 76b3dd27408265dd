// SPDX-License-Identifier: Apache-2.0
// Short digests of long texts, for the names of files.

#ifndef HF_SRC_TEXT_FINGERPRINT_H_
#define HF_SRC_TEXT_FINGERPRINT_H_

#include <string>
#include <string_view>

namespace hf {

/// 16 hexadecimal digits computed from \a text (FNV-1a). An attacker can find
/// another text with the same digits, so no decision may depend on them alone.
/// \a text must not be a secret.
std::string Fingerprint(std::string_view text);

}  // namespace hf

#endif  // HF_SRC_TEXT_FINGERPRINT_H_
