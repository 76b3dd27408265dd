# SPDX-License-Identifier: Apache-2.0
"""The programs that `scripts/bench --all` measures, each with a token to give."""
import dataclasses
import json
import os
import shutil
import subprocess

from bench import REQUEST, TOKEN

SLOW = 30  # Runs of a program that takes tens of milliseconds.


@dataclasses.dataclass
class Peer:
    name: str
    command: list
    request: str = REQUEST
    environment: dict = dataclasses.field(default_factory=dict)
    is_slow: bool = False


class Missing(Exception):
    """A program is not here; the text names it."""


def program(name, given=None, called=None):
    found = shutil.which(given or name)
    if not found:
        raise Missing(called or f"`{name}`")
    return os.path.abspath(found)


def floor(bench, _):
    return Peer("the floor: an empty static program", [bench.floor])


def ours(bench, _):
    return Peer("ours: `git-credential-hf get`", [bench.helper, "get"],
                environment={"HOME": str(bench.home(0, "laptop"))})


def gits_store(bench, _):
    return Peer("git's `git credential-store get`", bench.gits_store())


def gits_cache(bench, options):
    """Its daemon ends with the measurement."""
    cache = ["git", "credential-cache", "--socket", bench.root / "cache.socket"]
    subprocess.run([*cache, "store"], check=True, env=bench.environment,
                   input=f"{REQUEST}username=a\npassword={TOKEN}\n".encode())
    options.at_end.callback(subprocess.run, [*cache, "exit"], check=False,
                            env=bench.environment)
    return Peer("git's `git credential-cache get`", [*cache, "get"])


def oauth(_, __):
    return Peer("another: `git-credential-oauth get`",
                [program("git-credential-oauth"), "get"], is_slow=True)


def gh(bench, options):
    return Peer("GitHub's `gh auth git-credential get`",
                [program("gh"), "auth", "git-credential", "get"],
                request="protocol=https\nhost=github.com\n", is_slow=True,
                environment={"GH_TOKEN": TOKEN, "HOME": str(bench.root)})


def gcm(bench, options):
    title = "Git Credential Manager"
    name = program("git-credential-manager", options.gcm, title)
    peer = Peer(title, [name, "get"], is_slow=True,
                environment={"GCM_INTERACTIVE": "never",
                             "GCM_CREDENTIAL_STORE": "plaintext",
                             "HOME": str(bench.root)})
    bench.give(name, f"{REQUEST}username=a\npassword={TOKEN}\n",
               peer.environment)
    return peer


def python_library(bench, options):
    title = "the Python library's `hf auth token`"
    return Peer(title, [program("hf", options.hf, title), "auth", "token"],
                is_slow=True,
                environment={"HOME": str(bench.home(0, "python"))})


def keyring(options):
    """The environment of the keyring, which is started once."""
    if not options.keyring:
        raise Missing("`gnome-keyring-daemon`")
    return options.keyring


def ours_in_keyring(bench, options):
    return Peer("ours, from the keyring", [bench.helper, "get"], is_slow=True,
                environment=keyring(options))


def gits_libsecret(bench, options):
    helper = bench.gits_libsecret_helper()
    if not helper:
        raise Missing("what git's libsecret helper is built from")
    bench.give(helper, f"{REQUEST}username=hf_user\npassword={TOKEN}\n",
               keyring(options))
    return Peer("git's libsecret helper", [helper, "get"], is_slow=True,
                environment=keyring(options))


def docker(bench, options):
    name = program("docker-credential-secretservice")
    url = "https://huggingface.co"
    bench.give(name, json.dumps({"ServerURL": url, "Username": "hf_user",
                                 "Secret": TOKEN}), keyring(options))
    return Peer("Docker's `docker-credential-secretservice get`", [name, "get"],
                request=url, environment=keyring(options), is_slow=True)


ALL = (floor, ours, gits_store, gits_cache, oauth, gh, gcm, python_library,
       ours_in_keyring, gits_libsecret, docker)


def find(bench, options):
    """([Peer], [the names of those that are not here])"""
    found, missing = [], []
    for peer in ALL:
        try:
            found.append(peer(bench, options))
        except Missing as why:
            missing.append(str(why))
    return found, missing
