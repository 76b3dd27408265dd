// SPDX-License-Identifier: Apache-2.0
// Documents that a hostile Hub may send (security.md G).
#include "src/account/api/json_reader.h"

#include <doctest/doctest.h>

#include "src/account/api/json_writer.h"

namespace hf {
namespace {

std::string Nested(std::size_t levels) {
  std::string text;
  for (std::size_t level = 0; level < levels; ++level) text += R"({"a":)";
  return text + "1" + std::string(levels, '}');
}

TEST_CASE("the reader refuses what is not an object of plain JSON") {
  const std::string texts[] = {"",
                               " ",
                               "null",
                               "[1]",
                               R"("x")",
                               "1",
                               "true",  // 97
                               "{",
                               R"({"a")",
                               R"({"a":})",
                               R"({"a":1)",
                               R"({"a":1}})",  // 105
                               R"({"a":1} x)",
                               R"({'a':1})",
                               R"({a:1})",
                               R"({"a":1,})",
                               R"({"a":01})",
                               R"({"a":+1})",
                               R"({"a":NaN})",
                               R"({"a":1/**/})",
                               "<html>",
                               "\xef\xbb\xbf{}",
                               std::string("{}\0x", 4),  // 103
                               std::string("\0{}", 3),
                               "{\"a\":\"\x01\"}",
                               R"({"name":"alice","name":"mallory"})",
                               R"({"a":{"b":1,"b":1}})",
                               R"({"a":1,"b":[],"a":1})",
                               R"({"a":1,"b":{},"a":1})",
                               "{\"a\":\"\xff\xfe\"}",
                               "{\"a\":\"\xc0\xaf\"}",  // 100
                               "{\"a\":\"\xed\xa0\x80\"}",
                               R"({"a":"\ud800"})",
                               R"({"a":"\udc00"})",
                               R"({"a":"\udc00\ud800"})",
                               R"({"\udfff":1})",
                               std::string(200'000, '['),
                               Nested(33),
                               Nested(100'000)};  // 96
  for (const std::string& text : texts) {
    CAPTURE(text.substr(0, 40));
    const auto parsed = JsonObject::Parse(text);
    REQUIRE_FALSE(parsed.ok());
    CHECK(parsed.error().problem == Problem::kRefused);
  }
}

TEST_CASE("the reader accepts the greatest permitted depth") {
  CHECK(JsonObject::Parse(Nested(32)).ok());
}

TEST_CASE("the reader accepts any number of values side by side") {
  std::string text = R"({"a":[[])";
  for (int count = 0; count < 100; ++count) text += ",[],{}";
  CHECK(JsonObject::Parse(text + "]}").ok());
}

TEST_CASE("the same key in two objects is not a duplicate") {
  CHECK(JsonObject::Parse(R"({"a":{"x":1},"b":{"x":1},"x":[{"x":1}]})").ok());
}

TEST_CASE("a getter does not return a value of another type") {  // 98
  const auto parsed = JsonObject::Parse(
      R"({"text":"t","number":1,"list":[1,{"x":"y"},"z"],"object":{},
          "null":null,"true":true})");
  REQUIRE(parsed.ok());
  const JsonObject& object = parsed.value();
  for (const char* key : {"number", "list", "object", "null", "true", "none"}) {
    CHECK_FALSE(object.FindText(key));
  }
  for (const char* key : {"text", "list", "object", "null", "true", "none"}) {
    CHECK_FALSE(object.FindInteger(key));
  }
  for (const char* key : {"text", "number", "list", "null", "true", "none"}) {
    CHECK_FALSE(object.FindObject(key));
  }
  CHECK(object.FindText("text") == "t");
  CHECK(object.FindInteger("number") == 1);
  CHECK(object.FindObject("object"));
  REQUIRE(object.FindObjects("list").size() == 1);
  CHECK(object.FindObjects("list")[0].FindText("x") == "y");
  CHECK(object.FindObjects("text").empty());
}

TEST_CASE("a getter returns only integers that fit") {  // 104
  const std::pair<std::string, std::optional<std::int64_t>> rows[] = {
      {"0", 0},
      {"-1", -1},
      {"999999999999999999", 999'999'999'999'999'999},
      {"1000000000000000000", std::nullopt},
      {"18446744073709551616", std::nullopt},
      {"1.5", std::nullopt},
      {"1.0", std::nullopt},
      {"1e2", std::nullopt},
      {"1e400", std::nullopt},
      {"-0.e-2147483650", std::nullopt},
      {std::string(100'000, '9'), std::nullopt},
  };
  for (const auto& row : rows) {
    const std::string& number = row.first;
    const auto& expected = row.second;
    CAPTURE(number.substr(0, 40));
    const auto parsed = JsonObject::Parse("{\"n\":" + number + ",\"t\":\"x\"}");
    if (!parsed.ok()) {
      CHECK_FALSE(expected);
      continue;
    }
    CHECK(parsed.value().FindInteger("n") == expected);
    CHECK(parsed.value().FindText("t") == "x");
  }
}

TEST_CASE("the reader reads back what the writer writes") {
  JsonWriter writer;
  writer.Add("quoted", "a\"b\\c\n\x1b");
  writer.Add("bytes", "\xff");
  writer.Add("number", std::int64_t{-5});
  writer.AddOrNull("nothing", std::optional<std::string>());
  writer.AddOrNull("never", std::optional<std::int64_t>());
  writer.Add("list", std::vector<std::string>{"x", "y"});
  const SecretString text = writer.Finish();
  CHECK(text.find('\n') == text.npos);
  const auto parsed = JsonObject::Parse(text);
  REQUIRE(parsed.ok());
  CHECK(parsed.value().FindText("quoted") == "a\"b\\c\n\x1b");
  CHECK(parsed.value().FindText("bytes") == "\\xff");
  CHECK(parsed.value().FindInteger("number") == -5);
  CHECK(text.find(R"("nothing":null,"never":null,"list":["x","y"])") !=
        text.npos);
}

}  // namespace
}  // namespace hf
