// SPDX-License-Identifier: Apache-2.0
// Asks the Hub whether a token may use a repository: `auth-check`.

#ifndef HF_SRC_ACCOUNT_API_ACCESS_H_
#define HF_SRC_ACCOUNT_API_ACCESS_H_

#include <string>
#include <string_view>

#include "hf/result.h"
#include "src/account/api/http_client.h"
#include "src/hub/endpoint.h"
#include "src/hub/repository.h"

namespace hf {

enum class AccessKind { kRead, kWrite };

/// What the Hub answers. It says why not in one of its own texts only.
enum class Verdict {
  kGranted,
  kGated,     ///< The user has to request access.
  kPending,   ///< Somebody has to approve it first.
  kDenied,    ///< The request, or the token, was denied.
  kRevoked,   ///< Access was taken away again.
  kNotFound,  ///< Or private: the Hub does not tell.
  kRefused,   ///< For another reason.
};

struct Access {
  Verdict verdict = Verdict::kGranted;
  std::string says{};  ///< The Hub's text, Shortened(); may be empty.
};

/// True when the Hub can be asked about \a repository: it has an owner and a
/// name, which are fit for a URL, and is a model, a dataset or a space.
bool CanAskAccess(const Repository& repository);

/// Asks \a hub whether \a token may read or write \a repository. Fails as
/// ReadApiResponse() when the Hub does not answer, and with kRefused when the
/// token is not valid.
Result<Access> AskAccess(HttpClient& client, const Endpoint& hub,
                         const Repository& repository, AccessKind kind,
                         std::string_view token);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_API_ACCESS_H_
