// SPDX-License-Identifier: Apache-2.0
// Which helpers git asks about a URL, in its order (gitcredentials(7)).

#ifndef HF_SRC_ACCOUNT_GIT_CREDENTIAL_CONFIG_H_
#define HF_SRC_ACCOUNT_GIT_CREDENTIAL_CONFIG_H_

#include <optional>
#include <string>
#include <vector>

#include "src/account/git/config.h"

namespace hf {

/// The `credential` settings for one URL.
struct HelperChain {
  std::vector<ConfigEntry> helpers;     ///< After the last reset.
  bool was_reset = false;               ///< By an empty `helper`.
  bool uses_path = false;               ///< `useHttpPath`.
  std::optional<std::string> username;  ///< For URLs that name nobody.
};

/// What \a entries, in git's order, say for \a url.
HelperChain ChainFor(const std::vector<ConfigEntry>& entries,
                     const std::string& url);

/// The file that \a entry is in.
std::string FileOf(const ConfigEntry& entry);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_GIT_CREDENTIAL_CONFIG_H_
