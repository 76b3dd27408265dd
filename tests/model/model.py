# SPDX-License-Identifier: Apache-2.0
"""The rules that hold after each step, in a form that is easy to check.

The model knows which token belongs to which Hub, which Hubs the user has
registered and what the configuration files contained before. It reads the files
as Python does, and has no code of the product. Its rules, by number:

    1  a token goes only where it may go
    2  what the user or Python saved stays, and nothing else changes
    3  `store` and `erase` never change the active token of the user
    4  git's configuration: other lines stay, `unconfigure` restores the file
    5  exit statuses are known, and no secret is shown where it must not be
    6  the same command again completes a command that was cut off
    7  all verbs give the same answer about the token in use
    8  `get` answers with the token that the manual names
"""
import copy
import dataclasses
import os
import re
import unicodedata

import files
from answers import TOKEN
from world import VARIABLE, tokens_in

STATUSES = {0, 1, 2, 3, 4, 130}
CRASHES = (b"terminate called", b"Sanitizer", b"Traceback", b"Assertion")
ADDRESS = re.compile(r"https://[a-z]+(\.[a-z]+)*|"
                     r"http://127\.0\.0\.1(:[1-9][0-9]{0,4})?")
UNCLEAR = "an endpoint that cannot be made out"
FILES = {"stored_tokens", "stored_tokens.lock", "git_credential_hf"}
OFFICIAL = "https://huggingface.co"
OFFICIALS = frozenset({OFFICIAL, "https://hf.co"})


class Violation(Exception):
    """A broken rule: its number, and what happened."""


@dataclasses.dataclass
class Disk:
    """The files in the home at one moment."""
    store: files.Sections
    token: files.Look
    rules: files.Sections
    configs: dict
    names: set       # The files beside the store.
    leftovers: list  # Files where none should be.

    @property
    def active(self):
        """The token of the token file, or None."""
        text = self.token.text.decode(errors="replace")
        text = text.replace("\r", "").replace("\n", "").strip()
        usable = self.token.state == "text" and TOKEN.fullmatch(text)
        return text if usable else None


@dataclasses.dataclass
class May:
    """What a step may change."""
    section: object = lambda name, old, new: False
    token: object = lambda old, new: False
    rules: bool = False
    configs: frozenset = frozenset()
    registers: frozenset = frozenset()  # URLs, if it succeeds.
    fixes: bool = False   # It registers them although problems remain.
    typed: object = None  # The name that the user typed for a token.
    forgets: bool = False               # It removes tokens or their records.
    to: frozenset = frozenset()         # (token, Hub) that the user chose.
    hubs: object = None   # On the helper's command line; None: by git.
    shows: bool = False   # Whether its purpose is to print a token.


def registered_in(text):
    """The URLs for which a file of git's configuration names the helper."""
    urls, url = set(), None
    for line in text.decode(errors="replace").splitlines():
        if line.lstrip().startswith("["):
            header = re.match(r'\s*\[credential "(.*)"\]', line)
            url = header and header[1]
        elif url and re.match(r"\s*helper *= *.*git-credential-hf", line):
            urls.add(url)
    return urls


def others_lines(text, urls):
    """The lines of a configuration that the helper cannot have written."""
    its = {f'[credential "{url}"]' for url in urls}
    its |= {"helper =", "useHttpPath = true", "[git-credential-hf]",
            "fileWas = absent", "fileWas = unterminated", ""}
    return [line for line in map(bytes.strip, text.split(b"\n"))
            if line.decode(errors="replace") not in its
            and b"git-credential-hf" not in line]


