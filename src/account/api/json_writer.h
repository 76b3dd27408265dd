// SPDX-License-Identifier: Apache-2.0
// JSON that we send to the Hub, and to programs that read our output.

#ifndef HF_SRC_ACCOUNT_API_JSON_WRITER_H_
#define HF_SRC_ACCOUNT_API_JSON_WRITER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/system/secret.h"

namespace hf {

/// Writes one object in the order of the calls. Its memory is wiped.
class JsonWriter {
 public:
  /// On one line, or with indentation for a reader.
  enum class Layout { kOneLine, kIndented };
  explicit JsonWriter(Layout layout = Layout::kOneLine);
  ~JsonWriter();
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  // A text that is not UTF-8 is written as a message would show it; nothing
  // becomes null.
  void Add(std::string_view key, std::string_view text);
  void Add(std::string_view key, const char* text) {
    Add(key, std::string_view(text));
  }
  void Add(std::string_view key, std::int64_t number);
  void Add(std::string_view key, const std::vector<std::string>& texts);
  void AddOrNull(std::string_view key, const std::optional<std::string>& text);
  void AddOrNull(std::string_view key,
                 const std::optional<std::int64_t>& number);

  void Add(std::string_view key, bool flag);

  // What is inside follows, up to the call that ends it. A \a key is for what
  // is inside an object; without one it is an array's next element.
  void BeginObject(std::string_view key);
  void BeginObject();
  void EndObject();
  void BeginArray(std::string_view key);
  void EndArray();
  void AddNull(std::string_view key);

  /// The object, as EscapeInJson() gives it. Only once.
  SecretString Finish();

 private:
  struct Output;
  std::unique_ptr<Output> output_;
};

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_API_JSON_WRITER_H_
