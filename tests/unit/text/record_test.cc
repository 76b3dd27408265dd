// SPDX-License-Identifier: Apache-2.0
#include "src/text/record.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <thread>

#include "tests/unit/scratch.h"

namespace hf {
namespace {

using namespace std::string_view_literals;

bool IsRefused(std::string_view text) {
  return !ParseRecord(SecretString(text)).ok();
}

TEST_CASE("a record that security.md P1 forbids is refused and not repeated") {
  const std::string_view kForbidden[] = {
      "protocol=https\nhost=a\0b\n"sv,       // NUL
      "protocol=https\r\nhost=a\r\n",        // CRLF
      "host=evil\rhost=huggingface.co\r\n",  // a lone CR is no line end
      "host=evil\rhost=b\n",                 // and no part of a value
      "protocol=https\nsecret-garbage\n",    // no '='
      "secret-garbage\nhost=a\n",            // though the next line has one
      "=secret-x\n",                         // no key
      "host=a\nhost=b\n",                    // repeated
      "protocol=https\nprotocol=https\n",    // even the same
      "username=a\nusername=b\n",
      "password=a\npassword=b\n",
      "path=a\npath=b\n",
      "protocol=https\nhost=huggingface.co",  // cut off
  };
  for (std::string_view text : kForbidden) {
    const std::string shown(text);
    CAPTURE(shown);
    const Result<Record> record = ParseRecord(SecretString(text));
    REQUIRE_FALSE(record.ok());
    CHECK(record.error().message.find("secret") == std::string::npos);
    CHECK(record.error().message.find("evil") == std::string::npos);
  }
}

TEST_CASE("a record may have each limit exactly and no byte more") {
  const std::string line(65535 - 3, 'x');  // "k=" and the LF
  CHECK_FALSE(IsRefused("k=" + line + "\n"));
  CHECK(IsRefused("k=" + line + "x\n"));

  std::string lines;
  for (int count = 0; count < 1024; ++count) lines += "k=v\n";
  CHECK_FALSE(IsRefused(lines));
  CHECK(IsRefused(lines + "k=v\n"));

  std::string large;
  while (large.size() + 65535 <= (1 << 20)) large += "k=" + line + "\n";
  large += "k=" + std::string((1 << 20) - large.size() - 3, 'x') + "\n";
  REQUIRE(large.size() == 1 << 20);
  CHECK_FALSE(IsRefused(large));
  large.replace(large.size() - 4, 4, "\na=\n");  // The lines stay short.
  CHECK_FALSE(IsRefused(large));
  CHECK(IsRefused("a=\n" + large));
}

TEST_CASE("the reader stops soon after the limit of a record") {
  const Scratch files;
  files.Give("large", "");
  const std::string path = files.Path("large");
  REQUIRE(truncate(path.c_str(), 64 << 20) == 0);
  const int file = open(path.c_str(), O_RDONLY);
  CHECK_FALSE(ReadRecord(file).ok());
  CHECK(lseek(file, 0, SEEK_CUR) <= (1 << 20) + 4096);
  close(file);
}

TEST_CASE("a blank line alone is a complete record") {
  int ends[2];
  // With O_NONBLOCK, reading past the record fails and does not hang.
  REQUIRE(pipe2(ends, O_NONBLOCK) == 0);
  REQUIRE(write(ends[1], "\n", 1) == 1);
  const Result<Record> record = ReadRecord(ends[0]);
  REQUIRE(record.ok());
  CHECK_FALSE(record.value().Find("host"));
  close(ends[0]);
  close(ends[1]);
}

TEST_CASE("a descriptor that cannot be read is an error") {
  const int folder = open("/", O_RDONLY | O_DIRECTORY);
  const Result<Record> record = ReadRecord(folder);
  REQUIRE_FALSE(record.ok());
  CHECK(record.error().problem == Problem::kRefused);
  close(folder);
}

TEST_CASE("a single line has no line end and no NUL") {
  CHECK(IsOneLine(""));
  CHECK(IsOneLine("a b\t=\x7f\xc3\xa4"));
  for (const std::string_view text : {"a\n"sv, "\rb"sv, "a\0b"sv}) {
    CHECK_FALSE(IsOneLine(text));
  }
}

TEST_CASE("a value with a line end or a NUL makes the whole record invalid") {
  for (const std::string_view value : {"a\nhost=evil"sv, "a\r"sv, "a\0"sv}) {
    RecordWriter record;
    record.Add("username", "secret");
    record.Add("name", value);
    record.Add("host", "huggingface.co");
    const Result<void> sound = record.Check();
    REQUIRE_FALSE(sound.ok());
    CHECK(sound.error().problem == Problem::kCorrupt);
    CHECK(sound.error().message.find("'name'") != std::string::npos);
    CHECK(record.text().empty());
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    CHECK_FALSE(record.WriteTo(ends[1]).ok());
    close(ends[1]);
    char byte;
    CHECK(read(ends[0], &byte, 1) == 0);
    close(ends[0]);
  }
}

TEST_CASE("a record accepts unknown keys and repeated lists") {
  const Result<Record> record = ParseRecord(
      "foo=bar\nfoo=baz\ncapability[]=a\ncapability[]=b\nHost=x\nhost =y\n");
  REQUIRE(record.ok());
  CHECK(record.value().Find("foo") == "baz");
  CHECK(record.value().Lists("capability[]", "a"));
  CHECK(record.value().Lists("capability[]", "b"));
  CHECK_FALSE(record.value().Lists("capability[]", "c"));
  CHECK_FALSE(record.value().Find("host"));
}

TEST_CASE("an empty value is not absent, and the first '=' ends the key") {
  const Result<Record> record = ParseRecord("username=\npath=a=b\n");
  REQUIRE(record.ok());
  CHECK(record.value().Find("username") == "");
  CHECK_FALSE(record.value().Find("password"));
  CHECK(record.value().Find("path") == "a=b");
}

TEST_CASE("the parser ignores what follows the blank line") {
  const Result<Record> record =
      ParseRecord(SecretString("host=a\n\nhost=b\n\0\r"sv));
  REQUIRE(record.ok());
  CHECK(record.value().Find("host") == "a");
}

TEST_CASE("a request that is cut off is never accepted") {
  const std::string_view whole = "protocol=https\nhost=huggingface.co\n";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    const Result<Record> record =
        ParseRecord(SecretString(whole.substr(0, size)));
    CHECK((!record.ok() || !record.value().Find("host")));
  }
}

TEST_CASE("a record may arrive in parts and needs no end of file") {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  std::thread writer([&] {
    const std::string_view text = "protocol=https\nhost=a\n\nrest";
    for (std::size_t at = 0; at < text.size(); at += 2) {
      const std::string_view part = text.substr(at, 2);
      if (write(ends[1], part.data(), part.size()) < 0) return;
      usleep(500);
    }
  });
  const Result<Record> record = ReadRecord(ends[0]);
  writer.join();
  close(ends[0]);
  close(ends[1]);
  REQUIRE(record.ok());
  CHECK(record.value().Find("host") == "a");
}

TEST_CASE("a closed descriptor is an empty record") {
  const Result<Record> record = ReadRecord(-1);
  REQUIRE(record.ok());
  CHECK_FALSE(record.value().Find("host"));
}

TEST_CASE("the writer writes a complete answer") {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  RecordWriter answer;
  answer.Add("username", "hf_user");
  answer.Add("password", "hf_x");
  CHECK(answer.WriteTo(ends[1]).ok());
  char text[64];
  const ssize_t size = read(ends[0], text, sizeof text);
  CHECK(std::string_view(text, static_cast<std::size_t>(size)) ==
        "username=hf_user\npassword=hf_x\n");
  close(ends[0]);
  close(ends[1]);
}

}  // namespace
}  // namespace hf
