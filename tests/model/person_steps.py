# SPDX-License-Identifier: Apache-2.0
"""What a user does with tokens."""
from model import OFFICIAL, OFFICIALS, May, Violation, is_storable
from pick import SUBJECTS, config_of, environment
from world import NAMES, record, token_of


class Login:
    weight = 8

    def draw(pick):
        return {"token": pick.token(), "at": pick.one(None, None, pick.hub()),
                "name": pick.one(None, None, pick.name()),
                "options": pick.one((), (), ("--force",), ("--no-verify",),
                                    ("--no-configure",), ("--json",)),
                "env": {**pick.env(), **pick.config()}, "cut": pick.cut()}

    def run(turn, token, at, name, options, env, cut):
        text = token_of(*token[1:])
        hub = at or env.get("HF_ENDPOINT", "official")
        url = turn.world.urls[hub]
        words = [*(("--endpoint", url) if at else ()),
                 *((f"--name={name}",) if name is not None else ()), *options]
        account = None
        if "--no-verify" not in options and hub == token[1]:
            account = NAMES[token[2]][0]

        def section(name, old, new):
            if not new or new.get("hf_token") != text:
                return False
            if new.get("endpoint") != url or not old:
                return new.get("endpoint") == url
            same = old.get("hf_token") == text or (
                account and old.get("source") != "git"
                and old.get("user") == account and old.get("endpoint") == url)
            # Python's login by a browser has the account only in its name.
            is_pythons = name == f"oauth-{account}" and url == OFFICIAL and (
                not {"endpoint", "user", "source"} & old.keys())
            return (same or is_pythons) and foreign(old) == foreign(new)

        def expects(_, done, after):
            is_refused = name is not None and not is_storable(name)
            if is_refused != (done.status == 2):
                raise Violation(5, f"the exit status {done.status} for the "
                                f"name {name!r}")
            if done.status != 0:
                return
            kept = [s for s in after.store.sections.values()
                    if s.get("hf_token") == text]
            if after.active != text or url not in [
                    s.get("endpoint") for s in kept]:
                raise Violation(2, "the login was not kept")
        turn.program("login", "--token-stdin", *words, cut=cut,
                     input=text.encode(), env=environment(turn.world, env),
                     expects=expects, may=May(
                         section=section, registers=OFFICIALS | {url},
                         typed=name,
                         to=frozenset({(text, hub)}),
                         token=lambda _, after: after.active == text,
                         configs=frozenset() if "--no-configure" in options
                         else frozenset({config_of(turn.world, env)})))


def foreign(section):
    """The keys that neither Python nor the helper knows."""
    known = {"hf_token", "refresh_token", "expires_at", "user", "endpoint",
             "source", "username", "client_id", "lifetime", "previous_token",
             "refresh_tried_at", "rejected_at"}
    return {k: v for k, v in section.items() if k not in known}


class LoginAgain:
    """A login without a token: it succeeds at once if a login exists."""
    weight = 2

    def draw(pick):
        return {"at": pick.one(None, "corp", "other"), "env": pick.env()}

    def run(turn, at, env):
        words = ("--endpoint", turn.world.urls[at]) if at else ()
        is_official = (at or env.get("HF_ENDPOINT", "official")) == "official"
        turn.program("login", "--json", *words,
                     env=environment(turn.world, env), may=May(
                         configs=frozenset({turn.world.configs[0]}),
                         registers=OFFICIALS if is_official else frozenset()))


def adopted(turn, name):
    """What may happen to sections when the user chooses a token: one that git
    stored becomes the user's, and no section records a rejection any more.
    """
    sections = turn.model.disk().store.sections
    token = sections.get(name, {}).get("hf_token")

    def change(changed, old, new):
        gone = {"source"} if changed == name else set()
        kept = {k: v for k, v in (old or {}).items()
                if k not in gone | {"rejected_at"}}
        return token and old and old.get("hf_token") == token and new == kept
    return change


def check_adopted(name, after):
    if after.store.sections.get(name, {}).get("source") == "git":
        raise Violation(2, f"{name!r} is still git's")


