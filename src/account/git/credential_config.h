// SPDX-License-Identifier: Apache-2.0
// The helpers that git runs for a URL, in its order (gitcredentials(7)).

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
  std::optional<std::string> username;  ///< For URLs without a user.
};

/// The settings for \a url in \a entries, which are in git's order.
HelperChain ChainFor(const std::vector<ConfigEntry>& entries,
                     const std::string& url);

/// The path of the file in which \a entry is; empty when it has no origin.
std::string FileOf(const ConfigEntry& entry);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_GIT_CREDENTIAL_CONFIG_H_
