// SPDX-License-Identifier: Apache-2.0
// Reads an answer of the Hub's API. The kind of error says what the caller can
// do.

#ifndef HF_SRC_ACCOUNT_API_API_RESPONSE_H_
#define HF_SRC_ACCOUNT_API_API_RESPONSE_H_

#include <string>
#include <string_view>

#include "hf/result.h"
#include "src/account/api/http_client.h"
#include "src/account/api/json_reader.h"
#include "src/hub/endpoint.h"

namespace hf {

/// The JSON object in an answer of \a hub with status 2xx. Fails with
/// - kRefused for a 4xx, and for an answer that cannot be read,
/// - kUnreachable when the request may succeed later: a 429 (the hint says
///   when), a 5xx, a redirect, which is not followed, and an answer that is not
///   JSON, as from a proxy.
/// The message quotes at most 200 bytes of the Hub's own message, and nothing
/// if \a secret, which was sent with the request, is in it.
Result<JsonObject> ReadApiResponse(const HttpResponse& response,
                                   const Endpoint& hub,
                                   std::string_view secret);

/// The first of the members `error_description`, `message` and `error` that is
/// not empty and does not contain \a secret, cut to 200 bytes; empty when there
/// is none.
std::string ErrorDescription(const JsonObject& object, std::string_view secret);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_API_API_RESPONSE_H_
