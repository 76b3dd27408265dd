// SPDX-License-Identifier: Apache-2.0
#include "src/store/store_paths.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "src/system/path.h"
#include "tests/unit/scratch.h"

namespace hf {
namespace {

struct PathRow {
  std::vector<std::string> variables;
  std::string token, store;
};

TEST_CASE("the files have the paths of hub-contract §1") {
  const PathRow kRows[] = {
      {{"HOME=/h"},
       "/h/.cache/huggingface/token",
       "/h/.cache/huggingface/stored_tokens"},
      {{"HOME=/h", "XDG_CACHE_HOME=/x"},
       "/x/huggingface/token",
       "/x/huggingface/stored_tokens"},
      {{"HOME=/h", "XDG_CACHE_HOME=~/c$FOO", "FOO=9"},
       "/h/c9/huggingface/token",
       "/h/c9/huggingface/stored_tokens"},
      {{"HOME=/h", "HF_HOME=/hf", "XDG_CACHE_HOME=/x"},
       "/hf/token",
       "/hf/stored_tokens"},
      {{"HOME=/h", "HF_HOME=~/hf2"}, "/h/hf2/token", "/h/hf2/stored_tokens"},
      {{"HOME=/h", "HF_HOME=~root/hf2"},
       "/root/hf2/token",
       "/root/hf2/stored_tokens"},
      {{"HOME=/h", "HF_HOME=$T/hf", "T=~"},
       "/h/hf/token",
       "/h/hf/stored_tokens"},
      {{"HOME=/h", "HF_HOME=/a/$FOO", "FOO=$BAR", "BAR=bar"},
       "/a/bar/token",
       "/a/bar/stored_tokens"},
      {{"HOME=/h", "HF_HOME=/a/${FOO}b", "FOO=x"},
       "/a/xb/token",
       "/a/xb/stored_tokens"},
      {{"HOME=/h", "FOO=x", "low_9=y", "HF_HOME=/a/$low_9/b"},
       "/a/y/b/token",
       "/a/y/b/stored_tokens"},
      {{"HOME=/h", "FOO=x", "low_9=y", "HF_HOME=/a/$FOO-z"},
       "/a/x-z/token",
       "/a/x-z/stored_tokens"},
      {{"HOME=/h", "FOO=x", "low_9=y", "HF_HOME=/a/${low_9}$FOO"},
       "/a/yx/token",
       "/a/yx/stored_tokens"},
      {{"HOME=/h", "FOO=x", "low_9=y", "HF_HOME=/a/$NOPE"},
       "/a/$NOPE/token",
       "/a/$NOPE/stored_tokens"},
      {{"HOME=/h", "FOO=x", "low_9=y", "HF_HOME=/a/${FOO"},
       "/a/${FOO/token",
       "/a/${FOO/stored_tokens"},
      {{"HOME=/h", "FOO=x", "low_9=y", "HF_HOME=/a/${}/b"},
       "/a/${}/b/token",
       "/a/${}/b/stored_tokens"},
      {{"HOME=/h", "FOO=x", "low_9=y", "HF_HOME=/a/$/b"},
       "/a/$/b/token",
       "/a/$/b/stored_tokens"},
      {{"HOME=/h", "FOO=x", "low_9=y", "HF_HOME=/a/$"},
       "/a/$/token",
       "/a/$/stored_tokens"},
      {{"HOME=/h", "HF_TOKEN_PATH=/t/tok"}, "/t/tok", "/t/stored_tokens"},
      {{"HOME=/h", "HF_TOKEN_PATH=/t/tok/"}, "/t/tok", "/t/tok/stored_tokens"},
      {{"HOME=/h", "HF_STORED_TOKENS_PATH=/s/x"},
       "/h/.cache/huggingface/token",
       "/h/.cache/huggingface/stored_tokens"},
      {{"HOME=/h", "HUGGINGFACE_CO_STAGING=1"},
       "/h/.cache/huggingface_staging/token",
       "/h/.cache/huggingface/stored_tokens"},
      {{"HOME=/h", "HUGGINGFACE_CO_STAGING=yes", "HF_HOME=/hf",
        "HF_TOKEN_PATH=/t/tok"},
       "/h/.cache/huggingface_staging/token",
       "/t/stored_tokens"},
      {{"HOME=/h", "HUGGINGFACE_CO_STAGING= 1"},  // not trimmed: false
       "/h/.cache/huggingface/token",
       "/h/.cache/huggingface/stored_tokens"},
      {{"HOME=/h/"},
       "/h/.cache/huggingface/token",
       "/h/.cache/huggingface/stored_tokens"},
  };
  for (const PathRow& row : kRows) {
    const Variables variables(row.variables);
    CAPTURE(row.variables.back());
    const Result<StorePaths> paths = FindStore(variables.Get());
    REQUIRE(paths.ok());
    CHECK(paths.value().token == row.token);
    CHECK(paths.value().tokens == row.store);
  }
}

struct RefusalRow {
  std::vector<std::string> variables;
  std::string named;
};

// The rows of §1 that Python accepts and that mean the current directory.
TEST_CASE("an error names a relative or empty home") {
  const RefusalRow kRows[] = {
      {{"HOME=/h", "XDG_CACHE_HOME="}, "XDG_CACHE_HOME"},
      {{"HOME=/h", "XDG_CACHE_HOME=rel"}, "XDG_CACHE_HOME"},
      {{"HOME=/h", "HF_HOME="}, "HF_HOME"},
      {{"HOME=/h", "HF_HOME=./x"}, "HF_HOME"},
      {{"HOME=/h", "HF_HOME=~nosuchuser/hf2"}, "HF_HOME"},
      {{"HOME=/h", "HF_HOME=$NOPE/hf"}, "HF_HOME"},
      {{"HOME=/h", "HF_TOKEN_PATH=tok"}, "HF_TOKEN_PATH"},
      {{"HOME=/h", "HF_TOKEN_PATH="}, "HF_TOKEN_PATH"},
      {{"HOME="}, "HOME"},
      {{"HOME=."}, "HOME"},
      {{"HOME=", "HUGGINGFACE_CO_STAGING=1", "HF_HOME=/hf"}, "HOME"},
  };
  for (const RefusalRow& row : kRows) {
    const Variables variables(row.variables);
    CAPTURE(row.variables.back());
    const Result<StorePaths> paths = FindStore(variables.Get());
    REQUIRE_FALSE(paths.ok());
    CHECK(paths.error().problem == Problem::kUsage);
    CHECK(paths.error().message.starts_with(row.named + " "));
  }
}

TEST_CASE("a tilde means the home, which may be the root") {
  const auto expanded = [](const std::string& home, std::string_view path) {
    const Variables variables({"HOME=" + home});
    const Environment environment = variables.Get();
    return PathExpander(environment).Expand(path);
  };
  CHECK(expanded("/", "~") == "/");
  CHECK(expanded("/", "~/x") == "/x");
  CHECK(expanded("/home/ada//", "~") == "/home/ada");
  CHECK(expanded("/home/ada//", "~/x") == "/home/ada/x");
  CHECK(expanded("/home/ada", "x/~") == "x/~");
  CHECK(expanded("", "~/x") == "");
}

TEST_CASE("without HOME the user database gives the home") {
  const Variables none({});
  const Result<StorePaths> paths = FindStore(none.Get());
  REQUIRE(paths.ok());
  CHECK(paths.value().token.starts_with('/'));
  CHECK(paths.value().token.ends_with("/.cache/huggingface/token"));
}

}  // namespace
}  // namespace hf
