// SPDX-License-Identifier: Apache-2.0
#include "src/account/completion/candidates.h"

#include <algorithm>

namespace hf {
namespace {

/// The words of a verb that precede the cursor, as the verb reads them.
class Reader {
 public:
  explicit Reader(const std::vector<VerbOption>& options)
      : options_(options), given_(options.size(), false) {}

  void Read(const std::string& word);

  /// The option that takes the next word as its value, or null.
  const VerbOption* pending() const { return pending_; }

  /// True after `--`.
  bool only_arguments() const { return only_arguments_; }

  /// True when \a option may still be given.
  bool IsOpen(const VerbOption& option) const;

  /// The argument that the next word would be, or null.
  const VerbOption* NextArgument() const;

  const VerbOption* Find(std::string_view name) const;

 private:
  void Give(const VerbOption& option) { given_[IndexOf(option)] = true; }
  std::size_t IndexOf(const VerbOption& option) const {
    return static_cast<std::size_t>(&option - options_.data());
  }

  const std::vector<VerbOption>& options_;
  std::vector<bool> given_;
  const VerbOption* pending_ = nullptr;
  bool only_arguments_ = false;
};

const VerbOption* Reader::Find(std::string_view name) const {
  for (const VerbOption& option : options_) {
    for (const std::string& known : option.names) {
      if (known == name) return &option;
    }
  }
  return nullptr;
}

bool Reader::IsOpen(const VerbOption& option) const {
  if (given_[IndexOf(option)] && !option.is_repeatable) return false;
  return std::none_of(option.excludes.begin(), option.excludes.end(),
                      [this](std::size_t index) { return given_[index]; });
}

const VerbOption* Reader::NextArgument() const {
  for (const VerbOption& option : options_) {
    if (!option.is_argument || !IsOpen(option)) continue;
    if (only_arguments_ || !option.needs_dashes) return &option;
  }
  return nullptr;
}

void Reader::Read(const std::string& word) {
  if (pending_) {
    pending_ = nullptr;
  } else if (!only_arguments_ && word == "--") {
    only_arguments_ = true;
  } else if (!only_arguments_ && word.starts_with('-')) {
    const std::size_t sign = word.find('=');
    const VerbOption* option = Find(word.substr(0, sign));
    if (!option) return;
    Give(*option);
    if (!option->value.empty() && sign == word.npos) pending_ = option;
  } else if (const VerbOption* argument = NextArgument()) {
    Give(*argument);
  }
}

/// The values of an option or argument, by the name that `--help` gives them.
Candidates ValuesOf(const VerbOption& option, const Environment& environment) {
  using Kind = Candidates::Kind;
  if (option.value == "NAME") return {Kind::kWords, StoredNames(environment)};
  if (option.value.starts_with("OWNER")) {
    return {Kind::kWords, KnownOwners(environment)};
  }
  if (option.value == "FILE" || option.value == "ARG") {
    return {Kind::kFiles, {}};
  }
  if (option.value == "PROGRAM") return {Kind::kPrograms, {}};
  return {};
}

/// Leaves out what the verb would take for an option.
Candidates WithoutDashes(Candidates found) {
  std::erase_if(found.words, [](const Candidate& candidate) {
    return candidate.text.starts_with('-');
  });
  return found;
}

Candidates OptionNames(const std::vector<VerbOption>& options,
                       const Reader& reader) {
  Candidates found;
  for (const VerbOption& option : options) {
    if (!reader.IsOpen(option)) continue;
    for (const std::string& name : option.names) {
      found.words.push_back({name, option.help});
    }
  }
  return found;
}

/// The values in \a word, which is `--NAME=` and perhaps the start of a value.
Candidates ValuesAfterSign(const std::string& word, const Reader& reader,
                           const Environment& environment) {
  const std::string start = word.substr(0, word.find('=') + 1);
  const VerbOption* option = reader.Find(start.substr(0, start.size() - 1));
  if (!option) return {};
  Candidates found = ValuesOf(*option, environment);
  for (Candidate& candidate : found.words) {
    candidate.text.insert(0, start);
  }
  return found;
}

}  // namespace

Candidates CandidatesFor(const std::vector<VerbOption>& options,
                         const std::vector<std::string>& words,
                         const Environment& environment) {
  Reader reader(options);
  for (std::size_t at = 0; at + 1 < words.size(); ++at) reader.Read(words[at]);
  const std::string word = words.empty() ? "" : words.back();
  if (const VerbOption* option = reader.pending()) {
    return WithoutDashes(ValuesOf(*option, environment));
  }
  if (!reader.only_arguments() && word.starts_with('-')) {
    return word.find('=') == word.npos
               ? OptionNames(options, reader)
               : ValuesAfterSign(word, reader, environment);
  }
  if (const VerbOption* argument = reader.NextArgument()) {
    Candidates found = ValuesOf(*argument, environment);
    return reader.only_arguments() ? found : WithoutDashes(std::move(found));
  }
  return reader.only_arguments() || !word.empty()
             ? Candidates{}
             : OptionNames(options, reader);
}

}  // namespace hf
