// SPDX-License-Identifier: Apache-2.0
#include "src/account/api/api_response.h"

namespace hf {
namespace {

Error TemporaryError(std::string message,
                     std::string hint = "try again later") {
  return {Problem::kUnreachable, std::move(message), std::move(hint)};
}

bool IsJson(const HttpResponse& response) {
  return response.content_type.find("json") != std::string::npos;
}

Error RateLimitError(const HttpResponse& response, const std::string& hub) {
  return TemporaryError(
      hub + " has had too many requests",
      response.retry_after
          ? "try again in " + std::to_string(*response.retry_after) + " seconds"
          : "try again in some minutes");
}

Error RefusedError(const HttpResponse& response, const std::string& hub,
                   std::string_view secret) {
  std::string message =
      hub + " refused (status " + std::to_string(response.status) + ")";
  const Result<JsonObject> object = JsonObject::Parse(response.body);
  const std::string description =
      object.ok() ? ErrorDescription(object.value(), secret) : "";
  if (!description.empty()) message += ": " + description;
  return {Problem::kRefused, std::move(message)};
}

}  // namespace

std::string ErrorDescription(const JsonObject& object,
                             std::string_view secret) {
  constexpr std::size_t kMaxBytes = 200;
  for (const std::string_view key : {"error_description", "message", "error"}) {
    const auto text = object.FindText(key);
    if (!text || text->empty()) continue;
    if (!secret.empty() && text->find(secret) != text->npos) continue;
    return std::string(text->substr(0, kMaxBytes));
  }
  return {};
}

Result<JsonObject> ReadApiResponse(const HttpResponse& response,
                                   const Endpoint& hub,
                                   std::string_view secret) {
  const std::string& name = hub.url();
  const std::string status =
      " (status " + std::to_string(response.status) + ")";
  if (response.status == 429) return RateLimitError(response, name);
  if (response.status >= 500) {
    return TemporaryError(name + " does not work at the moment" + status);
  }
  if (response.status >= 300 && response.status < 400) {
    return TemporaryError(name + " redirects to another address" + status +
                              ", which is not followed",
                          "see whether HF_ENDPOINT or a proxy is wrong");
  }
  if (response.status >= 400) return RefusedError(response, name, secret);
  if (response.status < 200 || !IsJson(response)) {
    return TemporaryError(
        "something else answered in place of " + name + status,
        "a network's login page or a proxy may be in between");
  }
  Result<JsonObject> object = JsonObject::Parse(response.body);
  if (object.ok()) return object;
  return Error{Problem::kRefused, name + ": " + object.error().message,
               object.error().hint};
}

}  // namespace hf
