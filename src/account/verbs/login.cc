// SPDX-License-Identifier: Apache-2.0
#include "src/account/configure/add_helper.h"
#include "src/account/configure/helper_sections.h"
#include "src/account/git/git.h"
#include "src/account/login/existing_login.h"
#include "src/account/login/obtain_token.h"
#include "src/account/terminal/paragraph.h"
#include "src/account/tokens/keyring_tokens.h"
#include "src/account/tokens/renewal.h"
#include "src/account/tokens/saved_tokens.h"
#include "src/account/verbs/command_line.h"
#include "src/account/verbs/suggestion.h"
#include "src/hub/access_token.h"
#include "src/hub/endpoint.h"
#include "src/store/locked_store.h"
#include "src/store/store_paths.h"

namespace hf {
namespace {

Result<bool> ReadOptions(const Arguments& arguments, LoginOptions& options) {
  CommandLine line("login");
  line.Explain(
      "Without options, on a terminal, it asks whether to log in with a "
      "browser "
      "or to paste an access token. Elsewhere it shows a page and a code, "
      "which "
      "you can open and approve on any device. Then it saves the token, makes "
      "it the active one and configures git.",
      {"git-credential-hf login",
       "git-credential-hf login --token-stdin </run/secrets/hf",
       "git-credential-hf login --name work --force",
       "git-credential-hf login --endpoint https://hub.example.com"});
  line.AddFlag("--token-stdin", options.from_stdin,
               "read an access token from standard input");
  line.AddOption("--token-file", options.file, "read it from FILE", "FILE");
  line.AddOption("--name,--token-name", options.name,
                 "save it under NAME; else under its name on the Hub", "NAME");
  line.AddOption("--endpoint", options.endpoint,
                 "log in to the Hub at URL (default: HF_ENDPOINT)", "URL");
  line.AddFlag("--force", options.force, "log in even if already logged in");
  line.AddFlag("--keyring", options.keyring,
               "save it in the keyring (Secret Service), not in a file");
  line.AddFlag("--no-verify", options.no_verify,
               "do not check the token with the Hub");
  line.AddFlag("--no-configure", options.no_configure,
               "do not change git's configuration");
  line.AddFlag("--json", options.json, "one JSON object for each event");
  line.AddHidden("--token");
  line.Exclude("--token-stdin", "--token-file");
  Result<bool> parsed = line.Parse(arguments);
  if (line.Has("--token")) {
    return TokenInArgument("login");
  }
  if (parsed.ok() && line.Has("--name") && !IsStorableName(options.name)) {
    return Error{Problem::kUsage, "login: the store cannot hold this name",
                 "choose one without ']' and line breaks, of at most 256 "
                 "bytes of UTF-8, and not DEFAULT"};
  }
  return parsed;
}

/// After a login that succeeded: the reason why git is not configured, if it is
/// not.
using LoginOutcome = std::optional<Error>;

std::optional<GitConfigError> NotConfigured(std::string lines, Error error) {
  error.message = "git does not use this token yet: " + error.message;
  if (error.hint.empty() && !lines.empty()) {
    error.hint = "add the lines above to git's configuration";
  }
  return GitConfigError{std::move(lines), std::move(error)};
}

/// Configures git to use this helper for the Hub of \a attempt only. That there
/// is no git is no error.
std::optional<GitConfigError> ConfigureGit(const Attempt& attempt,
                                           LoginResult& result) {
  if (attempt.options.no_configure) return std::nullopt;
  if (const auto git = Git::Find(attempt.environment()); !git.ok()) {
    attempt.ui.ShowNotice({git.error().message, git.error().hint});
    PrintWrappedHint(
        "git does not use this token yet; see 'git-credential-hf configure'");
    return std::nullopt;
  }
  const Result<ConfigureResult> added =
      AddHelper({}, {{attempt.hub}, {}}, attempt.environment());
  if (!added.ok()) return NotConfigured({}, added.error());
  const ConfigureResult& configured = added.value();
  if (!configured.written.ok()) {
    return NotConfigured(configured.lines, configured.written.error());
  }
  result.git = configured.path;
  result.git_changed = configured.written.value();
  result.git_urls = UrlsOf(configured.hubs);
  Notices notices = configured.notices;
  AddLaterHelper(configured, attempt.environment(), notices);
  attempt.ui.ShowNotices(notices);
  return std::nullopt;
}

LoginOutcome ShowGitError(const Attempt& attempt,
                          const std::optional<GitConfigError>& error) {
  if (!error) return std::nullopt;
  attempt.ui.ShowGitError(*error);
  return error->error;
}

/// For a user who was logged in before: configures git for the official Hub,
/// but for no other.
std::optional<GitConfigError> ConfigureGitIfOfficial(const Attempt& attempt,
                                                     LoginResult& result) {
  if (attempt.hub.is_official()) return ConfigureGit(attempt, result);
  if (!attempt.options.no_configure &&
      !IsConfiguredGlobally(attempt.environment(), attempt.hub)) {
    attempt.ui.ShowNotice(
        {"git does not use this helper for " + attempt.hub.url()});
  }
  return std::nullopt;
}

void HintForPython(const LoginResult& login) {
  if (!login.in_keyring) return;
  PrintWrappedHint(
      "the Hub's Python library does not read the keyring; give it "
      "HF_TOKEN=$(git-credential-hf token)");
}

/// With an old git, the token of a browser login fails only later, for large
/// files. Returns true after a warning.
bool WarnIfOldGit(const Attempt& attempt, const NewLogin& login) {
  if (!login.tokens.refresh_token && !IsBearerToken(login.tokens.token)) {
    return false;
  }
  const auto too_old = TooOldForLfs(attempt.environment());
  if (!too_old) return false;
  attempt.ui.ShowNotice(
      {*too_old + " cannot send this login to git-lfs",
       "for large files, run 'git-credential-hf login --force' and paste an "
       "access token of " +
           attempt.hub.url() +
           "/settings/tokens, or use git 2.46 with git-lfs "
           "3.6"});
  return true;
}

Result<LoginOutcome> FinishLogin(const Attempt& attempt,
                                 const NewLogin& login) {
  const Result<SavedLogin> saved = SaveLogin(
      attempt.paths(), attempt.hub, login, KeyringFor(attempt.environment()));
  if (!saved.ok()) return saved.error();
  // The login that this one has replaced may have an unfinished renewal.
  SettleRenewalsIfAny(attempt.environment(), attempt.paths());
  LoginResult result;
  result.name = saved.value().name;
  result.in_keyring = saved.value().in_keyring;
  if (login.identity) {
    result.account = login.identity->account;
    result.role = login.identity->role;
  }
  result.expires_at = login.ExpiresAt();
  result.renews = login.tokens.refresh_token.has_value();
  result.endpoint = attempt.hub.url();
  result.at_official_hub = attempt.hub.is_official();
  result.store = attempt.paths().tokens;
  result.overridden_by = OverridingVariable(attempt.environment());
  const auto git_error = ConfigureGit(attempt, result);
  attempt.ui.ShowLogin(result);
  HintForPython(result);
  Notices notices;
  AddOverride(attempt.environment(), notices);
  attempt.ui.ShowNotices(notices);
  if (!WarnIfOldGit(attempt, login)) attempt.ui.ShowNextStep(result);
  return ShowGitError(attempt, git_error);
}

/// True when the login may be saved in the keyring: the user wants it, or it
/// may replace a login that is there.
Result<bool> NeedsKeyring(const Attempt& attempt) {
  if (attempt.options.keyring) return true;
  const Result<KeyringNames> names = ReadKeyringNames(attempt.paths());
  if (!names.ok()) return names.error();
  const std::string& name = attempt.options.name;
  return name.empty() ? names.value().HasAnyFor(attempt.hub)
                      : names.value().Find(name) != nullptr;
}

/// Fails when a token could not be saved. Called before the login, so that the
/// user does not approve a token that is then lost.
Result<void> CheckWritable(const Attempt& attempt) {
  const Result<LockedStore> store = LockedStore::Acquire(attempt.paths());
  if (!store.ok()) return store.error();
  const Result<bool> needed = NeedsKeyring(attempt);
  if (!needed.ok()) return needed.error();
  if (!needed.value()) return {};
  Result<void> usable = KeyringFor(attempt.environment()).Check();
  if (usable.ok()) return {};
  Error error = usable.error();
  error.message += "; nothing was saved";
  if (!attempt.options.keyring) {
    error.hint += "; to save this login in a file, choose another --name";
  }
  return error;
}

/// With --keyring, moves the token of \a login from the file to the keyring.
/// False when there was nothing to move.
Result<bool> MoveLoginToKeyring(const Attempt& attempt, LoginResult& login) {
  if (!attempt.options.keyring || login.in_keyring || login.name.empty()) {
    return false;
  }
  const Result<TokenStore> store = TokenStore::Read(attempt.paths().tokens);
  if (!store.ok()) return store.error();
  std::optional<StoredToken> token = store.value().Find(login.name);
  if (!token) return false;
  if (!token->endpoint) token->endpoint = attempt.hub.url();
  Result<void> usable = CheckWritable(attempt);
  if (!usable.ok()) return usable.error();
  Result<void> moved =
      MoveToKeyring(attempt.paths(), *token, KeyringFor(attempt.environment()));
  if (!moved.ok()) return moved.error();
  login.in_keyring = true;
  return true;
}

/// For a user who is logged in already.
Result<LoginOutcome> UseExistingLogin(const Attempt& attempt,
                                      LoginResult login) {
  const Result<bool> moved = MoveLoginToKeyring(attempt, login);
  if (!moved.ok()) return moved.error();
  const auto git_error = ConfigureGitIfOfficial(attempt, login);
  if (moved.value()) {
    attempt.ui.ShowLogin(login);
    HintForPython(login);
  } else {
    attempt.ui.ShowExistingLogin(login);
  }
  if (login.git_changed) attempt.ui.ShowNextStep(login);
  return ShowGitError(attempt, git_error);
}

Result<LoginOutcome> Run(const Attempt& attempt) {
  attempt.ui.ShowHub(attempt.hub);
  Result<std::optional<LoginResult>> existing = FindLogin(attempt);
  if (!existing.ok()) return existing.error();
  const bool must_log_in =
      attempt.options.GivesToken() || attempt.options.force;
  if (existing.value() && !must_log_in) {
    return UseExistingLogin(attempt, std::move(*existing.value()));
  }
  Result<void> writable = CheckWritable(attempt);
  if (!writable.ok()) return writable.error();
  Result<std::optional<NewLogin>> login = ObtainToken(attempt);
  if (!login.ok()) return login.error();
  if (!login.value()) {
    return Error{Problem::kRefused, "nothing was changed"};
  }
  return FinishLogin(attempt, *login.value());
}

}  // namespace

Result<void> Login(const Context& context, const Arguments& arguments) {
  LoginOptions options;
  Result<bool> parsed = ReadOptions(arguments, options);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value()) return {};
  const auto ui =
      options.json ? NewJsonUi() : NewTerminalUi(context.environment);
  const Result<LoginOutcome> done = [&]() -> Result<LoginOutcome> {
    const Result<Endpoint> hub =
        options.endpoint ? Endpoint::Parse(*options.endpoint) : context.hub;
    if (!hub.ok()) return hub.error();
    if (!context.paths.ok()) return context.paths.error();
    return Run({context, options, hub.value(), *ui});
  }();
  if (!done.ok()) {
    ui->ShowError(done.error());
    return done.error();
  }
  if (done.value()) return *done.value();
  return {};
}

}  // namespace hf
