# SPDX-License-Identifier: Apache-2.0
"""The files as Python's configparser reads them, and how others write them.

The writers here are not the helper: the Hub's Python library (in place,
without a lock), a user with an editor, a disk that lost a part of a file.
"""
import configparser
import dataclasses
import io
import os
import stat

from world import STRANGER

LARGEST = 1 << 20
LONG_AGO = 1_600_000_000


@dataclasses.dataclass
class Look:
    """A file's state: absent, unreadable or text; all its bytes if any.

    `identity` changes whenever anything about the file does that a program
    which must not touch it could change.
    """
    state: str
    text: bytes = b""
    identity: tuple = ()

    @property
    def is_dangling(self):
        """Whether it is a link to no file. The programs say so; then `switch`
        and `login` write what it leads to, and `logout` removes it."""
        return self.state == "unreadable" and stat.S_ISLNK(self.identity[0])


def look(path):
    try:
        facts = os.lstat(path)
    except FileNotFoundError:
        return Look("absent")
    kind = stat.S_IFMT(facts.st_mode)
    identity = (kind, facts.st_uid, facts.st_size)
    if kind == stat.S_IFLNK:
        target = path.resolve()
        if not target.is_file():
            return Look("unreadable", identity=(*identity, target))
        seen = look(target)
        return Look(seen.state, seen.text, (*identity, *seen.identity))
    if kind != stat.S_IFREG:
        return Look("unreadable", identity=identity)
    try:
        text = path.read_bytes()
    except PermissionError:
        return Look("unreadable", identity=identity)
    trusted = facts.st_uid in (os.geteuid(), 0)
    state = "text" if trusted and len(text) <= LARGEST else "unreadable"
    return Look(state, text, (*identity, text))


@dataclasses.dataclass
class Sections:
    """A file of sections: absent, unreadable, broken or whole."""
    state: str
    text: bytes = b""
    identity: tuple = ()
    sections: dict = dataclasses.field(default_factory=dict)

    @property
    def is_whole(self):
        return self.state in ("absent", "whole")

    @property
    def is_cut_off(self):
        return self.text != b"" and not self.text.endswith((b"\n", b"\r"))

    @property
    def hides_an_endpoint(self):
        """Whether it may have a record that cannot be read."""
        return self.state == "unreadable" or (
            (self.state == "broken" or self.is_cut_off)
            and b"endpoint" in self.text.lower())


def read_sections(path):
    seen = look(path)
    if seen.state != "text":
        return Sections(seen.state, identity=seen.identity)
    parser = configparser.ConfigParser(interpolation=None)
    try:
        text = seen.text.decode().replace("\r\n", "\n").replace("\r", "\n")
        parser.read_string(text)
    except (configparser.Error, UnicodeDecodeError):
        return Sections("broken", seen.text, seen.identity)
    return Sections("whole", seen.text, seen.identity,
                    {name: dict(parser[name]) for name in parser.sections()})


def settle(path):
    """Gives the file an old time: the programs wait for a file that has just
    been written, and the tests must not wait."""
    os.utime(path, (LONG_AGO, LONG_AGO))


def write(path, text):
    """Writes in place, as every program but the helper does."""
    seen = look(path)
    if seen.state == "unreadable":
        remove(path)
    path.write_bytes(text)
    path.chmod(0o600)
    settle(path)


def remove(path):
    if path.is_dir() and not path.is_symlink():
        path.rmdir()
    else:
        path.unlink(missing_ok=True)


def link(path, folder):
    """Keep the file in a folder of dotfiles, as some users do."""
    target = folder / path.name
    path.rename(target)
    path.symlink_to(target)
    settle(path)


def written_by_python(sections):
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_dict(dict(sorted(sections.items())))
    out = io.StringIO()
    parser.write(out)
    return out.getvalue().encode()


def unreadable(path, how):
    """Make the file one that a careful program does not read."""
    seen = look(path)
    if how == "stranger's":
        if os.geteuid() == 0:
            os.chown(path, STRANGER, STRANGER)
        else:
            path.chmod(0)
        return
    if how == "too large":
        write(path, seen.text + b"# padding\n" * (LARGEST // 10 + 1))
        return
    remove(path)
    if how == "a directory":
        path.mkdir(mode=0o700)
    elif how == "a FIFO":
        os.mkfifo(path, 0o600)
    else:
        path.symlink_to("nowhere")


UNREADABLE = ("stranger's", "too large", "a directory", "a FIFO",
              "a dangling link")


def respelled(text, how, at):
    """The same bytes, as a careless editor or a failing disk leaves them.
    `at`, 0 to 999, says where."""
    place = len(text) * at // 1000
    start = text.rfind(b"\n", 0, place) + 1
    changed = {
        "cut off": lambda: text[:place],
        "a bad line": lambda: text[:start] + b"nonsense\n" + text[start:],
        "a bad line at the end": lambda: text + b"nonsense\n",
        "a bad byte": lambda: text[:place] + b"\xff" + text[place:],
        "a byte order mark": lambda: b"\xef\xbb\xbf" + text,
        "CRLF": lambda: text.replace(b"\n", b"\r\n"),
        "CR": lambda: text.replace(b"\n", b"\r"),
        "twice": lambda: text + text,
        "EndPoint:": lambda: text.replace(b"endpoint = ", b"EndPoint:"),
        "ENDPOINT=": lambda: text.replace(b"endpoint = ", b"ENDPOINT="),
        "an indented key": lambda: text.replace(b"\nendpoint", b"\n endpoint"),
        "a value below": lambda: text.replace(b"endpoint = ",
                                              b"endpoint =\n\t"),
        "indented": lambda: text.replace(b"\n", b"\n  "),
        "a comment before": lambda: b"# mine\n\n" + text,
        "a key twice": lambda: text.replace(b"\nhf_token",
                                            b"\nx = 1\nx = 2\nhf_token", 1),
        "JSON": lambda: b'{"tokens": {}}\n',
        "a default": lambda: b"[DEFAULT]\nnote = mine\n\n" + text,
    }[how]
    return changed()


RESPELLED = ("cut off", "cut off", "cut off", "a bad line",
             "a bad line at the end", "a bad byte", "a byte order mark",
             "CRLF", "CR", "twice", "EndPoint:", "ENDPOINT=",
             "an indented key", "a value below", "indented",
             "a comment before", "a key twice", "JSON", "a default")
