// SPDX-License-Identifier: Apache-2.0
// The text of a configuration file, with and without the helper's sections.
#include "src/account/configure/section_text.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>

namespace hf {
namespace {

const std::string kBlock =
    "[credential \"https://hf.co\"]\n\thelper = \n\thelper = /bin/hf\n";
const std::string kHeader = "[credential \"https://hf.co\"]\n";

/// The result of `unconfigure` for the text that `configure` wrote.
std::optional<std::string> Undone(const std::optional<std::string>& text) {
  return WithoutMarks(WithoutBlock(WithLines(text, kBlock), kBlock));
}

TEST_CASE("the lines are added at the end of the text") {
  CHECK(WithLines("[user]\n", kBlock) == "[user]\n" + kBlock);
  CHECK(WithLines("", kBlock) == kBlock);
}

TEST_CASE("adding and removing the lines restores every byte") {
  for (const char* text :
       {"", "[user]\n\tname = Ada\n", "[user]\n\tname = Ada", "# only", "\n\n",
        "[user]\r\n\tname = Ada\r\n", "[user]\r", "\xef\xbb\xbf[user]\n",
        "[user]\n\tname = \xff\n", "[credential \"https://hf.co\"]\n",
        "[git-credential-hf]\n\tfileWas = odd\n"}) {
    CAPTURE(text);
    CHECK(WithLines(text, kBlock).ends_with(kBlock));
    CHECK(Undone(text) == text);
  }
}

TEST_CASE("a file that did not exist does not exist afterwards") {
  CHECK(Undone(std::nullopt) == std::nullopt);
  CHECK(Undone("") == "");  // An empty file stays an empty file.
}

TEST_CASE("a file that did not exist stays when a setting was added to it") {
  const std::string text =
      WithLines(std::nullopt, kBlock) + "[user]\n\tname = Ada\n";
  CHECK(WithoutMarks(WithoutBlock(text, kBlock)) == "[user]\n\tname = Ada\n");
}

TEST_CASE("a line end that a later setting needs stays") {
  const std::string text =
      WithLines("[user]\n\tname = Ada", kBlock) + "[core]\n\tbare = true\n";
  CHECK(WithoutMarks(WithoutBlock(text, kBlock)) ==
        "[user]\n\tname = Ada\n[core]\n\tbare = true\n");
}

TEST_CASE("every block is removed, at any place in the text") {
  const std::string text = kBlock + "[a]\n" + kBlock + kBlock + "[b]\n";
  CHECK(WithoutBlock(text, kBlock) == "[a]\n[b]\n");
}

TEST_CASE("a block that does not begin a line is not the helper's") {
  for (const std::string& text :
       {"# " + kBlock, " " + kBlock, "[user] ; " + kBlock}) {
    CAPTURE(text);
    CHECK(WithoutBlock(text, kBlock) == text);
  }
}

TEST_CASE("a block with a changed line stays") {
  std::string changed = kBlock;
  changed.replace(changed.find("/bin/hf"), 7, "/bin/gh");
  CHECK(WithoutBlock(changed, kBlock) == changed);
  CHECK(WithoutBlock(kBlock.substr(0, kBlock.size() - 1), kBlock) ==
        kBlock.substr(0, kBlock.size() - 1));
}

TEST_CASE("the header stays above a setting that a user has added") {
  for (const std::string& added :
       {std::string("\tusername = ada\n"), std::string("username=ada\n"),
        std::string("# why\n\n\tusername = ada\n")}) {
    CAPTURE(added);
    CHECK(WithoutBlock(kBlock + added, kBlock) == kHeader + added);
  }
}

TEST_CASE("the header is removed if only comments or a section follow") {
  for (const std::string& behind :
       {std::string("# mine\n"), std::string("\n\t; mine\n[user]\n"),
        std::string("\t[user]\n\tname = Ada\n"), std::string("\r\n\v\f\n")}) {
    CAPTURE(behind);
    CHECK(WithoutBlock(kBlock + behind, kBlock) == behind);
  }
}

TEST_CASE("removing the lines keeps a text without a block") {
  CHECK(WithoutBlock("[user]\n", "") == "[user]\n");
  CHECK(WithoutBlock("", kBlock).empty());
}

TEST_CASE("a mark that another program has changed stays") {
  const std::string odd = "[user]\n[git-credential-hf]\n\tfileWas = here\n";
  CHECK(WithoutMarks(odd) == odd);
  const std::string indented = " [git-credential-hf]\n\tfileWas = absent\n";
  CHECK(WithoutMarks(indented) == indented);
}

}  // namespace
}  // namespace hf
