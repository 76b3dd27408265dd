// SPDX-License-Identifier: Apache-2.0
// An item of the keyring: the reader accepts only what the program writes.
#include "src/hub/access_token.h"
#include "src/keyring/item_secret.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using hf::Require;
  // The reader accepts an item only if most bytes are unchanged.
  hf::SecretString text("version=1\npassword=");
  text += hf::TextOf(data, size);
  const hf::SecretString texts[] = {text,
                                    hf::SecretString(hf::TextOf(data, size))};
  for (const hf::SecretString& item : texts) {
    const auto secret = hf::ParseSecret(item);
    if (!secret.ok()) continue;
    Require(hf::TextOf(secret.value()) == item,
            "an item is read back as it was written");
    Require(hf::IsToken(secret.value().token), "an item has a token");
  }
  return 0;
}
