// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <unistd.h>

#include "src/account/api/json_writer.h"
#include "src/account/login/login_ui.h"
#include "src/hub/endpoint.h"
#include "src/text/message.h"

namespace hf {
namespace {

/// Flushes at once, because the reading program waits for the event.
void Print(JsonWriter& json) {
  printf("%s\n", json.Finish().c_str());
  fflush(stdout);
}

void PrintResult(const char* event, const LoginResult& result) {
  JsonWriter json;
  json.Add("event", event);
  json.Add("endpoint", result.endpoint);
  json.Add("name", result.name);
  json.AddOrNull("account", result.account);
  json.AddOrNull("role", result.role);
  json.AddOrNull("expires_at", result.expires_at);
  json.Add("stored", result.place);
  json.Add("store", result.store);
  json.AddOrNull("git_config", result.git);
  json.Add("git_changed", result.git_changed);
  json.Add("git_urls", result.git_urls);
  json.AddOrNull("overridden_by", result.overridden_by);
  Print(json);
}

class JsonUi : public LoginUi {
 public:
  void ShowHub(const Endpoint& hub) override {
    JsonWriter json;
    json.Add("event", "begin");
    json.Add("endpoint", hub.url());
    Print(json);
  }

  void ShowCode(const DeviceCode& code) override {
    JsonWriter json;
    json.Add("event", "device_code");
    json.Add("verification_uri", code.url);
    json.Add("verification_uri_complete", code.complete_url);
    json.Add("user_code", code.user_code);
    json.Add("expires_in", std::int64_t{code.lifetime});
    json.Add("interval", std::int64_t{code.interval});
    Print(json);
  }

  void Wait(int seconds, int) override {
    sleep(static_cast<unsigned>(seconds));
  }

  void ShowLogin(const LoginResult& result) override {
    PrintResult("logged_in", result);
  }

  void ShowExistingLogin(const LoginResult& result) override {
    PrintResult("already_logged_in", result);
  }

  void ShowNextStep(const LoginResult&) override {}

  void ShowGitError(const GitConfigError& reason) override {
    JsonWriter json;
    json.Add("event", "git_not_configured");
    json.Add("message", EscapeForTerminal(reason.error.message));
    json.Add("hint", EscapeForTerminal(reason.error.hint));
    json.Add("lines", reason.lines);
    json.Add("exit_status", std::int64_t{ExitStatus(reason.error.problem)});
    Print(json);
  }

  void ShowError(const Error& error) override {
    JsonWriter json;
    json.Add("event", "error");
    json.Add("message", EscapeForTerminal(error.message));
    json.Add("hint", EscapeForTerminal(error.hint));
    json.Add("exit_status", std::int64_t{ExitStatus(error.problem)});
    Print(json);
  }
};

}  // namespace

std::unique_ptr<LoginUi> NewJsonUi() { return std::make_unique<JsonUi>(); }

}  // namespace hf
