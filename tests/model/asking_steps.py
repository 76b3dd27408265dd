# SPDX-License-Identifier: Apache-2.0
"""Steps that only ask: for the account and the token in use."""
from answers import ANY, choose
from model import OFFICIAL, OFFICIALS, May, Violation, registered_in
from pick import environment
from world import HUBS, VARIABLE, answered, record


class Shows:
    """Verbs that only print."""
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
    """get and whoami give the token in use at a Hub; `token` only prints it,
    for any Hub that the environment names."""
    weight = 4

    def draw(pick):
        return {"hub": pick.hub()}

    def run(turn, hub):
        world = turn.world
        disk = turn.model.disk()
        named = {} if hub == "official" else {"HF_ENDPOINT": world.urls[hub]}
        check_printed(turn, disk, world.urls[hub], named)
        hub = asked_about(turn, disk, hub)
        if not hub:
            return
        url = world.urls[hub]
        scheme, host = url.split("://")
        got = answered(turn.helper(
            "get", record(protocol=scheme, host=host), (hub,),
            may=May(hubs={url}, shows=True)).stdout)
        if got:
            world.hubs.look_for(got)
        sent = turn.program("whoami", env=named, may=May()).sent
        sent = next((token for token, _ in sent
                     if not token.startswith("hf_refresh_")), None)
        if disk.active and not turn.model.belongs(disk.active, url):
            # git may get what it stored; whoami is about the user.
            got = None if got != disk.active else got
        if got != sent:
            raise Violation(7, f"at {hub}, get gives {got}, whoami {sent}")


def is_trusted(turn, disk, url):
    """Whether git asks the helper about the Hub, by the user's own file."""
    own = disk.configs[turn.world.configs[0]]
    return url in registered_in(own.text) | OFFICIALS


def asked_about(turn, disk, hub):
    """The Hub that whoami uses; None if the test does not compare it."""
    urls, homes = turn.world.urls, turn.model.homes.get(disk.active, set())
    if hub == "official" and homes and OFFICIAL not in homes:
        # No Hub is named, so it is the recorded one.
        hubs = [hub for hub in HUBS if urls[hub] in homes]
        return hubs[0] if len(homes) == len(hubs) == 1 else None
    is_known = urls[hub] in homes or is_trusted(turn, disk, urls[hub])
    return hub if is_known else None


def check_printed(turn, disk, url, named):
    """The active token is in use for any named Hub; without one, the token
    that git stored for that Hub."""
    homes = turn.model.homes.get(disk.active) or {OFFICIAL}
    if disk.active:
        url = min(homes)
    elif not is_trusted(turn, disk, url):
        url = OFFICIAL
    right = choose(turn.model, disk, url, None, None)
    done = turn.program("token", env=named, may=May(shows=True))
    shown = done.stdout.decode().strip() or None
    if shown not in right and ANY not in right:
        raise Violation(7, f"token shows {shown}, not {right}")
