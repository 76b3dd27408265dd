// SPDX-License-Identifier: Apache-2.0
// Short names for long texts, in the names of files.

#ifndef HF_SRC_TEXT_FINGERPRINT_H_
#define HF_SRC_TEXT_FINGERPRINT_H_

#include <string>
#include <string_view>

namespace hf {

/// 16 hexadecimal digits that tell \a text from others (FNV-1a). Others can be
/// made that have the same, so nothing may be decided by it alone; and never of
/// a secret.
std::string Fingerprint(std::string_view text);

}  // namespace hf

#endif  // HF_SRC_TEXT_FINGERPRINT_H_
