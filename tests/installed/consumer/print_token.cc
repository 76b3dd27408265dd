// SPDX-License-Identifier: Apache-2.0
// Prints the token that git would get for a URL.
#include <hf/credential.h>

#include <cstdio>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto found = hf::FindCredential(argv[1]);
  if (!found.ok()) {
    std::fprintf(stderr, "%s\n", found.error().message.c_str());
    return 1;
  }
  if (!found.value()) return 3;  // Not a Hub, or no login.
  std::puts(found.value()->token.c_str());
  return 0;
}
