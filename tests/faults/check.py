# SPDX-License-Identifier: Apache-2.0
"""The rules that hold after a command in which a call failed.

`before`, `now` and `after` are results of World.files(): before the command,
after a run with a fault, and after a run without one.
"""
import configparser
import functools
import re
import stat

RULES = {
    "parse": "Python's configparser reads every file of the store",
    "lost": "no token and no file is lost that the command does not remove",
    "half": "each section and each file is the old one or the new one",
    "open": "no file with a token is open to other users that was not before",
    "nameless": "the active token has a name if it had one",
    "idle": "a rule names a token that is stored if it did before",
    "config": "git's configuration is the old or the new bytes",
    "status": "the exit status is 0 only if the command is complete",
    "silent": "a command that fails prints an error",
    "crash": "the command ends by itself",
    "hang": "the command ends",
    "secret": "no message holds a token",
    "leftover": "no file is left that was not there or expected",
    "again": "the same command again completes",
    "replay": "faults with the same effect in a git have the same verdict",
}
PRIVATE = ("home/.cache/", "home/linked", "runtime/", "tmp/")
STORE = "home/.cache/huggingface/"
TOKENS = STORE + "stored_tokens"
ACTIVE = STORE + "token"
NOTES = {"refresh_tried_at"}  # Keys that a failure may leave in a section.
# What a failure may leave beside the answers of a command.
FAILURE = re.compile(rb"(?m)^failed_at = .*\nerror = ")
ANSWERS = "runtime/git-credential-hf-command-"
INI = (TOKENS, STORE + "git_credential_hf")


def sections(files, path):
    """{name: {key: value}} as Python reads it; {} if there is no file."""
    return parsed(files[path][1] if path in files else b"")


@functools.cache
def parsed(content):
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(content.decode())
    return {name: {key: value for key, value in parser[name].items()
                   if key not in NOTES} for name in parser.sections()}


def is_new_with_its_forerunner(old, now, new):
    """Until the token file has the new token, its section names the old one."""
    return (None not in (old, now, new)
            and now.get("previous_token") == old.get("hf_token")
            and {**new, "previous_token": old.get("hf_token")} == now)


def broken_pieces(before, now, after):
    """(rule, text) of each section or key that is neither old nor new."""
    for name in sorted({*before, *now, *after}):
        old, new = before.get(name), after.get(name)
        if now.get(name) in (old, new) or is_new_with_its_forerunner(
                old, now.get(name), new):
            continue
        if name not in now:
            yield "lost", f"section '{name}'"
        else:
            yield "half", f"section '{name}': {now[name]}"


def broken_store(before, now, after):
    """The rules that the store's files break."""
    for path in INI:
        try:
            found = sections(now, path)
        except (configparser.Error, UnicodeDecodeError) as error:
            yield "parse", str(error)
            continue
        if path in before and path in after and path not in now:
            yield "lost", path
        yield from broken_pieces(sections(before, path), found,
                                 sections(after, path))
        if path in now and now[path][0] not in (
                files[path][0] for files in (before, after) if path in files):
            yield "half", f"{path} has the mode {now[path][0]:o}"
    for path, (mode, _) in now.items():
        if opened(path, mode) and not opened(path, before.get(path, (0,))[0]):
            yield "open", f"{path} has the mode {mode:o}"
    if is_named(before) and not is_named(now):
        yield "nameless", "the active token is in no section"
    for name in idle_rules(now) - idle_rules(before):
        yield "idle", f"the rule '{name}'"


def opened(path, mode):
    """Whether other users may read or write the file of the store."""
    return (path.startswith(PRIVATE) and stat.S_ISREG(mode)
            and mode & 0o077 != 0)


def is_named(files):
    """Whether the active token, if there is one, is or was that of a section,
    whose record limits it."""
    active = files.get(ACTIVE)
    try:
        return not active or active[1].strip().decode() in (
            section.get(key) for section in sections(files, TOKENS).values()
            for key in ("hf_token", "previous_token"))
    except (configparser.Error, UnicodeDecodeError):
        return True  # Another rule reports this.


def idle_rules(files):
    """The names of the rules whose token is neither in a file nor in the
    keyring."""
    try:
        tokens, rules = (sections(files, path) for path in INI)
    except (configparser.Error, UnicodeDecodeError):
        return set()  # Another rule reports this.
    return {name for name, keys in rules.items() if "token" in keys
            and keys["token"] not in tokens
            and f"keyring {keys['token']}" not in rules}


def leftovers(before, now, after):
    """The paths that neither existed before nor are expected after."""
    return sorted(set(now) - set(before) - set(after))


def notes_a_failure(path, file):
    """Whether the file says that a command failed, and has no token."""
    return (file is not None and path.startswith(ANSWERS)
            and FAILURE.search(file[1]) and b"hf_token" not in file[1])


def broken_files(before, now, after):
    """The rules that the files break, except "leftover"."""
    yield from broken_store(before, now, after)
    for path in sorted({*before, *now, *after} - {*INI}):
        was, is_now, will = (f.get(path) for f in (before, now, after))
        if is_now in (was, will) or was is will is None:
            continue
        if notes_a_failure(path, is_now):
            continue
        rule = "config" if path.endswith("config") else "half"
        yield ("lost" if is_now is None else rule), f"{path}: {is_now}"


def equal(now, after):
    """Whether the files are the expected ones, in any order of sections."""
    none = (0, b"")
    try:
        return (all(sections(now, path) == sections(after, path)
                    and now.get(path, none)[0] == after.get(path, none)[0]
                    for path in INI)
                and {k: v for k, v in now.items() if k not in INI}
                == {k: v for k, v in after.items() if k not in INI})
    except (configparser.Error, UnicodeDecodeError):
        return False
