// SPDX-License-Identifier: Apache-2.0
#include "src/account/command/command_token.h"
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
#include "src/store/token_command.h"

namespace hf {
namespace {

/// The options of `--command`, as they are typed.
struct CommandOptions {
  bool is_given = false;
  std::string ttl = "5m", timeout = "10s";
  Arguments words;  // After `--`.
};

Error WrongDuration(const char* option, int least, int most) {
  return {Problem::kUsage,
          std::string("login: the value of '") + option + "' is no time from " +
              std::to_string(least) + " to " + std::to_string(most) +
              " seconds",
          "write it like 90s, 5m or 1h"};
}

/// No message repeats a word: it may be a secret.
Result<void> CheckWords(const Arguments& words) {
  if (words.empty() || !words[0].starts_with('/')) {
    return Error{Problem::kUsage,
                 "login: '--command' needs a program with its whole path",
                 "give it after '--', such as: git-credential-hf login "
                 "--command -- /usr/bin/pass show hf/work"};
  }
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (HideTokens(words[at]) != words[at]) return TokenInArgument("login");
    if (IsWritable(words[at])) continue;
    return Error{Problem::kUsage,
                 "login: word " + std::to_string(at + 1) +
                     " of the command has control characters, or is not UTF-8",
                 "put the command into a script"};
  }
  return {};
}

Result<std::optional<TokenCommand>> CommandOf(const CommandOptions& options) {
  if (!options.is_given) {
    if (options.words.empty()) return {std::nullopt};
    return Error{Problem::kUsage, "login: words after '--' need '--command'",
                 "see 'git-credential-hf login --help'"};
  }
  Result<void> checked = CheckWords(options.words);
  if (!checked.ok()) return checked.error();
  const auto ttl = ParseDuration(options.ttl, kLongestTtl);
  if (!ttl) return WrongDuration("--ttl", 0, kLongestTtl);
  const auto timeout = ParseDuration(options.timeout, kLongestTimeout);
  if (!timeout || *timeout == 0) {
    return WrongDuration("--timeout", 1, kLongestTimeout);
  }
  return {TokenCommand{options.words, *ttl, *timeout}};
}

void AddCommandOptions(CommandLine& line, CommandOptions& options) {
  line.AddFlag("--command", options.is_given,
               "save no token, but PROGRAM and its arguments, which print it");
  line.AddOption("--ttl", options.ttl,
                 "use what it prints for TIME (default: 5m)", "TIME");
  line.AddOption("--timeout", options.timeout,
                 "stop it after TIME (default: 10s)", "TIME");
  line.AddWordsAfterDashes(options.words);
  line.Need("--ttl", "--command");
  line.Need("--timeout", "--command");
  for (const char* other : {"--token-stdin", "--token-file", "--keyring"}) {
    line.Exclude("--command", other);
  }
}

Result<bool> ReadOptions(const Arguments& arguments, LoginOptions& options) {
  CommandLine line("login");
  CommandOptions command;
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
       "git-credential-hf login --endpoint https://hub.example.com",
       "git-credential-hf login --command -- /usr/bin/pass show hf/work"});
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
  AddCommandOptions(line, command);
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
  if (!parsed.ok() || !parsed.value()) return parsed;
  auto token_command = CommandOf(command);
  if (!token_command.ok()) return token_command.error();
  options.command = std::move(token_command).value();
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
  if (login.place == "file") return;
  const std::string what =
      login.place == "command" ? "run the command" : "read the keyring";
  PrintWrappedHint("the Hub's Python library does not " + what +
                   "; give it HF_TOKEN=$(git-credential-hf token)");
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

/// The same command may have been saved before, and printed another token.
Result<void> ForgetOldAnswers(const Attempt& attempt, const NewLogin& login,
                              const std::string& name) {
  if (!login.command) return {};
  StoredToken token;
  token.name = name;
  token.endpoint = attempt.hub.url();
  token.command = login.command;
  token.command->file = attempt.paths().commands;
  return ForgetAnswers(attempt.environment(), token);
}

Result<LoginOutcome> FinishLogin(const Attempt& attempt,
                                 const NewLogin& login) {
  const Result<SavedLogin> saved = SaveLogin(
      attempt.paths(), attempt.hub, login, KeyringFor(attempt.environment()));
  if (!saved.ok()) return saved.error();
  Result<void> forgotten = ForgetOldAnswers(attempt, login, saved.value().name);
  if (!forgotten.ok()) return forgotten.error();
  // The login that this one has replaced may have an unfinished renewal.
  SettleRenewalsIfAny(attempt.environment(), attempt.paths());
  LoginResult result;
  result.name = saved.value().name;
  result.place = saved.value().place;
  if (login.identity) {
    result.account = login.identity->account;
    result.role = login.identity->role;
  }
  result.expires_at = login.ExpiresAt();
  result.renews = login.tokens.refresh_token.has_value();
  result.endpoint = attempt.hub.url();
  result.at_official_hub = attempt.hub.is_official();
  result.store =
      login.command ? attempt.paths().commands : attempt.paths().tokens;
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
  const Result<OutsideTokens> names = ReadOutsideTokens(attempt.paths());
  if (!names.ok()) return names.error();
  const std::string& name = attempt.options.name;
  if (name.empty()) return names.value().KeyringHasAnyFor(attempt.hub);
  const StoredToken* known = names.value().Find(name);
  return known && known->in_keyring;
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
  if (!attempt.options.keyring || login.place != "file" || login.name.empty()) {
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
  login.place = "keyring";
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
