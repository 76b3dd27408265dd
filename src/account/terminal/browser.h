// SPDX-License-Identifier: Apache-2.0
// Opening a page in the person's browser.

#ifndef HF_SRC_ACCOUNT_TERMINAL_BROWSER_H_
#define HF_SRC_ACCOUNT_TERMINAL_BROWSER_H_

#include <string>

#include "hf/result.h"
#include "src/system/environment.h"

namespace hf {

/// True when a browser would open in front of the person: there is a display
/// and xdg-open, and they have not come over ssh.
bool CanOpenBrowser(const Environment& environment);

/// Lets xdg-open show \a url, which must have been checked: without a shell,
/// with nothing of ours, and without waiting for it. Fails with kUnavailable
/// when it does not start.
Result<void> OpenBrowser(const Environment& environment,
                         const std::string& url);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TERMINAL_BROWSER_H_