class Switch:
    weight = 8

    def draw(pick):
        return {"name": pick.name(), "env": pick.env(), "cut": pick.cut()}

    def run(turn, name, env, cut):
        def expects(before, done, after):
            wanted = before.store.sections.get(name, {}).get("hf_token")
            if done.status == 0 and after.active != wanted:
                raise Violation(2, f"{name!r} is not the active token")
            if done.status == 0:
                check_adopted(name, after)
            if done.status != 0 and after != before:
                raise Violation(2, "a switch that failed changed something")
        turn.program("switch", "--", name, cut=cut, expects=expects,
                     env=environment(turn.world, env), may=May(
                         section=adopted(turn, name),
                         token=lambda before, after:
                         after.active is not None and after.active ==
                         before.store.sections.get(name, {}).get("hf_token")))


class Rule:
    weight = 4

    def draw(pick):
        return {"name": pick.one(None, pick.name(), pick.name()),
                "subject": pick.one(*SUBJECTS), "env": pick.env(),
                "cut": pick.cut()}

    def run(turn, name, subject, env, cut):
        words = ("--clear",) if name is None else ("--", name)

        def expects(_, done, after):
            if done.status == 0:
                check_adopted(name, after)
        turn.program("switch", "--for", subject, *words, cut=cut,
                     env=environment(turn.world, env), expects=expects,
                     may=May(rules=True, section=adopted(turn, name)))


class Logout:
    weight = 6

    def draw(pick):
        return {"name": pick.one(None, *(pick.name() for _ in range(5))),
                "cut": pick.cut(0.25),
                "all": pick.one(["--all"], ["--yes"], ["--all", "--yes"])}

    def run(turn, name, cut, all):
        words = all if name is None else ("--", name)
        forgotten = turn.model.disk().store.sections.get(name, {})
        gone = forgotten.get("hf_token")

        def section(changed, old, new):
            """Another name of the same token keeps the record."""
            if new is None:
                return name in (None, changed)
            return (old and gone and old.get("hf_token") == gone
                    and "endpoint" not in old and "endpoint" in forgotten
                    and new == {**old, "endpoint": forgotten["endpoint"]})

        def expects(before, done, after):
            if done.status == 0 and (name in after.store.sections or (
                    after.active and after.active == gone)):
                raise Violation(2, f"{name!r} is still there")
            if done.status == 0 and name is None and (
                    after.active or after.store.sections):
                raise Violation(2, "a login remains")
            rules = [keys.get("token") for keys in after.rules.sections.values()]
            if done.status == 0 and (rules if name is None else name in rules):
                raise Violation(2, f"the rules of {name!r} are still there")
        turn.program("logout", *words, cut=cut, expects=expects, may=May(
            section=section, forgets=True,
            rules=True, token=lambda before, after:
            after.token.state == "absent" and (
                name is None or before.active == gone
                or before.token.is_dangling)))


class LogoutOfNothing:
    """A script that forgets an argument removes no login."""
    weight = 1

    def draw(pick):
        return {"words": pick.one([], [""], ["--"], ["a", "--all"], ["--al"])}

    def run(turn, words):
        def expects(_, done, __):
            if done.status not in (1, 2):
                raise Violation(5, f"the exit status {done.status}")
        turn.program("logout", *words, may=May(), expects=expects)


class Astray:
    """Variables that lead into the current directory, which may be another
    user's repository: the programs read and write no file there."""
    weight = 1

    def draw(pick):
        return {"env": pick.one({"HF_HOME": "x"}, {"HF_TOKEN_PATH": "token"},
                                {"HF_HOME": ""}, {"HF_TOKEN_PATH": ""},
                                {"HOME": ".", "HF_HOME": "~/x"}),
                "verb": pick.one(["get"], ["store"], ["token"], ["whoami"],
                                 ["list"], ["switch", "laptop"],
                                 ["login", "--token-stdin", "--no-configure",
                                  "--no-verify"])}

    def run(turn, env, verb):
        if "HF_TOKEN_PATH" in turn.world.environment:
            env = {"HF_TOKEN_PATH": env.get("HF_TOKEN_PATH", "x/y")}
        request = record(protocol="https", host="huggingface.co",
                         username="x", password=token_of("official", 1))
        if verb[0] == "login":
            request = token_of("official", 1).encode()

        def expects(_, done, __):
            if done.status not in (1, 2) or done.stdout or done.sent:
                raise Violation(1, f"{verb} with {env} ends with "
                                f"{done.status}")
        turn.program(*verb, input=request, env=env, may=May(),
                     expects=expects)
