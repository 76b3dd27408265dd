// SPDX-License-Identifier: Apache-2.0
#include "src/account/terminal/terminal.h"

#include <bsd/readpassphrase.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include "src/account/terminal/paragraph.h"
#include "src/text/message.h"

namespace hf {
namespace {

/// A number from 1 to \a max; 0 for any other \a text.
std::size_t ParseNumber(const std::string& text, std::size_t max) {
  if (text.empty() || text.size() > 6) return 0;
  std::size_t number = 0;
  for (char digit : text) {
    if (digit < '0' || digit > '9') return 0;
    number = number * 10 + static_cast<std::size_t>(digit - '0');
  }
  return number <= max ? number : 0;
}

std::string EnterANumber(std::size_t max) {
  if (max == 1) return "enter 1, or q to leave";
  if (max == 2) return "enter 1 or 2, or q to leave";
  return "enter a number from 1 to " + std::to_string(max) + ", or q to leave";
}

void PrintMenu(std::string_view title,
               const std::vector<std::string>& entries) {
  constexpr std::size_t kNumber = 5;  // The columns before an entry.
  const std::size_t columns = Columns(STDERR_FILENO);
  fprintf(stderr, "%s\n", Wrapped(EscapeForTerminal(title), columns).c_str());
  for (std::size_t at = 0; at < entries.size(); ++at) {
    char number[24];
    snprintf(number, sizeof number, "%3zu  ", at + 1);
    fprintf(stderr, "%s\n",
            Wrapped(number + EscapeForTerminal(entries[at]), columns, kNumber)
                .c_str());
  }
}

}  // namespace

bool IsInteractive(const Environment& environment) {
  return isatty(STDIN_FILENO) && isatty(STDERR_FILENO) &&
         !IsInNotebook(environment);
}

bool HasDisplay(const Environment& environment) {
  return environment.Has("DISPLAY") || environment.Has("WAYLAND_DISPLAY");
}

bool IsInNotebook(const Environment& environment) {
  return environment.Has("JPY_PARENT_PID") ||
         environment.Has("COLAB_RELEASE_TAG");
}

std::optional<std::string> Ask(std::string_view question) {
  fprintf(stderr, "%s", EscapeForTerminal(question).c_str());
  fflush(stderr);
  std::string line;
  for (int byte = getchar(); byte != '\n'; byte = getchar()) {
    if (byte == EOF) {
      fputc('\n', stderr);
      return std::nullopt;
    }
    line.push_back(static_cast<char>(byte));
  }
  return line;
}

std::optional<SecretString> AskSecret(const char* prompt,
                                      std::size_t max_bytes) {
  SecretString line;
  line.resize(max_bytes + 1);
  // readpassphrase() turns the terminal's echo on again when a signal comes,
  // and then raises the signal again.
  if (!readpassphrase(prompt, line.data(), line.size(),
                      RPP_ECHO_OFF | RPP_REQUIRE_TTY)) {
    return std::nullopt;
  }
  line.resize(line.find_last_not_of('\0') + 1);
  return line;
}

bool Confirm(std::string_view question) {
  const auto answer = Ask(std::string(question) + " [y/N] ");
  return answer && (*answer == "y" || *answer == "Y" || *answer == "yes");
}

std::optional<std::size_t> Choose(std::string_view title,
                                  const std::vector<std::string>& entries,
                                  EmptyLine empty_line) {
  PrintMenu(title, entries);
  const bool takes_first = empty_line == EmptyLine::kTakesFirst;
  const std::string question =
      takes_first
          ? "choice [1]: "
          : "number (1-" + std::to_string(entries.size()) + ", q to leave): ";
  constexpr int kMaxTries = 3;
  for (int tries = 0; tries < kMaxTries; ++tries) {
    const auto line = Ask(question);
    if (line && line->empty() && takes_first) return std::size_t{0};
    if (!line || line->empty() || *line == "q") return std::nullopt;
    if (const std::size_t number = ParseNumber(*line, entries.size())) {
      return number - 1;
    }
    PrintNotice(EnterANumber(entries.size()));
  }
  return std::nullopt;
}

bool IsUtf8Terminal(const Environment& environment) {
  for (const std::string_view name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    if (!environment.Has(name)) continue;
    const std::string_view locale = *environment.Find(name);
    return locale.find("UTF-8") != locale.npos ||
           locale.find("utf8") != locale.npos;
  }
  return false;
}

std::size_t DisplayWidth(const std::string& text) {
  static const bool utf8 = setlocale(LC_CTYPE, "C.UTF-8") != nullptr;
  if (!utf8) return text.size();
  std::size_t columns = 0;
  mbstate_t state;
  memset(&state, 0, sizeof state);
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    wchar_t wide;
    const std::size_t size =
        mbrtowc(&wide, at, static_cast<std::size_t>(end - at), &state);
    if (size == 0 || size > text.size()) break;
    const int width = wcwidth(wide);
    columns += width > 0 ? static_cast<std::size_t>(width) : 0;
    at += size;
  }
  return columns;
}

}  // namespace hf
