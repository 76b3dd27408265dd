# SPDX-License-Identifier: Apache-2.0
"""What a person does with tokens."""
from model import OFFICIAL, May, Violation
from pick import SUBJECTS, config_of, environment
from world import HUBS, NAMES, VARIABLE, answered, record, token_of


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
            # Python's login by a browser has its account in its name only.
            is_pythons = name == f"oauth-{account}" and url == OFFICIAL and (
                "refresh_token" in old and "user" not in old)
            return (same or is_pythons) and foreign(old) == foreign(new)

        def expects(_, done, after):
            if done.status != 0:
                return
            kept = [s for s in after.store.sections.values()
                    if s.get("hf_token") == text]
            if after.active != text or url not in [
                    s.get("endpoint") for s in kept]:
                raise Violation(2, "the login was not kept")
        urls = frozenset({url, OFFICIAL, "https://hf.co"})
        turn.program("login", "--token-stdin", *words, cut=cut,
                     input=text.encode(), env=environment(turn.world, env),
                     expects=expects, may=May(
                         section=section, registers=urls,
                         to=frozenset({(text, hub)}),
                         token=lambda _, after: after.active == text,
                         configs=frozenset() if "--no-configure" in options
                         else frozenset({config_of(turn.world, env)})))


def foreign(section):
    """The keys that are neither Python's nor ours."""
    ours = {"hf_token", "refresh_token", "expires_at", "user", "endpoint",
            "source", "username", "client_id", "lifetime", "previous_token",
            "refresh_tried_at", "rejected_at"}
    return {k: v for k, v in section.items() if k not in ours}


class LoginAgain:
    """Without a token: who is logged in is told so, nobody is in a moment."""
    weight = 2

    def draw(pick):
        return {"at": pick.one(None, "corp", "other"), "env": pick.env()}

    def run(turn, at, env):
        words = ("--endpoint", turn.world.urls[at]) if at else ()
        turn.program("login", "--json", *words,
                     env=environment(turn.world, env),
                     may=May(configs=frozenset({turn.world.configs[0]})))


class Switch:
    weight = 8

    def draw(pick):
        return {"name": pick.name(), "env": pick.env(), "cut": pick.cut()}

    def run(turn, name, env, cut):
        def section(changed, old, new):
            ours = {"source", "rejected_at"}
            return changed == name and old and new and new == {
                k: v for k, v in old.items() if k not in ours}

        def expects(before, done, after):
            wanted = before.store.sections.get(name, {}).get("hf_token")
            if done.status == 0 and after.active != wanted:
                raise Violation(2, f"{name!r} is not the active token")
            if done.status != 0 and after != before:
                raise Violation(2, "a switch that failed changed something")
        turn.program("switch", "--", name, cut=cut, expects=expects,
                     env=environment(turn.world, env), may=May(
                         section=section, token=lambda before, after:
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

        def section(changed, old, new):
            """A token of git's that a person chooses is the person's."""
            return changed == name and old and new == {
                k: v for k, v in old.items() if k != "source"}
        turn.program("switch", "--for", subject, *words, cut=cut,
                     env=environment(turn.world, env),
                     may=May(rules=True, section=section))


class Logout:
    weight = 6

    def draw(pick):
        return {"name": pick.one(None, *(pick.name() for _ in range(5))),
                "cut": pick.cut(0.25),
                "all": pick.one(["--all"], ["--yes"], ["--all", "--yes"])}

    def run(turn, name, cut, all):
        words = all if name is None else ("--", name)
        gone = turn.model.disk().store.sections.get(name, {}).get("hf_token")

        def expects(before, done, after):
            if done.status == 0 and (name in after.store.sections or (
                    after.active and after.active == gone)):
                raise Violation(2, f"{name!r} is still there")
            if done.status == 0 and name is None and (
                    after.active or after.store.sections):
                raise Violation(2, "somebody is still logged in")
        turn.program("logout", *words, cut=cut, expects=expects, may=May(
            section=lambda changed, _, new: new is None
            and name in (None, changed), forgets=True,
            rules=True, token=lambda before, after:
            after.token.state == "absent" and (
                name is None or before.active == gone)))


class LogoutOfNothing:
    """A script that forgets an argument logs nobody out."""
    weight = 1

    def draw(pick):
        return {"words": pick.one([], [""], ["--"], ["a", "--all"], ["--al"])}

    def run(turn, words):
        def expects(_, done, __):
            if done.status not in (1, 2):
                raise Violation(5, f"the exit status {done.status}")
        turn.program("logout", *words, may=May(), expects=expects)


class Astray:
    """Variables that would lead into the current directory, which may be a
    stranger's repository: nothing is read or written there."""
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


class Shows:
    """Verbs that only tell."""
    weight = 4

    def draw(pick):
        return {"verb": pick.one(
            ("list",), ("list", "--json"), ("whoami",), ("whoami", "--json"),
            ("token",), ("token", "--", pick.name()), ("help",),
            ("status", "--offline"), ("status", "acme/model", "--json")),
            "env": pick.env()}

    def run(turn, verb, env):
        def expects(before, done, _):
            shown = done.stdout.decode().strip()
            if (verb[0] == "token" and before.store.hides_an_endpoint
                    and shown not in ("", VARIABLE)):
                raise Violation(1, f"{verb} showed {shown}")
        turn.program(*verb, env=environment(turn.world, env), expects=expects,
                     may=May(shows=verb[0] == "token"))


class Agree:
    """get, token and whoami are asked which token is in use at a Hub."""
    weight = 4

    def draw(pick):
        return {"hub": pick.hub()}

    def run(turn, hub):
        model, world = turn.model, turn.world
        disk = model.disk()
        named = {} if hub == "official" else {"HF_ENDPOINT": world.urls[hub]}
        homes = model.homes.get(disk.active, set())
        if hub == "official" and len(homes) == 1:
            hub = ([h for h in HUBS if world.urls[h] in homes] or [hub])[0]
        url = world.urls[hub]
        if not homes and url not in model.registered(disk) | {OFFICIAL}:
            return
        scheme, host = url.split("://")
        got = answered(turn.helper(
            "get", record(protocol=scheme, host=host), (hub,),
            may=May(hubs={url}, shows=True)).stdout)
        if got:
            world.hubs.look_for(got)
        shown = turn.program("token", env=named, may=May(shows=True)).stdout
        shown = shown.decode().strip() or None
        sent = turn.program("whoami", env=named, may=May()).sent
        sent = next((token for token, _ in sent
                     if not token.startswith("hf_refresh_")), None)
        is_gits = disk.token.state == "absent" and got
        if not (shown == sent == got or is_gits and not shown and not sent):
            raise Violation(7, f"at {hub}, get gives {got}, token {shown}, "
                            f"whoami {sent}")
