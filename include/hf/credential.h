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
// writes, prompts, prints or talks to a network. Safe to call from several
// threads as long as none of them changes the environment meanwhile.

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
  /// What git would be told: the name in the URL, else "hf_user". The Hub
  /// authenticates the token and does not look at it.
  std::string username;

  /// The access token. Yours to keep out of logs, arguments and files.
  std::string token;

  /// True when the Hub wants `Authorization: Bearer`: OAuth tokens and those of
  /// a token exchange, which it has refused over Basic.
  bool bearer = false;

  /// Unix seconds; nothing when the token has no known end. Never in the past.
  std::optional<std::int64_t> expires_at;

  /// The token's name in the store; empty when it has none there.
  std::string name;

  /// Where it was found, for people: a variable's name or a file's path.
  std::string origin;
};

/// The credential that git would be given for \a url, or nothing when the URL
/// is not the Hub's or nobody is logged in.
///
/// The Hub is https://huggingface.co and https://hf.co, and any of
/// \a endpoints: URLs such as "https://hub.corp.example" that the caller
/// vouches for (http only for a loopback address). A token recorded for one Hub
/// is never answered for another.
///
/// Fails with kUsage for an \a endpoints entry that is no such URL or for a
/// home in the environment that is relative or empty, with kCorrupt or kRefused
/// for a token file that cannot be trusted, with kUnavailable while another
/// program is writing it or when the token is in the keyring, which this
/// library does not talk to, and with kRefused for a token that has expired.
/// Messages quote names and paths as they are: escape what a terminal obeys.
[[gnu::visibility("default")]] Result<std::optional<Credential>> FindCredential(
    std::string_view url, const std::vector<std::string>& endpoints = {});

}  // namespace hf

#endif  // HF_CREDENTIAL_H_
