// SPDX-License-Identifier: Apache-2.0
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>
#include <signal.h>

int main(int argc, char** argv) {
  // As the programs do: a child that ends early must not end the test.
  signal(SIGPIPE, SIG_IGN);
  return doctest::Context(argc, argv).run();
}
