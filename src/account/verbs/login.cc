// SPDX-License-Identifier: Apache-2.0
#include "src/account/configure/add_helper.h"
#include "src/account/configure/helper_sections.h"
#include "src/account/git/git.h"
#include "src/account/login/existing_login.h"
#include "src/account/login/obtain_token.h"
#include "src/account/tokens/keyring_tokens.h"
#include "src/account/tokens/renewal.h"
#include "src/account/tokens/saved_tokens.h"
#include "src/account/verbs/command_line.h"
#include "src/hub/access_token.h"
#include "src/hub/endpoint.h"
#include "src/store/locked_store.h"
#include "src/store/store_paths.h"
#include "src/text/message.h"

namespace hf {
namespace {

Result<bool> ReadOptions(const Arguments& arguments, LoginOptions& options) {
  CommandLine line("login");
  line.AddFlag("--token-stdin", options.from_stdin,
               "read an access token from standard input");
  line.AddOption("--token-file", options.file, "read it from FILE", "FILE");
  line.AddOption("--name,--token-name", options.name,
                 "keep it under NAME; else as the Hub calls it", "NAME");
  line.AddOption("--endpoint", options.endpoint,
                 "log in to the Hub at URL; else HF_ENDPOINT says where",
                 "URL");
  line.AddFlag("--force", options.force, "log in even if already logged in");
  line.AddFlag("--keyring", options.keyring,
               "keep it in the keyring (Secret Service), not in a file");
  line.AddFlag("--no-verify", options.no_verify,
               "do not ask the Hub whose token it is");
  line.AddFlag("--no-configure", options.no_configure,
               "leave git's configuration alone");
  line.AddFlag("--json", options.json, "one JSON object for each event");
  line.AddHidden("--token");
  line.Exclude("--token-stdin", "--token-file");
  Result<bool> parsed = line.Parse(arguments);
  if (line.Has("--token")) {
    return Error{Problem::kUsage,
                 "login: an argument can be read by every user of this machine",
                 "use --token-stdin or --token-file, and make a new token: "
                 "this one may have been seen"};
  }
  if (parsed.ok() && line.Has("--name") && !IsStorableName(options.name)) {
    return Error{Problem::kUsage, "login: the store cannot hold this name",
                 "choose one without ']' and line breaks, of at most 256 "
                 "bytes of UTF-8, and not DEFAULT"};
  }
  return parsed;
}

/// How a login that holds has ended: an error is that git is not told of it.
using Ending = std::optional<Error>;

std::optional<GitNotTold> NotTold(std::string lines, Error error) {
  error.message = "git does not ask for this token yet: " + error.message;
  if (error.hint.empty() && !lines.empty()) {
    error.hint = "add the lines above to git's configuration";
  }
  return GitNotTold{std::move(lines), std::move(error)};
}

/// Makes git ask us about the Hub of \a attempt, and about no other. Where
/// there is no git, none has to be told.
std::optional<GitNotTold> Register(const Attempt& attempt,
                                   LoginResult& result) {
  if (attempt.options.no_configure) return std::nullopt;
  if (const auto git = Git::Find(attempt.environment()); !git.ok()) {
    PrintError(git.error());
    PrintHint(
        "git does not ask for this token yet; see 'git-credential-hf "
        "configure'");
    return std::nullopt;
  }
  const Result<ConfigureResult> done =
      AddHelper({}, {{attempt.hub}, {}}, attempt.environment());
  if (!done.ok()) return NotTold({}, done.error());
  const ConfigureResult& registering = done.value();
  if (!registering.written.ok()) {
    return NotTold(registering.lines, registering.written.error());
  }
  result.git = registering.path;
  result.git_urls = UrlsOf(registering.hubs);
  WarnOfLaterHelper(registering, attempt.environment());
  return std::nullopt;
}

Ending Tell(const Attempt& attempt, const std::optional<GitNotTold>& reason) {
  if (!reason) return std::nullopt;
  attempt.ui.CannotTellGit(*reason);
  return reason->error;
}

/// For who is logged in already: that is no reason to register a Hub, but the
/// official one always is.
std::optional<GitNotTold> RegisterOfficial(const Attempt& attempt,
                                           LoginResult& result) {
  if (attempt.hub.is_official()) return Register(attempt, result);
  if (!attempt.options.no_configure &&
      !IsConfiguredGlobally(attempt.environment(), attempt.hub)) {
    PrintNotice("git does not ask this helper about " + attempt.hub.url());
  }
  return std::nullopt;
}

void WarnOfPython(const LoginResult& login) {
  if (!login.in_keyring) return;
  PrintHint(
      "the Hub's Python library does not read the keyring; give it "
      "HF_TOKEN=$(git-credential-hf token)");
}

/// What git could not tell the person: it fails at the large files only.
void WarnOfOldGit(const Attempt& attempt, const NewLogin& login) {
  if (!IsBearerToken(login.grant.token)) return;
  const Result<Git> git = Git::Find(attempt.environment());
  const auto version = git.ok() ? git.value().Version() : std::nullopt;
  if (!version || version->HasAuthtype()) return;
  PrintNotice("git " + version->text +
              " cannot send a browser's login for large files (LFS)");
  PrintHint(
      "use git 2.46 and git-lfs 3.6 or later, or log in with an access "
      "token: git-credential-hf login --force");
}

Result<Ending> FinishLogin(const Attempt& attempt, const NewLogin& login) {
  const Result<SavedLogin> saved = SaveLogin(
      attempt.paths(), attempt.hub, login, KeyringFor(attempt.environment()));
  if (!saved.ok()) return saved.error();
  // Of the login that this one has replaced.
  SettleRenewalsIfAny(attempt.environment(), attempt.paths());
  LoginResult result;
  result.name = saved.value().name;
  result.in_keyring = saved.value().in_keyring;
  if (login.identity) {
    result.account = login.identity->account;
    result.role = login.identity->role;
  }
  result.expires_at = login.ExpiresAt();
  result.renews = login.grant.refresh_token.has_value();
  result.endpoint = attempt.hub.url();
  result.store = attempt.paths().tokens;
  result.overridden_by = OverridingVariable(attempt.environment());
  const auto not_told = Register(attempt, result);
  attempt.ui.LoggedIn(result);
  WarnOfPython(result);
  WarnOfOldGit(attempt, login);
  WarnOfOverride(attempt.environment());
  return Tell(attempt, not_told);
}

/// True when the login may have to go to the keyring: it is to, or it may
/// replace one that is there.
Result<bool> NeedsKeyring(const Attempt& attempt) {
  if (attempt.options.keyring) return true;
  const Result<KeyringNames> names = ReadKeyringNames(attempt.paths());
  if (!names.ok()) return names.error();
  const std::string& name = attempt.options.name;
  return name.empty() ? names.value().HasAnyFor(attempt.hub)
                      : names.value().Find(name) != nullptr;
}

/// Before anybody goes to a browser for a token that could not be kept.
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
    error.hint += "; a login with a --name of its own goes to a file";
  }
  return error;
}

