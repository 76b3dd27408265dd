// SPDX-License-Identifier: Apache-2.0
// Opens a page in the user's browser.

#ifndef HF_SRC_ACCOUNT_TERMINAL_BROWSER_H_
#define HF_SRC_ACCOUNT_TERMINAL_BROWSER_H_

#include <string>

#include "hf/result.h"
#include "src/system/environment.h"

namespace hf {

/// True when a browser can open on the user's screen: there is a display and
/// xdg-open, and the user is not logged in over ssh.
bool CanOpenBrowser(const Environment& environment);

/// Runs xdg-open for \a url, which the caller must have checked. Uses no shell,
/// passes no open file and no token, and does not wait. Fails with kUnavailable
/// when xdg-open cannot be started.
Result<void> OpenBrowser(const Environment& environment,
                         const std::string& url);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TERMINAL_BROWSER_H_
