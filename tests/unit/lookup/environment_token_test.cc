// SPDX-License-Identifier: Apache-2.0
#include "src/lookup/environment_token.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/unit/scratch.h"

namespace hf {
namespace {

TEST_CASE("HF_TOKEN is stripped, and the older variable comes second") {
  struct Row {
    std::vector<std::string> variables;
    std::string token, variable;
  };
  const Row kRows[] = {
      {{}, "", ""},
      {{"HF_TOKEN=hf_a"}, "hf_a", "HF_TOKEN"},
      {{"HF_TOKEN=hf_a", "HUGGING_FACE_HUB_TOKEN=hf_b"}, "hf_a", "HF_TOKEN"},
      {{"HUGGING_FACE_HUB_TOKEN=hf_b"}, "hf_b", "HUGGING_FACE_HUB_TOKEN"},
      {{"HF_TOKEN=", "HUGGING_FACE_HUB_TOKEN=hf_b"},
       "hf_b",
       "HUGGING_FACE_HUB_TOKEN"},
      {{"HF_TOKEN=  ", "HUGGING_FACE_HUB_TOKEN=hf_b"}, "", ""},  // trap 9
      {{"HF_TOKEN= hf\r_\na\n"}, "hf_a", "HF_TOKEN"},
      {{"HF_TOKEN=\xe2\x80\x83hf_a\xc2\xa0"}, "hf_a", "HF_TOKEN"},
  };
  for (const Row& row : kRows) {
    const Variables variables(row.variables);
    const auto found = TokenInEnvironment(variables.Get());
    REQUIRE(found.ok());
    REQUIRE(found.value().has_value() == !row.token.empty());
    if (!found.value()) continue;
    CHECK(found.value()->token == std::string_view(row.token));
    CHECK(found.value()->variable == row.variable);
  }
}

TEST_CASE("the error for a variable without a token names the variable") {
  for (const char* text : {"HF_TOKEN=hf a", "HF_TOKEN=hf_\xc3\xa9",
                           "HF_TOKEN=\xef\xbb\xbfhf_a", "HF_TOKEN=\xff"}) {
    const Variables variables({text});
    const auto found = TokenInEnvironment(variables.Get());
    REQUIRE_FALSE(found.ok());
    CHECK(found.error().message.starts_with("HF_TOKEN "));
  }
}

}  // namespace
}  // namespace hf