class Model:
    def __init__(self, world):
        self.world = world
        self.homes = {}  # The URLs of the Hubs that a token is recorded for.
        self.originals = {}  # What a file held before `configure`.
        self.know()

    def remember(self):
        return copy.deepcopy(self.homes), dict(self.originals)

    def recall(self, remembered):
        self.homes, self.originals = remembered

    def disk(self):
        world = self.world
        names = {path.name for path in world.hf_home.iterdir()}
        if world.token.is_symlink():
            names.discard(os.readlink(world.token))
        return Disk(files.read_sections(world.store), files.look(world.token),
                    files.read_sections(world.rules),
                    {path: files.look(path) for path in world.configs},
                    names, world.leftovers())

    # Which token may go where.

    def records(self, store):
        """Each token's Hubs: all that any section with it records. If the section
        of a refresh token records none, they are those of its token."""
        homes = {}
        sections = store.sections.values()
        for section in sections:
            home = recorded_in(section)
            for key in "hf_token", "previous_token", "refresh_token":
                for word in TOKEN.findall(section.get(key, "")):
                    if home:
                        homes.setdefault(word, set()).add(home)
        for section in sections:
            refresh = section.get("refresh_token")
            others = homes.get(section.get("hf_token"))
            if refresh and others and not recorded_in(section):
                homes.setdefault(refresh, set()).update(others)
        return homes

    def know(self):
        """Another program has written: takes over the records of the files."""
        self.homes = self.records(files.read_sections(self.world.store))

    def is_clear(self, token):
        """Whether all records of the token can be read."""
        return all(map(ADDRESS.fullmatch, self.homes.get(token, ())))

    def belongs(self, token, url):
        """Whether the token's record names the Hub, or there is no record."""
        homes = self.homes.get(token)
        return self.is_clear(token) and (not homes or url in homes)

    def may_go(self, token, url, disk, urls):
        if token == VARIABLE:
            return url == OFFICIAL or url in urls
        if disk.store.hides_an_endpoint:
            return False
        if self.homes.get(token):
            return self.belongs(token, url)
        return url == OFFICIAL or url in urls

    def registered(self, disk):
        """The URLs for which git asks the helper, by the user's files."""
        return set().union(*(registered_in(seen.text)
                             for seen in disk.configs.values()))

    # What a step may have done.

    def check(self, before, done, after, may, cut=False):
        self.check_end(done, may, cut)
        self.check_sent(before, done, after, may)
        self.check_files(before, after, may)
        self.check_configs(before, done, after, may, cut)
        more = after.names - FILES - {self.world.token.name}
        if not cut and (after.leftovers or more):
            raise Violation(6, f"left behind: {after.leftovers}, {more}")
        self.learn(after, may)

    def check_end(self, done, may, cut):
        if done.status not in STATUSES and not (cut and done.status == -9):
            raise Violation(5, f"exit status {done.status}")
        if tokens_in(done.stderr) or not may.shows and tokens_in(done.stdout):
            raise Violation(5, "a token is shown")
        if any(word in done.stderr for word in CRASHES):
            raise Violation(5, "a crash")

    def check_sent(self, before, done, after, may):
        urls = (self.registered(before) | self.registered(after)
                if may.hubs is None else may.hubs)
        for token, hub in done.sent - may.to:
            if not self.may_go(token, self.world.urls[hub], before, urls):
                raise Violation(1, f"{token} was sent to {hub}")

    def check_files(self, before, after, may):
        if not before.store.is_whole:
            if before.store.identity != after.store.identity:
                raise Violation(2, "a broken store was changed")
        elif not after.store.is_whole:
            raise Violation(2, f"the store is {after.store.state} now")
        old, new = before.store.sections, after.store.sections
        for name in old.keys() | new.keys():
            if old.get(name) == new.get(name):
                continue
            if name not in old and not is_sound(name, may.typed):
                raise Violation(2, f"the name {name!r} was kept")
            if self.is_refreshed(old, old.get(name), new.get(name)):
                continue
            if not may.section(name, old.get(name), new.get(name)):
                raise Violation(2, f"the section {name!r} was changed from "
                                f"{old.get(name)} to {new.get(name)}")
        if (before.token.identity != after.token.identity
                and not self.is_successor(before.active, after)
                and not may.token(before, after)):
            raise Violation(3, f"the token file was changed from "
                            f"{before.token} to {after.token}")
        if before.rules.identity != after.rules.identity and not may.rules:
            raise Violation(2, "the rules were changed")

    def is_refreshed(self, sections, old, new):
        """Whether a section got the token of a refresh, or records that one was
        tried. Other sections with the token get the new one, too: the old one
        is not valid any more."""
        renewable = {section.get("hf_token") for section in sections.values()
                     if section.get("refresh_token")}
        if not old or not new or old.get("hf_token") not in renewable:
            return False
        same = {"hf_token", "refresh_token", "expires_at", "lifetime",
                "endpoint", "user", "previous_token", "refresh_tried_at"}
        kept = [{k: v for k, v in s.items() if k not in same}
                for s in (old, new)]
        return kept[0] == kept[1] and (
            new["hf_token"] in {old["hf_token"]} | self.world.hubs.granted)

    def is_successor(self, token, after):
        return any(s.get("previous_token") == token
                   and s.get("hf_token") == after.active
                   for s in after.store.sections.values())

    def check_configs(self, before, done, after, may, cut):
        for path, new in after.configs.items():
            old = before.configs[path]
            if old.identity == new.identity:
                continue
            if path not in may.configs:
                raise Violation(4, f"{path.name} was changed")
            urls = registered_in(old.text) | registered_in(new.text)
            if others_lines(old.text, urls) != others_lines(new.text, urls):
                raise Violation(4, f"others' lines of {path.name}")
            added = registered_in(new.text) - registered_in(old.text)
            is_done = cut or done.status == 0 or may.fixes
            allowed = may.registers if is_done else set()
            if not added <= allowed:
                raise Violation(1, f"{added - allowed} was registered")
            if not registered_in(old.text):
                self.originals[path] = old

    def learn(self, after, may):
        """Takes over what the programs recorded, which they must not lose."""
        if not after.store.is_whole:
            return
        records = self.records(after.store)
        stored = {s.get("hf_token") for s in after.store.sections.values()}
        again = {token for token, _ in may.to}  # A login records its Hub anew.
        for token in list(self.homes):
            if token in stored and (may.forgets or token in again):
                self.homes[token] = set()
            elif token not in stored and token != after.active:
                del self.homes[token]
        for token, urls in records.items():
            self.homes.setdefault(token, set()).update(urls)
        if self.homes.get(after.active) and after.active not in records:
            raise Violation(1, f"the active token {after.active} has lost its "
                            f"record of {self.homes[after.active]}")


def recorded_in(section):
    """The Hub that a section records; None if it records none."""
    if "endpoint" in section:
        return section["endpoint"]
    # An indented line belongs to the value above it.
    may_hide = any("endpoint" in value.lower() and (
        key == "hf_token" or "\n" in value) for key, value in section.items())
    return UNCLEAR if may_hide else None


def is_storable(name):
    """Whether the user may give a token this name. It may be odd, as long as a
    file can hold it."""
    return (name not in ("", "DEFAULT") and len(name.encode()) <= 256
            and not set(name) & set("]\r\n\0"))


def is_plain(name):
    """Whether the programs keep a name that the user did not type."""
    return len(name.encode()) <= 256 and not any(
        unicodedata.category(letter) == "Cc" for letter in name)


def is_sound(name, typed=None):
    """Whether the programs may give a section this name."""
    if typed and re.fullmatch(re.escape(typed) + r"(-[0-9]+)?", name):
        return is_storable(typed)
    return is_plain(name)
