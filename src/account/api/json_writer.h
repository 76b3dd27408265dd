// SPDX-License-Identifier: Apache-2.0
// Writes JSON for requests to the Hub and for `--json`.

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

/// Writes one object, its members in the order of the calls. Wipes its memory.
class JsonWriter {
 public:
  /// On one line, or indented for a human reader.
  enum class Layout { kOneLine, kIndented };
  explicit JsonWriter(Layout layout = Layout::kOneLine);
  ~JsonWriter();
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  // A text that is not UTF-8 is written as EscapeForTerminal() shows it.
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

  // The calls that follow add to the new object or array until its End call.
  // With \a key it is a member of an object; without one, an array's next
  // element.
  void BeginObject(std::string_view key);
  void BeginObject();
  void EndObject();
  void BeginArray(std::string_view key);
  void AddElement(std::string_view text);
  void EndArray();
  void AddNull(std::string_view key);

  /// The object's text, as EscapeInJson() returns it. Call it only once, at the
  /// end.
  SecretString Finish();

 private:
  struct Output;
  std::unique_ptr<Output> output_;
};

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_API_JSON_WRITER_H_
