// SPDX-License-Identifier: Apache-2.0
#include "src/account/command/command_answer.h"

#include <time.h>

#include "src/account/api/json_reader.h"
#include "src/hub/access_token.h"

namespace hf {
namespace {

Error NotAToken(const std::string& why) {
  return {Problem::kRefused, "what it printed is not a token: " + why,
          "it must print one token and nothing else, or JSON as "
          "git-credential-hf(7) describes it"};
}

Result<CommandAnswer> AnswerWith(std::string_view text) {
  const std::string fault = FaultOfToken(text);
  if (!fault.empty()) return NotAToken(fault);
  return CommandAnswer{CleanToken(text)};
}

Result<CommandAnswer> ParseJson(std::string_view text) {
  Result<JsonObject> json = JsonObject::Parse(text);
  if (!json.ok()) return NotAToken("it is not valid JSON");
  if (json.value().FindInteger("version") != 1) {
    return NotAToken("its 'version' is not 1");
  }
  const auto token = json.value().FindText("token");
  if (!token) return NotAToken("it has no 'token'");
  Result<CommandAnswer> answer = AnswerWith(*token);
  if (!answer.ok()) return answer;
  answer.value().expires_at = json.value().FindInteger("expires_at");
  if (!answer.value().expires_at && json.value().Has("expires_at")) {
    return NotAToken("its 'expires_at' is not a whole number of seconds");
  }
  return answer;
}

}  // namespace

Result<CommandAnswer> ParseCommandAnswer(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const bool is_json = first != text.npos && text[first] == '{';
  Result<CommandAnswer> answer = is_json ? ParseJson(text) : AnswerWith(text);
  if (answer.ok() && answer.value().expires_at &&
      *answer.value().expires_at <= time(nullptr)) {
    return Error{Problem::kRefused, "the token that it printed has expired"};
  }
  return answer;
}

}  // namespace hf
