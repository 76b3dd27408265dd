// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/small_hub.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sstream>

#include "src/account/api/json_reader.h"

namespace hf {
namespace {

/// The line that the Hub prints when it is ready.
std::string ReadLine(int file) {
  std::string line;
  char byte = 0;
  while (read(file, &byte, 1) == 1 && byte != '\n') line += byte;
  return line;
}

std::string TextIn(const JsonObject& facts, std::string_view key) {
  const auto text = facts.FindText(key);
  REQUIRE(text);
  return std::string(*text);
}

}  // namespace

SmallHub::SmallHub() {
  int in[2], out[2];
  REQUIRE(pipe2(in, O_CLOEXEC) == 0);
  REQUIRE(pipe2(out, O_CLOEXEC) == 0);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, in[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, out[1], STDOUT_FILENO);
  const std::string root = root_.Path("hub");
  const char* const arguments[] = {
      HF_TEST_PYTHON,         "-B",   HF_TEST_HUB, "--root", root.c_str(),
      "--until-stdin-closes", nullptr};
  REQUIRE(posix_spawn(&process_, HF_TEST_PYTHON, &files, nullptr,
                      const_cast<char* const*>(arguments), environ) == 0);
  posix_spawn_file_actions_destroy(&files);
  close(in[0]);
  close(out[1]);
  alive_ = in[1];
  const Result<JsonObject> facts = JsonObject::Parse(ReadLine(out[0]));
  close(out[0]);
  REQUIRE(facts.ok());
  https = TextIn(facts.value(), "https");
  http = TextIn(facts.value(), "http");
  proxy = TextIn(facts.value(), "proxy");
  ca = TextIn(facts.value(), "ca");
}

SmallHub::~SmallHub() {
  close(alive_);
  waitpid(process_, nullptr, 0);
}

std::vector<std::string> SmallHub::Requests() const {
  std::istringstream log(root_.Read("hub/requests.jsonl"));
  std::vector<std::string> lines;
  for (std::string line; std::getline(log, line);) lines.push_back(line);
  return lines;
}

}  // namespace hf
