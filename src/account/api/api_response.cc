// SPDX-License-Identifier: Apache-2.0
#include "src/account/api/api_response.h"

namespace hf {
namespace {

Error LaterMayHelp(std::string message, std::string hint = "try again later") {
  return {Problem::kUnreachable, std::move(message), std::move(hint)};
}

bool IsJson(const HttpResponse& answer) {
  return answer.content_type.find("json") != std::string::npos;
}

Error TooMany(const HttpResponse& answer, const std::string& hub) {
  return LaterMayHelp(
      hub + " has had too many requests",
      answer.retry_after
          ? "try again in " + std::to_string(*answer.retry_after) + " seconds"
          : "try again in some minutes");
}

Error Refused(const HttpResponse& answer, const std::string& hub,
              std::string_view secret) {
  std::string message =
      hub + " refused (status " + std::to_string(answer.status) + ")";
  const Result<JsonObject> object = JsonObject::Parse(answer.body);
  const std::string complaint =
      object.ok() ? ErrorDescription(object.value(), secret) : "";
  if (!complaint.empty()) message += ": " + complaint;
  return {Problem::kRefused, std::move(message)};
}

}  // namespace

std::string ErrorDescription(const JsonObject& object,
                             std::string_view secret) {
  constexpr std::size_t kMost = 200;
  for (const std::string_view key : {"error_description", "message", "error"}) {
    const auto text = object.FindText(key);
    if (!text || text->empty()) continue;
    if (!secret.empty() && text->find(secret) != text->npos) continue;
    return std::string(text->substr(0, kMost));
  }
  return {};
}

Result<JsonObject> ReadApiResponse(const HttpResponse& answer,
                                   const Endpoint& hub,
                                   std::string_view secret) {
  const std::string& name = hub.url();
  const std::string status = " (status " + std::to_string(answer.status) + ")";
  if (answer.status == 429) return TooMany(answer, name);
  if (answer.status >= 500) {
    return LaterMayHelp(name + " does not work at the moment" + status);
  }
  if (answer.status >= 300 && answer.status < 400) {
    return LaterMayHelp(
        name + " sends us elsewhere" + status + ", which we do not follow",
        "see whether HF_ENDPOINT or a proxy is wrong");
  }
  if (answer.status >= 400) return Refused(answer, name, secret);
  if (answer.status < 200 || !IsJson(answer)) {
    return LaterMayHelp("something else answered in place of " + name + status,
                        "a network's login page or a proxy may be in between");
  }
  Result<JsonObject> object = JsonObject::Parse(answer.body);
  if (object.ok()) return object;
  return Error{Problem::kRefused, name + ": " + object.error().message,
               object.error().hint};
}

}  // namespace hf
