// SPDX-License-Identifier: Apache-2.0
// Reads JSON from the Hub without trusting it: a proxy or a false mirror may
// have written the answer, and it may contain texts that another user chose.

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

/// One object of a JSON text (RFC 8259). The Find functions return nothing when
/// the key is missing or its value has another type.
class JsonObject {
 public:
  /// Reads \a text, which must be one object and nothing after it. Fails with
  /// kRefused when \a text is not JSON or not UTF-8, or has a byte order mark,
  /// half of a surrogate pair, a key twice in one object, more than 32 levels,
  /// or a root that is not an object.
  static Result<JsonObject> Parse(std::string_view text);

  /// The string at \a key; it may be empty and contain any character. It is
  /// valid while this object or a copy of it exists.
  std::optional<std::string_view> FindText(std::string_view key) const;

  /// The number at \a key if it is written as an integer of at most 18 digits.
  std::optional<std::int64_t> FindInteger(std::string_view key) const;

  /// True when \a key has a value that is not null.
  bool Has(std::string_view key) const;

  std::optional<JsonObject> FindObject(std::string_view key) const;

  /// The objects in the array at \a key; its other elements are ignored. Empty
  /// when there is no such array.
  std::vector<JsonObject> FindObjects(std::string_view key) const;

 private:
  explicit JsonObject(std::shared_ptr<const internal::JsonText> text,
                      const void* value)
      : text_(std::move(text)), value_(value) {}

  const void* Find(std::string_view key) const;

  std::shared_ptr<const internal::JsonText> text_;
  const void* value_;  // A RapidJSON value inside of text_.
};

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_API_JSON_READER_H_
