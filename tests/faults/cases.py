# SPDX-License-Identifier: Apache-2.0
"""The commands that write, and the files with which each begins."""
import dataclasses
import typing

from hub import ALICE_READ, ALICE_WRITE, BOB_WRITE, CI_ID_TOKEN
from sandbox import record

LAPTOP = ALICE_WRITE  # The Hub accepts these two.
WORK = BOB_WRITE
REVOKED = "hf_revokedTokenForTestsOnly0000000009"  # The Hub rejects these.
GITS = "hf_gitsTokenForTestsOnly00000000000003"
NEW = "hf_newTokenForTestsOnly000000000000004"

HUB = "endpoint = https://huggingface.co\n"
SAVED = (f"[laptop]\nhf_token = {LAPTOP}\n{HUB}user = alice\nfuture = kept\n\n"
         f"[u]\nhf_token = {GITS}\n{HUB}source = git\nusername = u\n\n"
         f"[work]\nhf_token = {WORK}\n{HUB}user = bob\n\n")
KEPT = f"[keyring kept]\n{HUB}user = alice\n"  # In the helper's file.
RULE = "[https://huggingface.co/acme]\ntoken = work\n\n"

# Odd, but valid for git.
CONFIG = (b"; made by hand\r\n[user]\r\n\tname=Ada\r\n\n\n"
          b"[alias] lg = log \\\n   --graph\n"
          b"[credential \"https://huggingface.co\"]\n\tusername = ada\n"
          b"# no newline at the end")


def asked(**fields):
    """What git writes to a helper."""
    return record(protocol="https", host="huggingface.co", **fields)


@dataclasses.dataclass(frozen=True)
class Case:
    """One command, and the home in which it begins."""
    name: str
    arguments: tuple
    given: typing.Callable  # Makes the home of a World.
    input: bytes = b""
    environment: dict = dataclasses.field(default_factory=dict)
    answers: bool = False  # It is complete when it has printed a token.
    asks: bool = False     # It may do nothing if the Hub does not answer.


def saved(world, active=LAPTOP, text=SAVED):
    """Three tokens, one of them active."""
    world.give(world.store / "stored_tokens", text)
    if active:
        world.give(world.store / "token", active)


def linked(world):
    """The same, and the store's file is a link."""
    saved(world)
    tokens = world.store / "stored_tokens"
    world.give(world.home / "linked" / "tokens", tokens.read_bytes())
    tokens.unlink()
    tokens.symlink_to(world.home / "linked" / "tokens")


def configured(world):
    """The same, and git is configured to use the helper."""
    saved(world)
    world.give(world.home / ".gitconfig", CONFIG)
    world.configure()


def unconfigured(world):
    saved(world)
    world.give(world.home / ".gitconfig", CONFIG)


def with_rule(world):
    saved(world)
    world.give(world.store / "git_credential_hf", RULE)


def with_kept(world):
    saved(world)
    world.give(world.store / "git_credential_hf", KEPT + "\n")


def with_active_kept(world):
    saved(world, active=None)
    world.give(world.store / "git_credential_hf", KEPT + "active = yes\n\n")


def to_refresh(world):
    """Alice's login by the browser has expired."""
    token, refresh = world.issue("alice")
    text = (f"[browser]\nhf_token = {token}\nrefresh_token = {refresh}\n"
            f"expires_at = 1600000000\n{HUB}user = alice\n\n")
    saved(world, active=token, text=text + SAVED)


def with_revoked(world):
    saved(world, active=REVOKED,
          text=f"[dead]\nhf_token = {REVOKED}\n{HUB}user = alice\n\n" + SAVED)


def logged_out(world):
    world.give(world.home / ".gitconfig", CONFIG)


def loose(world):
    """Other users may read the store."""
    configured(world)
    (world.store / "stored_tokens").chmod(0o644)


def with_token_in_file(world):
    """The file of git's own helper holds a token."""
    configured(world)
    world.give(world.home / ".git-credentials",
               f"https://u:{GITS}@huggingface.co\n"
               "https://ada:secret@github.com\n")


