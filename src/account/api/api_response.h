// SPDX-License-Identifier: Apache-2.0
// Answers of the Hub's auth API, sorted by what the caller can do about them.

#ifndef HF_SRC_ACCOUNT_API_API_RESPONSE_H_
#define HF_SRC_ACCOUNT_API_API_RESPONSE_H_

#include <string>
#include <string_view>

#include "hf/result.h"
#include "src/account/api/http_client.h"
#include "src/account/api/json_reader.h"
#include "src/hub/endpoint.h"

namespace hf {

/// The object that \a hub answered with. Otherwise
/// - kRefused when it said no (a 4xx) or its answer makes no sense,
/// - kUnreachable when trying again later may help: a 429 (the hint says when),
///   a 5xx, a redirect, which we do not follow, and a page that is not the
///   Hub's, such as a proxy's.
/// The message quotes what the Hub says, at most 200 bytes of it, unless
/// \a secret, which we sent, is in it.
Result<JsonObject> ReadApiResponse(const HttpResponse& answer,
                                   const Endpoint& hub,
                                   std::string_view secret);

/// What an object says went wrong: its `error_description`, `message` or
/// `error`, cut and without \a secret; empty when it does not say.
std::string ErrorDescription(const JsonObject& object, std::string_view secret);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_API_API_RESPONSE_H_
