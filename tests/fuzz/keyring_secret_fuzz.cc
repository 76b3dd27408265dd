// SPDX-License-Identifier: Apache-2.0
// An item of the keyring: only what we would write is read.
#include "src/hub/access_token.h"
#include "src/keyring/item_secret.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using hf::Require;
  // Most bytes have to be the same for anything to be read.
  hf::SecretString text("version=1\npassword=");
  text += hf::TextOf(data, size);
  const hf::SecretString texts[] = {text,
                                    hf::SecretString(hf::TextOf(data, size))};
  for (const hf::SecretString& item : texts) {
    const auto secret = hf::ParseSecret(item);
    if (!secret.ok()) continue;
    Require(hf::TextOf(secret.value()) == item, "it is read back as written");
    Require(hf::IsToken(secret.value().token), "it holds a token");
  }
  return 0;
}
