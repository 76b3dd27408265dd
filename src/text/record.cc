// SPDX-License-Identifier: Apache-2.0
#include "src/text/record.h"

#include <errno.h>
#include <unistd.h>

namespace hf {
namespace {

constexpr std::size_t kMostBytes = 1 << 20;
constexpr std::size_t kMostLines = 1024;
constexpr std::size_t kLongestLine = 65535;  // With its LF.

/// Keys that decide which credential git asks for. No program sends one of them
/// twice, so a second one is an injection.
constexpr std::string_view kOnlyOnce[] = {field::kProtocol, field::kHost,
                                          field::kUsername, field::kPassword,
                                          field::kPath};

// Messages never show the bytes of a refused record: they may contain a secret.
Error Refuse(std::string_view reason) {
  return {Problem::kRefused,
          "refusing a credential request: " + std::string(reason)};
}

bool MayComeOnce(std::string_view key) {
  for (std::string_view once : kOnlyOnce) {
    if (key == once) return true;
  }
  return false;
}

/// The number of bytes of \a text before its blank line; npos when it has no
/// blank line.
std::size_t BlankLine(std::string_view text) {
  if (text.starts_with('\n')) return 0;
  const std::size_t blank = text.find("\n\n");
  return blank == std::string_view::npos ? blank : blank + 1;
}

}  // namespace

std::string_view Record::Key(const Field& field) const {
  return std::string_view(text_).substr(field.key, field.key_size);
}

std::string_view Record::Value(const Field& field) const {
  return std::string_view(text_).substr(field.value, field.value_size);
}

std::optional<std::string_view> Record::Find(std::string_view key) const {
  for (auto field = fields_.rbegin(); field != fields_.rend(); ++field) {
    if (Key(*field) == key) return Value(*field);
  }
  return std::nullopt;
}

bool Record::Lists(std::string_view key, std::string_view value) const {
  bool is_listed = false;
  for (const Field& field : fields_) {
    if (Key(field) != key) continue;
    const std::string_view found = Value(field);
    is_listed = !found.empty() && (is_listed || found == value);
  }
  return is_listed;
}

Result<Record> ParseRecord(SecretString text) {
  Record record;
  record.text_ = std::move(text);
  std::string_view all = record.text_;
  all = all.substr(0, BlankLine(all));
  if (all.size() > kMostBytes) return Refuse("it is larger than 1 MiB");
  if (all.find('\0') != all.npos) return Refuse("it contains a NUL byte");
  if (all.find('\r') != all.npos) {
    return Refuse("it contains a carriage return");
  }

  std::size_t start = 0;
  while (start < all.size()) {
    const std::size_t end = all.find('\n', start);
    if (end == all.npos) return Refuse("its last line is cut off");
    if (end - start + 1 > kLongestLine) return Refuse("a line is too long");
    if (record.fields_.size() == kMostLines) {
      return Refuse("it has more than 1,024 lines");
    }
    const std::size_t equals = all.find('=', start);
    if (equals >= end) return Refuse("a line has no '='");
    if (equals == start) return Refuse("a line has no key");
    const std::string_view key = all.substr(start, equals - start);
    if (MayComeOnce(key) && record.Find(key)) {
      return Refuse("'" + std::string(key) + "' comes twice");
    }
    record.fields_.push_back(
        {start, equals - start, equals + 1, end - equals - 1});
    start = end + 1;
  }
  return record;
}

Result<Record> ReadRecord(int fd) {
  SecretString text;
  char chunk[1024];
  for (;;) {
    const ssize_t count = read(fd, chunk, sizeof chunk);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno != EBADF) {
      return Refuse("it cannot be read");
    }
    if (count <= 0) break;
    // Also find a blank line whose two bytes come from two reads.
    const std::size_t seen = text.size() < 2 ? 0 : text.size() - 2;
    text.append(chunk, static_cast<std::size_t>(count));
    if (text.starts_with('\n') || text.find("\n\n", seen) != text.npos) break;
    if (text.size() > kMostBytes) break;
  }
  explicit_bzero(chunk, sizeof chunk);
  return ParseRecord(std::move(text));
}

bool IsOneLine(std::string_view text) {
  constexpr std::string_view kBreaks("\n\r\0", 3);
  return text.find_first_of(kBreaks) == text.npos;
}

void RecordWriter::Add(std::string_view key, std::string_view value) {
  if (!IsOneLine(value)) {
    bad_key_ = key;
    text_ = SecretString();
  }
  if (!bad_key_.empty()) return;
  text_.append(key).append("=").append(value).append("\n");
}

Result<void> RecordWriter::Check() const {
  if (bad_key_.empty()) return {};
  return Error{
      Problem::kCorrupt,
      "the value for '" + std::string(bad_key_) +
          "' contains a line break or a NUL byte",
      "find the unusual name with 'git-credential-hf list', and log in "
      "again with another name"};
}

Result<void> RecordWriter::WriteTo(int fd) const {
  if (Result<void> sound = Check(); !sound.ok()) return sound;
  std::string_view rest = text_;
  while (!rest.empty()) {
    const ssize_t count = write(fd, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      return Error{Problem::kUnavailable,
                   "cannot write the answer: " + std::string(strerror(errno))};
    }
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

}  // namespace hf
