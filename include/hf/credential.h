// SPDX-License-Identifier: Apache-2.0
// Which Hugging Face token goes to this URL? The answer that git gets from
// git-credential-hf, for programs that want to ask without git.
//
//   hf::Result<std::optional<hf::Credential>> found =
//       hf::FindCredential("https://huggingface.co/acme/model");
//   if (!found.ok()) return Complain(found.error());
//   if (!found.value()) return AskTheUserToLogIn();
//   request.SetBearer(found.value()->token);
//
// Reads the environment and the token store of the Hub's Python library; never
// writes a file, never prompts, prints or uses the network. Several threads may
// call it at the same time, as long as none of them changes the environment
// meanwhile.

#ifndef HF_CREDENTIAL_H_
#define HF_CREDENTIAL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hf/result.h"

namespace hf {

struct Credential {
  /// The user name that git would get: the one in the URL, else the one that
  /// git stored the token with, else "hf_user". The Hub authenticates the token
  /// and ignores this name.
  std::string username;

  /// The access token. The caller keeps it out of logs, arguments and files.
  std::string token;

  /// True when the Hub wants `Authorization: Bearer`: for OAuth tokens and
  /// tokens of a token exchange, which the Hub has refused over Basic.
  bool bearer = false;

  /// When the token expires, in Unix seconds, never in the past; nothing when
  /// that is not known.
  std::optional<std::int64_t> expires_at;

  /// The token's name in the store; empty when it has no name there.
  std::string name;

  /// Where the token was found: the name of a variable or the path of a file.
  /// For messages to the user.
  std::string origin;
};

/// The credential that git would get for \a url. Nothing when \a url belongs to
/// no Hub, or when there is no token for it.
///
/// The Hub is https://huggingface.co and https://hf.co, and each of
/// \a endpoints: URLs such as "https://hub.corp.example" that the caller trusts
/// (http only for a loopback address). A token that the store records for one
/// Hub is never returned for another.
///
/// Fails with kUsage for an entry of \a endpoints that is no such URL, for a
/// home in the environment that is relative or empty, or when HF_TOKEN does not
/// hold a token; with kCorrupt or kRefused for a token file that cannot be
/// trusted; with kUnavailable while another program writes that file, when the
/// token is in the keyring or a command prints it, which this library does not
/// use, or when HF_OIDC_RESOURCE is set, for which only the Hub can give a
/// token; and with kRefused for a token that has expired or that the Hub has
/// rejected. Messages quote names and paths unchanged: escape control
/// characters before a terminal shows them.
[[gnu::visibility("default")]] Result<std::optional<Credential>> FindCredential(
    std::string_view url, const std::vector<std::string>& endpoints = {});

}  // namespace hf

#endif  // HF_CREDENTIAL_H_