def with_token_in_netrc(world):
    """The file that git reads first holds a token."""
    configured(world)
    world.give(world.home / ".netrc",
               f"machine huggingface.co login u password {GITS}\n"
               "machine example.org login ada password secret\n")


def with_token_in_url(world):
    """A repository's remote has a URL with a token."""
    configured(world)
    repository = world.repository / ".git"
    for folder in "objects", "refs":
        (repository / folder).mkdir(parents=True)
    world.give(repository / "HEAD", "ref: refs/heads/main\n")
    world.give(repository / "config",
               "[core]\n\trepositoryformatversion = 0\n[remote \"origin\"]\n"
               f"\turl = https://u:{GITS}@huggingface.co/acme/model\n")


def with_secret(world):
    """A file whose token a command prints."""
    saved(world)
    world.give(world.home / "secret", LAPTOP)


def with_command(world):
    """The active token comes from a command."""
    saved(world, active=None)
    world.give(world.home / "secret", LAPTOP)
    world.give(world.home / ".config" / "git-credential-hf.conf",
               f"[command told]\n{HUB}user = alice\nargument = /bin/sh\n"
               f"\t-c\n\t{PRINTS}\nttl = 300s\ntimeout = 10s\n\n")
    world.give(world.store / "git_credential_hf",
               "[command told]\nactive = yes\n\n")


LOG_IN = ("login", "--token-stdin")
PRINTS = 'cat "$HOME/secret"'
FIX = ("status", "--fix", "--yes", "--offline")
CASES = {case.name: case for case in (
    # What git asks of the helper.
    Case("store", ("store",), saved, asked(username="v", password=NEW)),
    Case("store-linked", ("store",), linked,
         asked(username="v", password=NEW)),
    Case("erase", ("erase",), saved, asked(username="u", password=GITS)),
    Case("erase-rejected", ("erase",), with_revoked,
         asked(username="hf_user", password=REVOKED), asks=True),
    Case("get-refresh", ("get",), to_refresh, asked(), answers=True),
    Case("get-command", ("get",), with_command, asked(), answers=True),
    Case("get-exchange", ("get",), logged_out, asked(), {
        "HF_OIDC_RESOURCE": "alice/private-model",
        "HF_OIDC_ID_TOKEN": CI_ID_TOKEN}, answers=True),
    # What users do with tokens.
    Case("token-refresh", ("token",), to_refresh, answers=True),
    Case("login", LOG_IN, logged_out, LAPTOP.encode()),
    Case("login-replaces", (*LOG_IN, "--name", "laptop"), configured,
         ALICE_READ.encode()),
    Case("login-unverified", (*LOG_IN, "--no-verify", "--no-configure"), saved,
         NEW.encode()),
    Case("login-command", ("login", "--command", "--name", "told",
                           "--no-configure", "--", "/bin/sh", "-c", PRINTS),
         with_secret),
    Case("switch", ("switch", "work"), saved),
    Case("switch-to-keyring", ("switch", "kept"), with_kept),
    Case("switch-from-keyring", ("switch", "work"), with_active_kept),
    Case("switch-for", ("switch", "work", "--for", "acme"), with_kept),
    Case("switch-clear", ("switch", "--for", "acme", "--clear"), with_rule),
    Case("logout", ("logout", "laptop"), configured),
    Case("logout-other", ("logout", "work"), configured),
    Case("logout-with-rule", ("logout", "work"), with_rule),
    Case("logout-command", ("logout", "told"), with_command),
    Case("logout-all", ("logout", "--all", "--yes"), configured),
    # What changes git's configuration.
    Case("configure", ("configure",), unconfigured),
    Case("configure-new", ("configure",), saved),
    Case("configure-endpoint",
         ("configure", "--endpoint", "https://hub.corp.example"), configured),
    Case("unconfigure", ("unconfigure",), configured),
    Case("fix-mode", FIX, loose),
    Case("fix-file", FIX, with_token_in_file),
    Case("fix-netrc", FIX, with_token_in_netrc),
    Case("fix-url", FIX, with_token_in_url),
    Case("fix-registration", FIX, unconfigured),
)}