/// True when \a login is of a token of the file that the keyring has now.
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

/// For a person who is logged in already, and perhaps wants that to be in the
/// keyring.
Result<Ending> Keep(const Attempt& attempt, LoginResult login) {
  const Result<bool> moved = MoveLoginToKeyring(attempt, login);
  if (!moved.ok()) return moved.error();
  const auto not_told = RegisterOfficial(attempt, login);
  if (moved.value()) {
    attempt.ui.LoggedIn(login);
    WarnOfPython(login);
  } else {
    attempt.ui.IsLoggedInAlready(login);
  }
  return Tell(attempt, not_told);
}

Result<Ending> Run(const Attempt& attempt) {
  attempt.ui.Begins(attempt.hub);
  Result<std::optional<LoginResult>> present = FindLogin(attempt);
  if (!present.ok()) return present.error();
  const bool given = attempt.options.GivesToken() || attempt.options.force;
  if (present.value() && !given) {
    return Keep(attempt, std::move(*present.value()));
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
  const Result<Ending> done = [&]() -> Result<Ending> {
    const Result<Endpoint> hub =
        options.endpoint ? Endpoint::Parse(*options.endpoint) : context.hub;
    if (!hub.ok()) return hub.error();
    if (!context.paths.ok()) return context.paths.error();
    return Run({context, options, hub.value(), *ui});
  }();
  if (!done.ok()) {
    ui->Failed(done.error());
    return done.error();
  }
  if (done.value()) return *done.value();
  return {};
}

}  // namespace hf
