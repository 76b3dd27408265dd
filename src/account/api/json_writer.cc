// SPDX-License-Identifier: Apache-2.0
#include "src/account/api/json_writer.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "src/account/api/wiping_memory.h"
#include "src/text/message.h"
#include "src/text/utf8.h"

namespace hf {

using Buffer =
    rapidjson::GenericStringBuffer<rapidjson::UTF8<>, WipingJsonAllocator>;

struct JsonWriter::Output {
  Buffer buffer;
  rapidjson::Writer<Buffer, rapidjson::UTF8<>, rapidjson::UTF8<>,
                    WipingJsonAllocator>
      writer{buffer};

  void String(std::string_view text) {
    const std::string visible = IsUtf8(text) ? "" : EscapeForTerminal(text);
    if (!visible.empty()) text = visible;
    writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  }
};

JsonWriter::JsonWriter() : output_(std::make_unique<Output>()) {
  output_->writer.StartObject();
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
  output_->writer.Null();
}

void JsonWriter::Add(std::string_view key, std::int64_t number) {
  output_->String(key);
  output_->writer.Int64(number);
}

void JsonWriter::AddOrNull(std::string_view key,
                           const std::optional<std::int64_t>& number) {
  if (number) return Add(key, *number);
  output_->String(key);
  output_->writer.Null();
}

void JsonWriter::Add(std::string_view key,
                     const std::vector<std::string>& texts) {
  output_->String(key);
  output_->writer.StartArray();
  for (const std::string& text : texts) output_->String(text);
  output_->writer.EndArray();
}

void JsonWriter::Add(std::string_view key, bool flag) {
  output_->String(key);
  output_->writer.Bool(flag);
}

void JsonWriter::BeginObject(std::string_view key) {
  output_->String(key);
  output_->writer.StartObject();
}

void JsonWriter::BeginObject() { output_->writer.StartObject(); }
void JsonWriter::EndObject() { output_->writer.EndObject(); }

void JsonWriter::BeginArray(std::string_view key) {
  output_->String(key);
  output_->writer.StartArray();
}

void JsonWriter::EndArray() { output_->writer.EndArray(); }

void JsonWriter::AddNull(std::string_view key) {
  output_->String(key);
  output_->writer.Null();
}

SecretString JsonWriter::Finish() {
  output_->writer.EndObject();
  return EscapeInJson({output_->buffer.GetString(), output_->buffer.GetSize()});
}

}  // namespace hf
