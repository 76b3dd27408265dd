// SPDX-License-Identifier: Apache-2.0
#include "src/account/completion/candidates.h"

#include <doctest/doctest.h>

namespace hf {
namespace {

const char* const kNoVariables[] = {nullptr};

const std::vector<VerbOption> kOptions = {
    {{"-h", "--help"}, "", "show this help", false, false, {}},
    {{"--for"}, "OWNER", "for an owner", false, false, {2}},
    {{"--name"}, "NAME", "by its name", false, false, {1}},
    {{}, "PROGRAM", "what to run", true, false, {}},
    {{}, "ARG", "its arguments", true, true, {}},
};

Candidates After(const std::vector<std::string>& words) {
  return CandidatesFor(kOptions, words, Environment(kNoVariables));
}

std::vector<std::string> Texts(const Candidates& candidates) {
  std::vector<std::string> texts;
  for (const Candidate& candidate : candidates.words) {
    texts.push_back(candidate.text);
  }
  return texts;
}

using Kind = Candidates::Kind;
using Words = std::vector<std::string>;

TEST_CASE("options are offered until they, or what they exclude, are given") {
  CHECK(Texts(After({"-"})) == Words{"-h", "--help", "--for", "--name"});
  CHECK(Texts(After({"--for", "acme", "-"})) == Words{"-h", "--help"});
  CHECK(Texts(After({"--name=x", "-h", "-"})).empty());
  CHECK(After({"--", "-"}).kind == Kind::kPrograms);
}

TEST_CASE("words after two dashes are files, before them there are none") {
  const std::vector<VerbOption> options = {
      {{"--command"}, "", "ask a program", false, false, {}},
      {{}, "FILE", "", true, true, {}, true},
  };
  const auto after = [&](const Words& words) {
    return CandidatesFor(options, words, Environment(kNoVariables));
  };
  CHECK(after({"--command", "x"}).kind == Kind::kWords);
  CHECK(after({"--command", "--", ""}).kind == Kind::kFiles);
  CHECK(after({"--command", "--", "/bin/sh", "-"}).kind == Kind::kFiles);
}

TEST_CASE("a program's arguments are files, whatever they look like") {
  CHECK(After({""}).kind == Kind::kPrograms);
  CHECK(After({"--for", "acme", ""}).kind == Kind::kPrograms);
  CHECK(After({"--for", ""}).kind == Kind::kWords);
  CHECK(After({"--", "train", ""}).kind == Kind::kFiles);
  CHECK(After({"--", "train", "--fast", "x", "-"}).kind == Kind::kFiles);
}

}  // namespace
}  // namespace hf
