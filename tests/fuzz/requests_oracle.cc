// SPDX-License-Identifier: Apache-2.0
// Compares the installed helper's answers to generated requests with those of
// an oracle that shares no code with it.
// usage: requests_oracle HELPER [COUNT [SEED]]
//
// COUNT is 10,000, or 100,000 with HF_TEST_LONG in the environment.
//
// The oracle has its own simple copy of the rules: a record is refused, or for
// another host, or for the Hub. The program compares the helper's answer, exit
// status and messages, and searches them for the helper's token where it must
// not be.
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

const std::string kCanary = "hf_canaryTokenForTestsOnly000000000000";

using Random = std::mt19937_64;

std::size_t Below(Random& random, std::size_t limit) {
  return random() % limit;
}

const std::string& Pick(Random& random, const std::vector<std::string>& from) {
  return from[Below(random, from.size())];
}

// --- The requests ------------------------------------------------------------

const std::vector<std::string> kProtocols = {
    "https",  "https",  "https", "https", "https",  "http",  "HTTPS",
    " https", "https ", "",      "ftp",   "httpss", "https:"};

const std::vector<std::string> kHosts = {"huggingface.co",
                                         "huggingface.co",
                                         "huggingface.co",
                                         "hf.co",
                                         "hf.co",
                                         "huggingface.co:443",
                                         "hf.co:443",
                                         "HuggingFace.CO",
                                         "HF.co:443",
                                         "huggingface.co.evil.com",
                                         "evilhuggingface.co",
                                         "huggingface.com",
                                         "huggingface.co.",
                                         "hf.co.",
                                         "huggingface.co:",
                                         "huggingface.co:0443",
                                         "huggingface.co:65979",
                                         "huggingface.co:80",
                                         "hf.co:evil",
                                         "xhf.co",
                                         "huggingface.co@evil.com",
                                         "evil.com",
                                         "",
                                         "hugg\xc4\xb1ngface.co",
                                         "HUGG\xc4\xb0NGFACE.CO",
                                         "huggingface.c\xd0\xbe",
                                         "huggingface.co%00.evil",
                                         "hf.co/",
                                         " hf.co",
                                         "hf.co ",
                                         "hf\xff.co",
                                         "xn--hf-co",
                                         "cdn.hf.co"};

const std::vector<std::string> kUsers = {
    "alice", "", "hf_user", "../../x", "a:b", "\x1b[2J", "caf\xc3\xa9"};

std::string RandomBytes(Random& random, std::size_t most) {
  std::string bytes(Below(random, most), '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

std::string RandomLine(Random& random) {
  switch (Below(random, 12)) {
    case 0:
      return "path=" + RandomBytes(random, 20);
    case 1:
      return "username=" + Pick(random, kUsers);
    case 2:
      return "password=secret";
    case 3:
      return "wwwauth[]=Basic realm=\"x\"";
    case 4:
      return "foo=bar";
    case 5:
      return "Host=huggingface.co";
    case 6:
      return "url=https://huggingface.co";
    case 7:
      return RandomBytes(random, 12);
    case 8:
      return "capability[]=state";
    case 9:
      return "host=" + Pick(random, kHosts);
    case 10:
      return "protocol=" + Pick(random, kProtocols);
    default:
      return "k=" + std::string(Below(random, 100) == 0 ? 65533 : 3, 'x');
  }
}

void Mutate(Random& random, std::string& text) {
  if (text.empty()) return;
  const std::size_t at = Below(random, text.size());
  switch (Below(random, 5)) {
    case 0:
      text[at] = static_cast<char>(random());
      break;
    case 1:
      text.insert(at, 1, "\r\n\0=\t "[Below(random, 6)]);
      break;
    case 2:
      text.erase(at, 1);
      break;
    case 3:
      text.resize(at);
      break;
    default:
      text.insert(at, text.substr(0, at));
  }
}

/// A request of git to the Hub, in half of the cases.
std::vector<std::string> RandomOrigin(Random& random) {
  if (Below(random, 2) == 0) return {"protocol=https", "host=huggingface.co"};
  return {"protocol=" + Pick(random, kProtocols),
          "host=" + Pick(random, kHosts)};
}

std::string RandomRequest(Random& random) {
  std::vector<std::string> lines = RandomOrigin(random);
  if (Below(random, 3) == 0)
    lines.push_back("username=" + Pick(random, kUsers));
  for (std::size_t more = Below(random, 3); more > 0; --more) {
    if (Below(random, 2) == 0) lines.push_back(RandomLine(random));
  }
  if (Below(random, 4) == 0) std::swap(lines[0], lines[1]);
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  if (Below(random, 2) == 0) text += "\n";
  if (Below(random, 10) == 0) text += RandomBytes(random, 30);
  if (Below(random, 3) == 0) Mutate(random, text);
  return text;
}

// --- The right answers -------------------------------------------------------

struct Verdict {
  bool refused = false;
  bool answered = false;
  std::string username;
};

std::string FoldAscii(std::string text) {
  for (char& byte : text) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  }
  return text;
}

Verdict Judge(const std::string& request) {
  Verdict refused;
  refused.refused = true;
  std::map<std::string, std::string> fields;
  std::size_t start = 0, lines = 0;
  while (start < request.size() && request[start] != '\n') {
    const std::size_t end = request.find('\n', start);
    if (end == std::string::npos) return refused;
    const std::string line = request.substr(start, end - start);
    start = end + 1;
    const std::size_t equals = line.find('=');
    const bool bad = ++lines > 1024 || line.size() + 1 > 65535 ||
                     line.find('\0') != std::string::npos ||
                     line.find('\r') != std::string::npos ||
                     equals == std::string::npos || equals == 0;
    if (bad) return refused;
    const std::string key = line.substr(0, equals);
    for (const char* once :
         {"protocol", "host", "username", "password", "path"}) {
      if (key == once && fields.count(key) > 0) return refused;
    }
    fields[key] = line.substr(equals + 1);
  }
  Verdict verdict;
  const std::string host = FoldAscii(fields["host"]);
  verdict.answered =
      fields["protocol"] == "https" &&
      (host == "huggingface.co" || host == "huggingface.co:443" ||
       host == "hf.co" || host == "hf.co:443");
  verdict.username =
      fields.count("username") > 0 ? fields["username"] : "hf_user";
  return verdict;
}

// --- The helper's answers ----------------------------------------------------

struct Outcome {
  int status = -1;
  std::string out, err;
};

std::string ReadAll(int fd) {
  std::string text;
  char chunk[4096];
  for (ssize_t size; (size = read(fd, chunk, sizeof chunk)) > 0;) {
    text.append(chunk, static_cast<std::size_t>(size));
  }
  close(fd);
  return text;
}

/// The helper gets the request from a file: a pipe could fill up.
Outcome Ask(const char* helper, const std::string& request, int file,
            char* const* environment) {
  if (ftruncate(file, 0) != 0 ||
      pwrite(file, request.data(), request.size(), 0) !=
          static_cast<ssize_t>(request.size()) ||
      lseek(file, 0, SEEK_SET) != 0) {
    abort();
  }
  int out[2], err[2];
  if (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) abort();
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, file, 0);
  posix_spawn_file_actions_adddup2(&files, out[1], 1);
  posix_spawn_file_actions_adddup2(&files, err[1], 2);
  char* arguments[] = {const_cast<char*>(helper), const_cast<char*>("get"),
                       nullptr};
  pid_t child;
  if (posix_spawn(&child, helper, &files, nullptr, arguments, environment) !=
      0) {
    abort();
  }
  posix_spawn_file_actions_destroy(&files);
  close(out[1]);
  close(err[1]);
  Outcome outcome;
  outcome.out = ReadAll(out[0]);
  outcome.err = ReadAll(err[0]);
  int status;
  waitpid(child, &status, 0);
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 255;
  return outcome;
}

