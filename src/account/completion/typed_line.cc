// SPDX-License-Identifier: Apache-2.0
#include "src/account/completion/typed_line.h"

namespace hf {
namespace {

bool IsAscii(char byte) {
  return (static_cast<unsigned char>(byte) & 128) == 0;
}

/// True when bash takes \a byte unchanged at any place of an unquoted word.
bool IsPlain(char byte) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
      "/._-+@:=,%";
  return !IsAscii(byte) || kPlain.find(byte) != kPlain.npos;
}

bool IsBlank(char byte) { return byte == ' ' || byte == '\t' || byte == '\n'; }

bool IsControl(char byte) {
  return IsAscii(byte) && (byte < ' ' || byte == '\x7f');
}

}  // namespace

void TypedLine::EndWord() {
  if (!typed_.empty()) words_.push_back(word_);
  word_.clear();
  typed_.clear();
  is_expanded_ = false;
}

void TypedLine::ReadEscaped(char byte) {
  constexpr std::string_view kEscapable = "\\\"$`";
  if (quote_ == Quote::kDouble && kEscapable.find(byte) == kEscapable.npos) {
    word_ += '\\';
  }
  word_ += byte;
  is_escaped_ = false;
  is_opened_ = false;
}

void TypedLine::ReadQuoted(char byte) {
  is_opened_ = false;
  if (byte == QuoteByte()) {
    quote_ = Quote::kNone;
    return;
  }
  word_ += byte;
  if (quote_ == Quote::kSingle) return;
  if (byte == '$' || byte == '`' || byte == '!') is_expanded_ = true;
}

void TypedLine::ReadUnquoted(char byte) {
  is_opened_ = byte == '\'' || byte == '"';
  if (is_opened_) {
    quote_ = byte == '"' ? Quote::kDouble : Quote::kSingle;
    return;
  }
  word_ += byte;
  if (!IsPlain(byte)) is_expanded_ = true;
}

void TypedLine::ReadByte(char byte) {
  if (quote_ == Quote::kNone && !is_escaped_ && IsBlank(byte)) {
    EndWord();
    return;
  }
  typed_ += byte;
  if (IsControl(byte)) is_expanded_ = true;
  if (is_escaped_) {
    ReadEscaped(byte);
  } else if (byte == '\\' && quote_ != Quote::kSingle) {
    is_escaped_ = true;
  } else if (quote_ == Quote::kNone) {
    ReadUnquoted(byte);
  } else {
    ReadQuoted(byte);
  }
}

TypedLine TypedLine::FromLine(std::string_view line) {
  TypedLine typed;
  typed.is_line_ = true;
  for (const char byte : line) typed.ReadByte(byte);
  typed.words_.push_back(typed.word_);
  return typed;
}

TypedLine TypedLine::FromWords(std::string_view words) {
  TypedLine typed;
  for (std::size_t end; (end = words.find('\0')) != words.npos;
       words.remove_prefix(end + 1)) {
    typed.words_.emplace_back(words.substr(0, end));
  }
  return typed;
}

/// One byte of the rest, after which the quote that the user has begun is open.
std::string TypedLine::Quoted(char byte) const {
  constexpr std::string_view kSpecialInDouble = "\\\"$`";
  const std::string itself(1, byte);
  switch (quote_) {
    case Quote::kSingle:
      return byte == '\'' ? "'\\''" : itself;
    case Quote::kDouble:
      // Nothing else keeps bash from looking for it in its history.
      if (byte == '!') return "\"\\!\"";
      return kSpecialInDouble.find(byte) == kSpecialInDouble.npos
                 ? itself
                 : "\\" + itself;
    case Quote::kNone:
      break;
  }
  return IsPlain(byte) ? itself : "\\" + itself;
}

/// Readline adds the closing quote, but not behind a byte that looks like it,
/// and takes a quote right behind the opening one for its double.
std::string TypedLine::QuotedRest(std::string_view rest) const {
  std::string text;
  for (const char byte : rest) text += Quoted(byte);
  if (quote_ == Quote::kNone || rest.empty()) return text;
  if (text.back() == QuoteByte()) {
    if (rest.back() == '!') {
      text += '"';
    } else {
      text.erase(text.rfind('\\'));
      if (quote_ == Quote::kDouble) text += '"';
      text += "\\" + std::string(1, QuoteByte());
    }
  }
  if (is_opened_ && text.front() == QuoteByte()) text.insert(0, 1, QuoteByte());
  return text;
}

std::optional<std::string> TypedLine::TextFor(
    std::string_view candidate) const {
  if (!is_line_) return std::string(candidate);
  if (is_expanded_ || !candidate.starts_with(word_)) return std::nullopt;
  std::string text = typed_;
  if (is_escaped_) text.pop_back();  // It begins an escape, of the rest.
  return text + QuotedRest(candidate.substr(word_.size()));
}

}  // namespace hf
