// SPDX-License-Identifier: Apache-2.0
#include "src/account/api/json_writer.h"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <variant>

#include "src/account/api/wiping_memory.h"
#include "src/text/message.h"
#include "src/text/utf8.h"

namespace hf {

using Buffer =
    rapidjson::GenericStringBuffer<rapidjson::UTF8<>, WipingJsonAllocator>;

template <template <typename, typename, typename, typename, unsigned>
          class Writer>
using WriterTo = Writer<Buffer, rapidjson::UTF8<>, rapidjson::UTF8<>,
                        WipingJsonAllocator, rapidjson::kWriteDefaultFlags>;

/// A variant, because RapidJSON's two writers have the same functions but no
/// common base class.
struct JsonWriter::Output {
  Buffer buffer;
  std::variant<std::monostate, WriterTo<rapidjson::Writer>,
               WriterTo<rapidjson::PrettyWriter>>
      writer;

  explicit Output(Layout layout) {
    if (layout == Layout::kIndented) {
      writer.emplace<2>(buffer);
    } else {
      writer.emplace<1>(buffer);
    }
  }

  template <typename Call>
  void Write(Call call) {
    if (auto* one_line = std::get_if<1>(&writer)) call(*one_line);
    if (auto* indented = std::get_if<2>(&writer)) call(*indented);
  }

  void String(std::string_view text) {
    const std::string visible = IsUtf8(text) ? "" : EscapeForTerminal(text);
    if (!visible.empty()) text = visible;
    const auto size = static_cast<rapidjson::SizeType>(text.size());
    Write([&](auto& to) { to.String(text.data(), size); });
  }
  void Null() {
    Write([](auto& to) { to.Null(); });
  }
  void Int64(std::int64_t number) {
    Write([&](auto& to) { to.Int64(number); });
  }
  void Bool(bool flag) {
    Write([&](auto& to) { to.Bool(flag); });
  }
  void StartObject() {
    Write([](auto& to) { to.StartObject(); });
  }
  void EndObject() {
    Write([](auto& to) { to.EndObject(); });
  }
  void StartArray() {
    Write([](auto& to) { to.StartArray(); });
  }
  void EndArray() {
    Write([](auto& to) { to.EndArray(); });
  }
};

JsonWriter::JsonWriter(Layout layout)
    : output_(std::make_unique<Output>(layout)) {
  output_->StartObject();
}

JsonWriter::~JsonWriter() = default;

void JsonWriter::Add(std::string_view key, std::string_view text) {
  output_->String(key);
  output_->String(text);
}

void JsonWriter::AddOrNull(std::string_view key,
                           const std::optional<std::string>& text) {
  if (text) return Add(key, std::string_view(*text));
  output_->String(key);
  output_->Null();
}

void JsonWriter::Add(std::string_view key, std::int64_t number) {
  output_->String(key);
  output_->Int64(number);
}

void JsonWriter::AddOrNull(std::string_view key,
                           const std::optional<std::int64_t>& number) {
  if (number) return Add(key, *number);
  output_->String(key);
  output_->Null();
}

void JsonWriter::Add(std::string_view key,
                     const std::vector<std::string>& texts) {
  output_->String(key);
  output_->StartArray();
  for (const std::string& text : texts) output_->String(text);
  output_->EndArray();
}

void JsonWriter::Add(std::string_view key, bool flag) {
  output_->String(key);
  output_->Bool(flag);
}

void JsonWriter::BeginObject(std::string_view key) {
  output_->String(key);
  output_->StartObject();
}

void JsonWriter::BeginObject() { output_->StartObject(); }
void JsonWriter::EndObject() { output_->EndObject(); }

void JsonWriter::BeginArray(std::string_view key) {
  output_->String(key);
  output_->StartArray();
}

void JsonWriter::AddElement(std::string_view text) { output_->String(text); }

void JsonWriter::EndArray() { output_->EndArray(); }

void JsonWriter::AddNull(std::string_view key) {
  output_->String(key);
  output_->Null();
}

SecretString JsonWriter::Finish() {
  output_->EndObject();
  return EscapeInJson({output_->buffer.GetString(), output_->buffer.GetSize()});
}

}  // namespace hf
