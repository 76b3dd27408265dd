// SPDX-License-Identifier: Apache-2.0
// Passwords for a Hub in ~/.netrc.

#ifndef HF_SRC_ACCOUNT_STATUS_NETRC_CHECK_H_
#define HF_SRC_ACCOUNT_STATUS_NETRC_CHECK_H_

#include <string>

#include "src/account/status/issue.h"
#include "src/account/status/plaintext_tokens.h"
#include "src/account/status/status_target.h"
#include "src/system/environment.h"

namespace hf {

/// The path of ~/.netrc; empty when there is no home directory.
std::string NetrcPath(const Environment& environment);

/// Adds an issue for each entry of ~/.netrc, where git's libcurl, git-lfs and
/// git-xet look first, that is for the Hub of \a target or for every host
/// (`default`). The fix imports the token into \a stores and removes the entry.
void CheckNetrc(const Environment& environment, const StatusTarget& target,
                const TokenStores& stores, Issues& issues);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_STATUS_NETRC_CHECK_H_
