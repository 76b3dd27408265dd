# SPDX-License-Identifier: Apache-2.0
"""The real bare repositories that the small Hub serves.

They lie below the Hub's root as

    repositories/{models,datasets,spaces,kernels}/OWNER/NAME.git

and are looked up anew for each request, so that `git init --bare` is all it
takes to add one. A file hub.json inside, {"visibility": "public"}, with one of
private, public and gated, and {"granted": ["bob"]} for accounts that may read
what is not theirs; a repository without the file is private. LFS objects are
where git-lfs keeps them in a bare repository: lfs/objects/AB/CD/ABCD….
"""
import dataclasses
import hashlib
import json
import os
import pathlib
import re
import subprocess

KINDS = ("datasets", "spaces", "kernels")
NAME = r"[A-Za-z0-9][A-Za-z0-9._-]*"
FULL_NAME = re.compile(rf"(?:({'|'.join(KINDS)})/)?({NAME})/({NAME})")

ATTRIBUTES = b"*.bin filter=lfs diff=lfs merge=lfs -text\n"
WEIGHTS = b"numbers that somebody trained for a long time\n" * 4096
CARD = b"# A model\n\nMade for tests.\n"

FIXTURES = {
    "alice/private-model": {"lfs": {"model.bin": WEIGHTS}},
    "alice/public-model": {"visibility": "public",
                           "lfs": {"model.bin": b"public " + WEIGHTS}},
    "alice/gated-model": {"visibility": "gated"},
    "acme/private-model": {"lfs": {"model.bin": b"acme " + WEIGHTS}},
    "bob/private-model": {},
    "datasets/alice/private-data": {},
    "spaces/alice/private-space": {},
}


def git(*arguments, **options):
    """Run git, untouched by the configuration of whoever runs the Hub."""
    environment = {"PATH": os.environ["PATH"], "HOME": os.devnull,
                   "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(("git", *arguments), check=True, env=environment,
                          capture_output=True, **options).stdout


@dataclasses.dataclass(frozen=True)
class Repository:
    """One repository; `name` is as in its URL, without `.git`."""
    name: str
    path: pathlib.Path
    visibility: str
    granted: tuple

    @property
    def owner(self):
        return self.name.split("/")[-2]

    def head(self):
        """The id of the newest commit of the branch main."""
        return git("-C", self.path, "rev-parse", "main").decode().strip()

    def lfs_object(self, oid):
        """Where the LFS object is kept, whether or not it exists."""
        return self.path / "lfs" / "objects" / oid[:2] / oid[2:4] / oid

    @staticmethod
    def oid_of(content):
        return hashlib.sha256(content).hexdigest()

    def keep_lfs_object(self, content):
        """Store bytes, all or nothing; returns their oid."""
        oid = self.oid_of(content)
        path = self.lfs_object(oid)
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f"{oid}.{os.getpid()}.{id(content)}")
        aside.write_bytes(content)
        os.replace(aside, path)
        return oid


class Repositories:
    """All repositories below one folder."""

    def __init__(self, root):
        self.root = pathlib.Path(root)

    def find(self, name):
        """The Repository of that name, or None."""
        path = self._path(name)
        if not path or not (path / "HEAD").is_file():
            return None
        described = path / "hub.json"
        facts = json.loads(described.read_text()) if described.exists() else {}
        return Repository(name, path, facts.get("visibility", "private"),
                          tuple(facts.get("granted", ())))

    def create(self, name, visibility="private", granted=(), files=None,
               lfs=None, gitlinks=None):
        """Make a repository with one commit on main.

        `files` and `lfs` map paths to bytes, `gitlinks` maps paths to the
        commits of submodules (whose .gitmodules is one of the files).
        """
        path = self._path(name)
        git("init", "--quiet", "--bare", "--template=", "-b", "main", path)
        facts = {"visibility": visibility, "granted": list(granted)}
        (path / "hub.json").write_text(json.dumps(facts) + "\n")
        repository = self.find(name)
        files = {"README.md": CARD, **(files or {})}
        if lfs:
            files[".gitattributes"] = ATTRIBUTES
        for file, content in (lfs or {}).items():
            files[file] = pointer(repository.keep_lfs_object(content), content)
        git("-C", path, "fast-import", "--quiet",
            input=first_commit(files, gitlinks or {}))
        return repository

    def create_fixtures(self):
        """Make those of FIXTURES that are not there yet."""
        for name, description in FIXTURES.items():
            if not self.find(name):
                self.create(name, **description)

    def _path(self, name):
        match = FULL_NAME.fullmatch(name)
        if not match:
            return None
        kind, owner, short = match.groups()
        return self.root / (kind or "models") / owner / f"{short}.git"


def pointer(oid, content):
    """What git holds in place of an LFS file."""
    return (b"version https://git-lfs.github.com/spec/v1\n"
            b"oid sha256:%s\nsize %d\n" % (oid.encode(), len(content)))


def first_commit(files, gitlinks):
    """The words that make `git fast-import` commit the files to main."""
    words = [b"commit refs/heads/main\n"
             b"committer Small Hub <hub@example.invalid> 1700000000 +0000\n",
             data(b"first commit\n")]
    for path, content in files.items():
        words += [b"M 100644 inline %s\n" % path.encode(), data(content)]
    for path, commit in gitlinks.items():
        words.append(f"M 160000 {commit} {path}\n".encode())
    return b"".join(words)


def data(content):
    return b"data %d\n%s\n" % (len(content), content)
