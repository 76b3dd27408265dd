# SPDX-License-Identifier: Apache-2.0
"""What other programs do to the files: Python, an editor, faults."""
import time

import files
from pick import resolve
from world import HUBS, TOKENS, token_of


class PythonSaves:
    """The library's login, which removes all keys that it does not know."""
    weight = 6

    def draw(pick):
        return {"name": pick.name(), "token": pick.token(),
                "active": pick.chance(0.7),
                "more": pick.one({}, {}, {}, {"x": "y"}, {"note": "a\nb"},
                                 {"expires_at": "1500000000"},
                                 {"expires_at": "4000000000"})}

    def run(turn, name, token, active, more):
        world = turn.world
        store = files.read_sections(world.store)
        if store.state == "unreadable" or name in ("DEFAULT", ""):
            return
        store.sections[name] = {"hf_token": token_of(*token[1:]), **more}
        files.write(world.store, files.written_by_python(store.sections))
        if active and files.look(world.token).state != "unreadable":
            files.write(world.token, token_of(*token[1:]).encode())
        turn.model.know()


class PythonLogsIn:
    """A login by the browser, as the library saves it, with a refresh token."""
    weight = 2

    def draw(pick):
        return {"hub": pick.hub(), "account": pick.one("alice", "bob"),
                "left": pick.one(-3600, 3600, 10 * 86400)}

    def run(turn, hub, account, left):
        world = turn.world
        store = files.read_sections(world.store)
        if store.state == "unreadable" or (
                files.look(world.token).state == "unreadable"):
            return
        token, refresh = world.hubs.issue(hub, account, left)
        store.sections[f"oauth-{account}"] = {
            "hf_token": token, "refresh_token": refresh,
            "expires_at": str(int(time.time()) + left)}
        files.write(world.store, files.written_by_python(store.sections))
        files.write(world.token, token.encode())
        turn.model.know()


class PythonSwitches:
    weight = 3

    def draw(pick):
        return {"name": pick.name(), "end": pick.one("", "", "\n", " \r\n")}

    def run(turn, name, end):
        token = files.read_sections(turn.world.store).sections.get(
            name, {}).get("hf_token")
        if token and files.look(turn.world.token).state != "unreadable":
            files.write(turn.world.token, (token + end).encode())
            turn.model.know()


class PersonEdits:
    """A section as the programs write it, or with keys that only a user would
    add; and two sections with one token."""
    weight = 5

    def draw(pick):
        return {"name": pick.name(), "secret": pick.secret(),
                "hub": pick.one(None, *HUBS),
                "more": pick.one({}, {"user": "alice"}, {"source": "git"},
                                 {"source": "git", "username": "alice"},
                                 {"endpoint": "nonsense"}, {"x": "y"})}

    def run(turn, name, secret, hub, more):
        store = files.read_sections(turn.world.store)
        if not store.is_whole or name == "DEFAULT":
            return
        where = {"endpoint": turn.world.urls[hub]} if hub else {}
        store.sections[name] = {"hf_token": resolve(turn, secret), **where,
                                **more}
        files.write(turn.world.store, files.written_by_python(store.sections))
        turn.model.know()


class Break:
    """One of the three files becomes unreadable."""
    weight = 5

    def draw(pick):
        return {"file": pick.one("store", "store", "store", "token", "rules"),
                "how": pick.one(*files.RESPELLED, *files.UNREADABLE),
                "at": pick.source.randrange(1000)}

    def run(turn, file, how, at):
        path = getattr(turn.world, file)
        if files.look(path).state != "text":
            return
        turn.kept.setdefault(path, path.read_bytes())
        if how in files.UNREADABLE:
            files.unreadable(path, how)
        else:
            files.write(path, files.respelled(path.read_bytes(), how, at))
        turn.model.know()


class Link:
    """The user keeps a file in a folder of dotfiles."""
    weight = 1

    def draw(pick):
        return {"file": pick.one("store", "token", "rules")}

    def run(turn, file):
        path = getattr(turn.world, file)
        if path.is_file() and not path.is_symlink():
            files.link(path, turn.world.dotfiles)


class Loosen:
    """Other users may write the folder, so the programs must not."""
    weight = 1

    def draw(pick):
        return {"mode": pick.one(0o777, 0o700, 0o755)}

    def run(turn, mode):
        turn.world.hf_home.chmod(mode)


class Restore:
    """The user restores the broken files."""
    weight = 7

    def draw(pick):
        return {}

    def run(turn):
        for path, text in turn.kept.items():
            files.write(path, text)
        turn.kept = {}
        turn.model.know()


class Revoke:
    weight = 2

    def draw(pick):
        return {"secret": pick.secret()}

    def run(turn, secret):
        token = resolve(turn, secret)
        if token in TOKENS:
            turn.world.hubs.hubs[TOKENS[token]].accounts.revoke(token)
