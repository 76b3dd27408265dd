# SPDX-License-Identifier: Apache-2.0
"""The arguments of steps: plain values that define a step completely.

A token is named by its place and a Hub by its name, so that a sequence can be
replayed without some steps, in another home.
"""
import files
from world import NAMES, VARIABLE, token_of

ODD = ("laptop", "work", "alice", "bob", "carol", "laptop-2", "git", "hf_user",
       "a]b", " out er ", "-dash", "--yes", "DEFAULT", "ü ñ", "日本語",
       "x\x1b[2J", "\u202edlo", "n" * 300, "#hash", ";x", "[x]", "a=b",
       "50%(x)s", "a:b", "none", "é\u00a0", "oauth-alice", "endpoint")
PATHS = (None, "acme/model", "Acme/Model.git", "datasets/acme/big",
         "acme/model.git/info/lfs", "alice/x", "alice", "", "../x",
         "p" * 5000)
SUBJECTS = ("acme", "acme/model", "alice", "datasets/acme/big")
CALLS = (("renameat", 3), ("rename", 2), ("unlinkat", 3), ("unlink", 2),
         ("fsync", 5), ("flock", 2), ("write", 8), ("close", 70),
         ("openat", 70), ("newfstatat", 70), ("read", 50), ("wait4", 12),
         ("fchmod", 2), ("mkdir", 2),
         # musl's, where the processor has them.
         ("?open", 12), ("?fstat", 12), ("?renameat2", 2))


class Picker:
    """Draws arguments that fit the files of the home."""

    def __init__(self, source, world, model):
        self.source = source
        self.world = world
        self.model = model

    def one(self, *values):
        return self.source.choice(values)

    def chance(self, share):
        return self.source.random() < share

    def hub(self):
        return self.one("official", "official", "corp", "corp", "other")

    def hubs(self):
        """The Hubs on the helper's command line."""
        return self.one((), ("corp",), ("corp",), ("corp", "other"))

    def name(self):
        names = list(files.read_sections(self.world.store).sections)
        if names and self.chance(0.8):
            return self.source.choice(names).replace("\x00", "")
        return self.source.choice(ODD)

    def username(self):
        if self.chance(0.5):
            return self.one(None, None, "", "hf_user")
        return self.name()

    def secret(self):
        """The place of a token: a section, the token file, or a Hub."""
        kind = self.one("section", "section", "active", "hub", "hub")
        if kind == "section":
            return kind, self.name()
        return (kind,) if kind == "active" else self.token()

    def token(self):
        return "hub", self.hub(), self.source.randrange(len(NAMES))

    def env(self):
        """A few variables of a program; environment() replaces the names of
        Hubs in them."""
        env = {}
        if self.chance(0.25):
            env["HF_ENDPOINT"] = self.one("corp", "other", "official")
        if self.chance(0.05):
            env["HF_TOKEN"] = VARIABLE
        return env

    def config(self):
        if self.chance(0.15):
            return {"GIT_CONFIG_GLOBAL": "elsewhere"}
        return {}

    def cut(self, share=0.12):
        if not self.chance(share):
            return None
        call, most = self.source.choice(CALLS)
        return call, self.source.randint(1, most)


def environment(world, env):
    env = dict(env)
    if "HF_ENDPOINT" in env:
        env["HF_ENDPOINT"] = world.urls[env["HF_ENDPOINT"]]
    if "GIT_CONFIG_GLOBAL" in env:
        env["GIT_CONFIG_GLOBAL"] = str(world.configs[1])
    return env


def config_of(world, env):
    """The file that git uses as the user's own."""
    return world.configs["GIT_CONFIG_GLOBAL" in env]


def resolve(turn, secret):
    kind, *where = secret
    disk = turn.model.disk()
    if kind == "section":
        return disk.store.sections.get(where[0], {}).get("hf_token", "hf_none")
    if kind == "active":
        return disk.active or "hf_none"
    return token_of(*where)


def endpoints(turn, hubs):
    return {turn.world.urls[hub] for hub in hubs}
