// SPDX-License-Identifier: Apache-2.0
#include "src/account/api/json_reader.h"

#include <rapidjson/document.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <set>

#include "src/account/api/wiping_memory.h"
#include "src/system/secret.h"
#include "src/text/utf8.h"

namespace hf {
namespace {

using Pool = rapidjson::MemoryPoolAllocator<WipingJsonAllocator>;
using Document =
    rapidjson::GenericDocument<rapidjson::UTF8<>, Pool, WipingJsonAllocator>;
using Value = Document::ValueType;
using Reader = rapidjson::GenericReader<rapidjson::UTF8<>, rapidjson::UTF8<>,
                                        WipingJsonAllocator>;
using rapidjson::SizeType;

/// A handler that stops the parser where RapidJSON is too lenient: its
/// iterative parser has no limit of depth, its document keeps both values of a
/// key that is there twice, and it validates UTF-8 before it decodes escapes,
/// so that
/// "\udc00" becomes half of a surrogate pair.
class StrictHandler {
 public:
  explicit StrictHandler(Document& document) : document_(document) {}

  // RapidJSON's handler concept: one function for each kind of JSON token.
  bool Null() { return document_.Null(); }
  bool Bool(bool value) { return document_.Bool(value); }
  bool Int(int) { return false; }  // kFlags: numbers come to RawNumber().
  bool Uint(unsigned) { return false; }
  bool Int64(int64_t) { return false; }
  bool Uint64(uint64_t) { return false; }
  bool Double(double) { return false; }
  bool RawNumber(const char* text, SizeType size, bool) {
    const auto number = ToInteger({text, size});
    return number ? document_.Int64(*number) : document_.Double(0.5);
  }
  bool String(const char* text, SizeType size, bool copy) {
    return IsUtf8({text, size}) && document_.String(text, size, copy);
  }
  bool Key(const char* text, SizeType size, bool copy) {
    return IsUtf8({text, size}) &&
           keys_.back().insert(SecretString(text, size)).second &&
           document_.Key(text, size, copy);
  }
  bool StartObject() { return Enter() && document_.StartObject(); }
  bool EndObject(SizeType size) {
    keys_.pop_back();
    return document_.EndObject(size);
  }
  bool StartArray() { return Enter() && document_.StartArray(); }
  bool EndArray(SizeType size) {
    keys_.pop_back();
    return document_.EndArray(size);
  }

 private:
  static constexpr std::size_t kMaxDepth = 32;

  bool Enter() {
    keys_.emplace_back();
    return keys_.size() <= kMaxDepth;
  }

  static std::optional<std::int64_t> ToInteger(std::string_view text) {
    constexpr std::size_t kMaxDigits = 18;
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (text.size() > kMaxDigits) return std::nullopt;
    std::int64_t number = 0;
    for (char digit : text) {
      if (digit < '0' || digit > '9') return std::nullopt;
      number = number * 10 + (digit - '0');
    }
    return negative ? -number : number;
  }

  Document& document_;
  std::vector<std::set<SecretString>> keys_;  // One set for each open object.
};

/// Numbers as strings: otherwise RapidJSON changes 2^64 to an inexact double
/// without an error.
constexpr unsigned kFlags =
    rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;

/// The generator that Document::Populate() calls.
struct StrictParse {
  std::string_view text;
  bool ok = false;

  bool operator()(Document& document) {
    rapidjson::MemoryStream stream(text.data(), text.size());
    StrictHandler handler(document);
    Reader reader;
    ok = !reader.Parse<kFlags>(stream, handler).IsError();
    return ok;
  }
};

Error UnreadableError() {
  return {Problem::kRefused, "the answer cannot be read",
          "try again later; a proxy may have answered in place of the Hub"};
}

}  // namespace

struct internal::JsonText {
  Document document;
};

Result<JsonObject> JsonObject::Parse(std::string_view text) {
  // RapidJSON stops at a NUL and ignores the text after it.
  if (text.find('\0') != text.npos) return UnreadableError();
  auto parsed = std::make_shared<internal::JsonText>();
  StrictParse parse{text};
  parsed->document.Populate(parse);
  if (!parse.ok || !parsed->document.IsObject()) return UnreadableError();
  const Value* root = &parsed->document;
  return JsonObject(std::move(parsed), root);
}

const void* JsonObject::Find(std::string_view key) const {
  const auto& object = *static_cast<const Value*>(value_);
  const Value name(
      rapidjson::StringRef(key.data(), static_cast<SizeType>(key.size())));
  const auto found = object.FindMember(name);
  return found == object.MemberEnd() ? nullptr : &found->value;
}

std::optional<std::string_view> JsonObject::FindText(
    std::string_view key) const {
  const auto* value = static_cast<const Value*>(Find(key));
  if (!value || !value->IsString()) return std::nullopt;
  return std::string_view(value->GetString(), value->GetStringLength());
}

bool JsonObject::Has(std::string_view key) const {
  const auto* value = static_cast<const Value*>(Find(key));
  return value && !value->IsNull();
}

std::optional<std::int64_t> JsonObject::FindInteger(
    std::string_view key) const {
  const auto* value = static_cast<const Value*>(Find(key));
  if (!value || !value->IsInt64()) return std::nullopt;
  return value->GetInt64();
}

std::optional<JsonObject> JsonObject::FindObject(std::string_view key) const {
  const auto* value = static_cast<const Value*>(Find(key));
  if (!value || !value->IsObject()) return std::nullopt;
  return JsonObject(text_, value);
}

std::vector<JsonObject> JsonObject::FindObjects(std::string_view key) const {
  std::vector<JsonObject> objects;
  const auto* value = static_cast<const Value*>(Find(key));
  if (!value || !value->IsArray()) return objects;
  for (const Value& element : value->GetArray()) {
    if (element.IsObject()) objects.push_back(JsonObject(text_, &element));
  }
  return objects;
}

}  // namespace hf
