// SPDX-License-Identifier: Apache-2.0
// The value of a `helper` key in git's configuration: an absolute path or a
// shell command (gitcredentials(7)).

#ifndef HF_SRC_ACCOUNT_CONFIGURE_HELPER_COMMAND_H_
#define HF_SRC_ACCOUNT_CONFIGURE_HELPER_COMMAND_H_

#include <string>
#include <string_view>

namespace hf {

/// The value that makes git run \a program, an absolute path, for the Hub at
/// \a endpoint_url. An empty \a endpoint_url is the official Hub, for which the
/// helper needs no option. A path with blanks or shell characters has the form
/// `!'...'`.
std::string HelperValue(const std::string& program,
                        const std::string& endpoint_url);

/// True when \a value is HelperValue() of a git-credential-hf in any directory:
/// `configure` wrote it, and it was not changed since.
bool IsWrittenByConfigure(std::string_view value);

/// True when \a value runs git-credential-hf in any way, also as `hf`.
bool IsOurHelper(std::string_view value);

/// The name of the helper in a message: "'store'" for a plain word. Otherwise a
/// general term, because a command may contain a secret.
std::string HelperDisplayName(std::string_view value);

/// The program that \a value runs; empty unless IsWrittenByConfigure().
std::string HelperProgramPath(std::string_view value);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_CONFIGURE_HELPER_COMMAND_H_
