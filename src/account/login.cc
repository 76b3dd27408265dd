// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "src/account/command_line.h"
#include "src/account/device_flow.h"
#include "src/account/git_version.h"
#include "src/account/identity.h"
#include "src/account/login_report.h"
#include "src/account/login_save.h"
#include "src/account/registering.h"
#include "src/account/saved_tokens.h"
#include "src/account/terminal.h"
#include "src/account/token_source.h"
#include "src/locked_store.h"
#include "src/message.h"
#include "src/token_text.h"

namespace hf {
namespace {

struct LoginOptions {
  bool from_stdin = false;
  std::optional<std::string> file;
  std::string name;
  std::optional<std::string> endpoint;
  bool force = false;
  bool no_verify = false;
  bool no_configure = false;
  bool json = false;

  bool GivesToken() const { return from_stdin || file; }
};

/// One login on its way.
struct Attempt {
  const Environment& environment;
  const LoginOptions& options;
  Endpoint hub;
  StorePaths paths;
  LoginReport& report;

  /// A variable could be planted; an option is the person's own word.
  std::string ClientId() const {
    const auto id = environment.Find("HF_DEVICE_CODE_OAUTH_CLIENT_ID");
    return options.endpoint && id ? std::string(*id) : std::string(kClientId);
  }
};

Result<bool> ReadOptions(const Arguments& arguments, LoginOptions& options) {
  const auto app = CommandLineOf("login");
  std::string refused;
  app->add_flag("--token-stdin", options.from_stdin,
                "read an access token from standard input");
  app->add_option("--token-file", options.file, "read it from FILE")
      ->type_name("FILE");
  CLI::Option* name =
      app->add_option("--name,--token-name", options.name,
                      "keep it under NAME; else as the Hub calls it")
          ->type_name("NAME");
  app->add_option("--endpoint", options.endpoint,
                  "log in to the Hub at URL; else HF_ENDPOINT says where")
      ->type_name("URL");
  app->add_flag("--force", options.force, "log in even if already logged in");
  app->add_flag("--no-verify", options.no_verify,
                "do not ask the Hub whose token it is");
  app->add_flag("--no-configure", options.no_configure,
                "leave git's configuration alone");
  app->add_flag("--json", options.json, "one JSON object for each event");
  CLI::Option* token = app->add_option("--token", refused)->group("");
  app->get_option("--token-stdin")->excludes(app->get_option("--token-file"));
  Result<bool> parsed = ParseCommandLine(*app, arguments);
  if (token->count() > 0) {
    return Error{Problem::kUsage,
                 "login: an argument can be read by every user of this machine",
                 "use --token-stdin or --token-file, and make a new token: "
                 "this one may have been seen"};
  }
  if (parsed.ok() && name->count() > 0 && !IsStorableName(options.name)) {
    return Error{Problem::kUsage, "login: the store cannot hold this name",
                 "choose one of a single line, and not DEFAULT"};
  }
  return parsed;
}

/// What logs the person in to \a attempt's Hub already, if anything does.
Result<std::optional<LoginResult>> FindLogin(const Attempt& attempt) {
  LoginResult login;
  login.endpoint = attempt.hub.url();
  login.overridden_by = OverridingVariable(attempt.environment);
  Result<SavedTokens> saved = ReadSavedTokens(attempt.environment);
  if (!saved.ok()) return saved.error();
  login.store = saved.value().paths.tokens;
  if (login.overridden_by) return {std::move(login)};
  if (!saved.value().active) return {std::nullopt};
  const SecretString& active = saved.value().active->token;
  for (const StoredToken& token : saved.value().store.Mentioning(active)) {
    if (token.token != active) continue;
    const bool dead =
        token.rejected_at || (token.IsExpired() && !token.refresh_token);
    if (dead || !token.MayGoTo(attempt.hub)) return {std::nullopt};
    login.name = token.name;
    login.account = token.user;
    login.expires_at = token.expires_at;
  }
  return {std::move(login)};
}

/// Makes git ask us. A login is none the worse when that fails.
void Register(const Attempt& attempt, LoginResult& result) {
  if (attempt.options.no_configure) return;
  ConfigOptions options;
  options.endpoints = {attempt.hub.url()};
  Result<Registering> done = RegisterHelper(options, attempt.environment);
  if (done.ok() && done.value().written.ok()) {
    result.git = done.value().path;
    WarnOfOtherFile(options, attempt.environment);
    WarnOfLaterHelper(done.value(), attempt.environment);
    return;
  }
  PrintError(done.ok() ? done.value().written.error() : done.error());
  PrintHint(
      "git does not ask for this token yet; see 'git-credential-hf "
      "configure'");
}

Result<Grant> ByDevice(const Attempt& attempt, HttpClient& client) {
  Result<DeviceCode> code =
      RequestDeviceCode(client, attempt.hub, attempt.ClientId());
  if (!code.ok()) return code.error();
  attempt.report.HasCode(code.value());
  return AwaitApproval(client, attempt.hub, attempt.ClientId(), code.value(),
                       attempt.report);
}

/// Nothing when the person changes their mind.
std::optional<bool> WantsBrowser(const Attempt& attempt) {
  if (attempt.options.json || !HasPerson(attempt.environment)) return true;
  const auto answer = Choose(
      "how do you want to log in to " + attempt.hub.url() + "?",
      {"with a browser, here or on any other device", "paste an access token"});
  if (!answer) return std::nullopt;
  return *answer == 0;
}

/// The token that the options or the person give.
Result<SecretString> GivenToken(const Attempt& attempt) {
  if (attempt.options.file) return ReadTokenFromFile(*attempt.options.file);
  if (attempt.options.from_stdin) return ReadTokenFromStdin(attempt.hub);
  return AskForToken(attempt.hub);
}

/// Asks again a few times: a token that a person has just approved should not
/// be lost to a hiccup. Where nothing answers for long, that is it.
Result<std::optional<Identity>> Verify(HttpClient& client, const Endpoint& hub,
                                       std::string_view token) {
  constexpr int kMostTries = 3;
  constexpr time_t kMostSeconds = 5;
  const time_t began = time(nullptr);
  for (int tries = 1;; ++tries) {
    auto identity = AskIdentity(client, hub, token);
    const bool again =
        !identity.ok() && identity.error().problem == Problem::kUnreachable;
    if (!again || tries == kMostTries) return identity;
    if (time(nullptr) - began > kMostSeconds) return identity;
    sleep(1);
  }
}

Result<void> Identify(const Attempt& attempt, HttpClient& client,
                      NewLogin& login) {
  auto identity = Verify(client, attempt.hub, login.grant.token);
  if (!identity.ok()) {
    Error error = identity.error();
    error.message += "; nothing was saved";
    return error;
  }
  if (!identity.value()) {
    return Error{Problem::kRefused,
                 "the Hub at " + attempt.hub.url() +
                     " does not know this token; nothing was saved",
                 "copy it again, or make a new one at " + attempt.hub.url() +
                     "/settings/tokens"};
  }
  if (identity.value()->is_organisation) {
    return Error{Problem::kRefused,
                 "this is the token of an organisation, which cannot log in",
                 "make one of your own account"};
  }
  login.identity = std::move(*identity.value());
  return {};
}

/// Gets a token in the way that the options or the person choose; nothing when
/// they choose none.
Result<std::optional<NewLogin>> Obtain(const Attempt& attempt) {
  bool by_browser = false;
  if (!attempt.options.GivesToken()) {
    const auto wish = WantsBrowser(attempt);
    if (!wish) return {std::nullopt};
    by_browser = *wish;
  }
  NewLogin login;
  login.wanted_name = attempt.options.name;
  std::optional<HttpClient> client;
  if (by_browser || !attempt.options.no_verify) {
    Result<HttpClient> opened = HttpClient::Open(attempt.environment);
    if (!opened.ok()) return opened.error();
    client = std::move(opened).value();
  }
  if (by_browser) {
    login.client_id = attempt.ClientId();
    Result<Grant> grant = ByDevice(attempt, *client);
    if (!grant.ok()) return grant.error();
    login.grant = std::move(grant).value();
  } else {
    Result<SecretString> token = GivenToken(attempt);
    if (!token.ok()) return token.error();
    login.grant.token = std::move(token).value();
  }
  login.granted_at = time(nullptr);
  if (!attempt.options.no_verify) {
    Result<void> identified = Identify(attempt, *client, login);
    if (!identified.ok()) return identified.error();
  }
  return {std::move(login)};
}

/// What git could not tell the person: it fails at the large files only.
void WarnOfOldGit(const Attempt& attempt, const NewLogin& login) {
  if (!IsBearerToken(login.grant.token)) return;
  const Result<Git> git = Git::Find(attempt.environment);
  const auto version = git.ok() ? VersionOf(git.value()) : std::nullopt;
  if (!version || version->HasAuthtype()) return;
  PrintNotice("git " + version->text +
              " cannot send a browser's login for large files (LFS)");
  PrintHint(
      "use git 2.46 and git-lfs 3.6 or later, or log in with an access "
      "token: git-credential-hf login --force");
}

Result<void> Conclude(const Attempt& attempt, const NewLogin& login) {
  Result<std::string> name = SaveLogin(attempt.paths, attempt.hub, login);
  if (!name.ok()) return name.error();
  LoginResult result;
  result.name = name.value();
  if (login.identity) {
    result.account = login.identity->account;
    result.role = login.identity->role;
  }
  result.expires_at = login.ExpiresAt();
  result.renews = login.grant.refresh_token.has_value();
  result.endpoint = attempt.hub.url();
  result.store = attempt.paths.tokens;
  result.overridden_by = OverridingVariable(attempt.environment);
  Register(attempt, result);
  attempt.report.LoggedIn(result);
  WarnOfOldGit(attempt, login);
  WarnOfOverride(attempt.environment);
  return {};
}

Result<void> Run(const Attempt& attempt) {
  attempt.report.Begins(attempt.hub);
  Result<std::optional<LoginResult>> present = FindLogin(attempt);
  if (!present.ok()) return present.error();
  const bool given = attempt.options.GivesToken() || attempt.options.force;
  if (present.value() && !given) {
    Register(attempt, *present.value());
    attempt.report.IsLoggedInAlready(*present.value());
    return {};
  }
  // Before anybody goes to a browser for a token that could not be kept.
  Result<LockedStore> writable = LockedStore::Acquire(attempt.paths);
  if (!writable.ok()) return writable.error();
  { const LockedStore released = std::move(writable).value(); }
  Result<std::optional<NewLogin>> login = Obtain(attempt);
  if (!login.ok()) return login.error();
  if (!login.value()) {
    return Error{Problem::kRefused, "nothing was changed"};
  }
  return Conclude(attempt, *login.value());
}

}  // namespace

Result<void> Login(const Environment& environment, const Arguments& arguments) {
  LoginOptions options;
  Result<bool> parsed = ReadOptions(arguments, options);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value()) return {};
  const auto report =
      options.json ? NewJsonReport() : NewPeoplesReport(environment);
  Result<void> done = [&]() -> Result<void> {
    Result<Endpoint> hub = options.endpoint ? Endpoint::Parse(*options.endpoint)
                                            : PeoplesEndpoint(environment);
    if (!hub.ok()) return hub.error();
    Result<StorePaths> paths = FindStore(environment);
    if (!paths.ok()) return paths.error();
    return Run({environment, options, hub.value(), paths.value(), *report});
  }();
  if (!done.ok()) report->Failed(done.error());
  return done;
}

}  // namespace hf
