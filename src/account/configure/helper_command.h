// SPDX-License-Identifier: Apache-2.0
// The value of a `helper` key in git's configuration: a command for a shell,
// unless it is a plain absolute path (gitcredentials(7)).

#ifndef HF_SRC_ACCOUNT_CONFIGURE_HELPER_COMMAND_H_
#define HF_SRC_ACCOUNT_CONFIGURE_HELPER_COMMAND_H_

#include <string>
#include <string_view>

namespace hf {

/// The value that makes git run \a program, absolute, for the Hub at
/// \a endpoint_url; empty for the official one, which needs no naming. A path
/// with blanks or shell characters takes the `!'...'` form.
std::string HelperValue(const std::string& program,
                        const std::string& endpoint_url);

/// True when \a value is what HelperValue gives for a git-credential-hf in any
/// place: what some `configure` wrote, and nobody has changed since.
bool IsWrittenByConfigure(std::string_view value);

/// True when \a value runs a git-credential-hf in any way, `hf` included: such
/// a helper is not another one.
bool IsOurHelper(std::string_view value);

/// What a message may call the helper of \a value: "'store'", or words that say
/// no more, for a command may have a secret in it.
std::string HelperDisplayName(std::string_view value);

/// The program that \a value runs, when it IsWrittenByConfigure; else empty.
std::string HelperProgramPath(std::string_view value);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_CONFIGURE_HELPER_COMMAND_H_