bool IsRight(const Verdict& verdict, const Outcome& outcome) {
  if (outcome.err.find(kCanary) != std::string::npos) return false;
  if (verdict.refused) {
    return outcome.out.empty() && outcome.status == 1 && !outcome.err.empty();
  }
  if (!verdict.answered) return outcome.out.empty() && outcome.status == 0;
  return outcome.status == 0 && outcome.out == "username=" + verdict.username +
                                                   "\npassword=" + kCanary +
                                                   "\n";
}

void Show(const std::string& request, const Outcome& outcome) {
  fprintf(stderr, "wrong: status %d, stdout '%s', stderr '%s', request:\n",
          outcome.status, outcome.out.c_str(), outcome.err.c_str());
  for (char byte : request.substr(0, 400)) {
    fprintf(stderr, byte >= ' ' && byte < 127 ? "%c" : "\\x%02x",
            static_cast<unsigned char>(byte));
  }
  fprintf(stderr, "\n");
}

/// Two ways to the same token: a variable, and the files.
struct Home {
  std::string directory, home, token, lang = "LC_ALL=tr_TR.UTF-8";
  std::vector<char*> by_variable, by_file;

  Home() {
    directory = std::filesystem::temp_directory_path() / "hf-oracle-XXXXXX";
    if (!mkdtemp(directory.data())) abort();
    home = "HF_HOME=" + directory;
    token = "HF_TOKEN=" + kCanary;
    const std::string path = directory + "/token";
    FILE* file = fopen(path.c_str(), "w");
    if (!file || fputs(kCanary.c_str(), file) < 0 || fclose(file) != 0) abort();
    by_variable = {token.data(), lang.data(), nullptr};
    by_file = {home.data(), nullptr};
  }
  ~Home() {
    unlink((directory + "/token").c_str());
    unlink((directory + "/request").c_str());
    rmdir(directory.c_str());
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const long usual = getenv("HF_TEST_LONG") ? 100'000 : 10'000;
  const long count = argc > 2 ? atol(argv[2]) : usual;
  const unsigned long seed =
      argc > 3 ? strtoul(argv[3], nullptr, 10) : std::random_device()();
  Random random(seed);
  Home home;
  const int file = open((home.directory + "/request").c_str(),
                        O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  long answered = 0, refused = 0, wrong = 0;
  for (long number = 0; number < count && wrong < 10; ++number) {
    const std::string request = RandomRequest(random);
    const Verdict verdict = Judge(request);
    const auto& environment = number % 2 == 0 ? home.by_variable : home.by_file;
    const Outcome outcome = Ask(argv[1], request, file, environment.data());
    answered += verdict.answered && !verdict.refused;
    refused += verdict.refused;
    if (IsRight(verdict, outcome)) continue;
    ++wrong;
    Show(request, outcome);
  }
  printf("seed %lu: %ld requests, %ld answered, %ld refused, %ld wrong\n", seed,
         count, answered, refused, wrong);
  // Without requests that get an answer, the test would prove nothing.
  return wrong == 0 && answered > count / 20 && refused > count / 20 ? 0 : 1;
}
