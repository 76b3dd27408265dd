// SPDX-License-Identifier: Apache-2.0
// The identity of a CI job, from the variables of its provider (hub-contract
// §14), and what it asks a token for.

#ifndef HF_SRC_LOOKUP_JOB_IDENTITY_H_
#define HF_SRC_LOOKUP_JOB_IDENTITY_H_

#include <string>

#include "hf/result.h"
#include "src/system/environment.h"
#include "src/system/secret.h"

namespace hf {

/// The job's identity token, or the means to get one from GitHub.
struct JobIdentity {
  std::string resource;     ///< What the Hub's token is for.
  SecretString secret;      ///< The identity token, or the token for a request.
  std::string request_url;  ///< Empty when `secret` is the identity token.
};

/// The identity in \a environment, to ask for HF_OIDC_RESOURCE. If that is
/// `auto`, asks for \a repository, which may be empty. The file of
/// HF_OIDC_ID_TOKEN_FILE is read each time. Fails with kUsage when a variable
/// is missing or not valid, and as ReadSecretFile().
Result<JobIdentity> FindJobIdentity(const Environment& environment,
                                    const std::string& repository);

/// \a repository if HF_OIDC_RESOURCE is `auto`, so that each repository has a
/// token of its own; else empty.
std::string AutomaticResource(const Environment& environment,
                              const std::string& repository);

}  // namespace hf

#endif  // HF_SRC_LOOKUP_JOB_IDENTITY_H_
