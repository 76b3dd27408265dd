// SPDX-License-Identifier: Apache-2.0
// What the Hub answers, read as if a stranger had written it: a proxy, a rogue
// mirror or a text that a user chose can be behind every byte of it.

#ifndef HF_SRC_ACCOUNT_API_JSON_READER_H_
#define HF_SRC_ACCOUNT_API_JSON_READER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"

namespace hf {

namespace internal {
struct JsonText;
}  // namespace internal

/// One object of a JSON text (RFC 8259). Keys that are not there and values of
/// another type than the one asked for are both "nothing": a caller never
/// meets a value whose type was not checked.
class JsonObject {
 public:
  /// Reads \a text, which must be one object and nothing after it. Fails with
  /// kRefused for what is no JSON or no UTF-8, has a byte order mark, half of a
  /// surrogate pair, a key twice in one object or more than 32 levels, and for
  /// any other root.
  static Result<JsonObject> Parse(std::string_view text);

  /// The text at \a key; it may be empty or hold any character. Valid as long
  /// as this or a copy of it.
  std::optional<std::string_view> FindText(std::string_view key) const;

  /// The number at \a key if it is written as an integer of at most 18 digits.
  std::optional<std::int64_t> FindInteger(std::string_view key) const;

  std::optional<JsonObject> FindObject(std::string_view key) const;

  /// The objects in the array at \a key; what is no object is passed over.
  std::vector<JsonObject> FindObjects(std::string_view key) const;

 private:
  explicit JsonObject(std::shared_ptr<const internal::JsonText> text,
                      const void* value)
      : text_(std::move(text)), value_(value) {}

  const void* Find(std::string_view key) const;

  std::shared_ptr<const internal::JsonText> text_;
  const void* value_;  // Into text_. RapidJSON stays out of this header.
};

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_API_JSON_READER_H_
