// SPDX-License-Identifier: Apache-2.0
// Base64 as HTTP's Basic scheme uses it (RFC 4648 §4, RFC 7617).

#ifndef HF_SRC_TEXT_BASE64_H_
#define HF_SRC_TEXT_BASE64_H_

#include <optional>
#include <string_view>

#include "src/system/secret.h"

namespace hf {

SecretString EncodeBase64(std::string_view bytes);

/// Nothing when \a text is not canonical base64 with its padding.
std::optional<SecretString> DecodeBase64(std::string_view text);

}  // namespace hf

#endif  // HF_SRC_TEXT_BASE64_H_
