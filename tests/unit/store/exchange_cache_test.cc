// SPDX-License-Identifier: Apache-2.0
// Only the job that got a token uses it again.
#include "src/store/exchange_cache.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "tests/unit/scratch.h"

namespace hf {
namespace {

const ExchangeKey kKey{"https://huggingface.co", "acme/model", "identity"};

/// A job, and the directory that its user's processes share.
struct Job {
  Scratch files;
  std::string directory = files.Path("run");
  std::string name =
      "run/git-credential-hf-exchanged." + std::to_string(geteuid());

  Job() { REQUIRE(mkdir(directory.c_str(), 0700) == 0); }

  std::optional<ExchangeCache> Open() const { return OpenAt(directory); }

  static std::optional<ExchangeCache> OpenAt(const std::string& path) {
    const Variables environment({"XDG_RUNTIME_DIR=" + path});
    return ExchangeCache::Open(environment.Get());
  }

  void Keep(std::int64_t expires_at) const {
    const auto cache = Open();
    REQUIRE(cache);
    cache->Save(kKey, {"hf_jwt_given", expires_at});
  }

  bool Finds(const ExchangeKey& key) const {
    const auto cache = Open();
    REQUIRE(cache);
    return cache->Find(key).has_value();
  }
};

TEST_CASE_FIXTURE(Job, "only the same question finds a kept token") {
  const std::int64_t end = time(nullptr) + 3600;
  Keep(end);
  {
    const auto cache = Open();
    REQUIRE(cache);
    const auto found = cache->Find(kKey);
    REQUIRE(found);
    CHECK(found->token == "hf_jwt_given");
    CHECK(found->expires_at == end);
  }
  ExchangeKey other = kKey;
  other.endpoint = "https://hub.corp.example";
  CHECK_FALSE(Finds(other));
  other = kKey;
  other.resource = "acme/other";
  CHECK_FALSE(Finds(other));
  other = kKey;
  other.identity = "another";
  CHECK_FALSE(Finds(other));
  CHECK(Finds(kKey));
  struct stat facts;
  REQUIRE(stat(files.Path(name).c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777) == 0600);
}

TEST_CASE_FIXTURE(Job, "a token that ends within five minutes is not found") {
  Keep(time(nullptr) + 299);
  CHECK_FALSE(Finds(kKey));
  Keep(time(nullptr) - 1);
  CHECK_FALSE(Finds(kKey));
  Keep(time(nullptr) + 330);
  CHECK(Finds(kKey));
}

TEST_CASE_FIXTURE(Job, "a file that another program left is ignored") {
  const std::string end = std::to_string(time(nullptr) + 3600);
  const std::string whole =
      "endpoint=https://huggingface.co\nresource=acme/model\n"
      "identity=identity\n";
  for (const std::string& rest :
       {std::string(), "password_expiry_utc=" + end + "\n",
        std::string("password=hf_x\n"),
        "password=not a token\npassword_expiry_utc=" + end + "\n",
        std::string("password=hf_x\npassword_expiry_utc=soon\n"),
        std::string("nonsense\n")}) {
    CAPTURE(rest);
    files.Give(name, whole + rest);
    CHECK_FALSE(Finds(kKey));
  }
  files.Give(name, whole + "password=hf_x\npassword_expiry_utc=" + end + "\n");
  CHECK(Finds(kKey));
}

TEST_CASE_FIXTURE(Job, "only the token that the Hub refused is removed") {
  Keep(time(nullptr) + 3600);
  CHECK(Open()->Forget("hf_jwt_another").ok());
  CHECK(Finds(kKey));
  CHECK(Open()->Forget("hf_jwt_given").ok());
  CHECK_FALSE(Finds(kKey));
  CHECK(files.Read(name) == "(none)");
}

TEST_CASE_FIXTURE(Job,
                  "a token is kept only in a private directory of the user") {
  CHECK_FALSE(OpenAt(""));
  CHECK_FALSE(OpenAt(std::filesystem::relative(directory).string()));
  CHECK_FALSE(OpenAt(files.Path("nowhere")));
  CHECK_FALSE(OpenAt(files.Path("file")));
  REQUIRE(symlink("run", files.Path("link").c_str()) == 0);
  CHECK_FALSE(OpenAt(files.Path("link")));
  for (const mode_t mode : {0770u, 0707u, 0750u, 0701u}) {
    REQUIRE(chmod(directory.c_str(), mode) == 0);
    CHECK_FALSE(Open());
  }
  REQUIRE(chmod(directory.c_str(), 0700) == 0);
  CHECK(Open());
  if (geteuid() == 0) {
    REQUIRE(chown(directory.c_str(), 65534, 65534) == 0);
    CHECK_FALSE(Open());
  }
}

}  // namespace
}  // namespace hf
