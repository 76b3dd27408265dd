# SPDX-License-Identifier: Apache-2.0
"""What git does: get, store and erase, also for hosts that are not a Hub."""
from answers import ANY, choose
from hub.accounts import Credentials
from model import OFFICIAL, May, Violation, is_plain
from pick import PATHS, endpoints, environment, resolve
from turn import VOLATILE
from world import VARIABLE, answered, record

LOOKALIKES = (
    ("https", "huggingface.co.evil.example"), ("https", "evilhuggingface.co"),
    ("https", "huggingface.co:8443"), ("https", "huggingface.co."),
    ("https", "huggingface.co:0443"), ("https", "x.hf.space"),
    ("https", "huggıngface.co"), ("https", "huggingface.co%00.evil.example"),
    ("http", "huggingface.co"), ("HTTPS", "huggingface.co"),
    ("https", "127.0.0.1"), ("http", "127.0.0.1:1"), ("http", "localhost"),
    ("https", "huggingface.co@evil.example"), ("https", "github.com"))


class Get:
    weight = 30

    def draw(pick):
        return {"hub": pick.hub(), "hubs": pick.hubs(), "env": pick.env(),
                "username": pick.username(), "path": pick.one(*PATHS),
                "capabilities": pick.one((), (), ("authtype",),
                                         ("authtype", ""), ("state",))}

    def run(turn, hub, hubs, env, username, path, capabilities):
        url = turn.world.urls[hub]
        scheme, host = url.split("://")
        request = record(protocol=scheme, host=host, username=username,
                         path=path)
        for word in reversed(capabilities):
            request = f"capability[]={word}\n".encode() + request

        def expects(before, done, _):
            token = answered(done.stdout)
            if (b"credential=" in done.stdout) != (
                    bool(token) and capabilities[-1:] == ("authtype",)):
                raise Violation(8, "an answer in the wrong form")
            urls = endpoints(turn, hubs) | {OFFICIAL}
            right = {None}
            if url in urls:
                right = ({VARIABLE} if "HF_TOKEN" in env else
                         choose(turn.model, before, url, username, path))
            if token and not turn.model.may_go(token, url, before, urls):
                raise Violation(1, f"get gave {token} to {hub}")
            if token not in right and ANY not in right:
                raise Violation(8, f"get gave {token}, not {right}")
        turn.helper("get", request, hubs, env=environment(turn.world, env),
                    may=May(hubs=endpoints(turn, hubs), shows=True),
                    expects=expects)


class GetForAnother:
    """Hosts with a name similar to a Hub's."""
    weight = 4

    def draw(pick):
        return {"host": pick.one(*LOOKALIKES), "env": pick.env(),
                "username": pick.username(),
                "operation": pick.one("get", "get", "store", "erase"),
                "secret": pick.secret()}

    def run(turn, host, env, username, operation, secret):
        request = record(protocol=host[0], host=host[1], username=username)
        if operation != "get":
            request += record(password=resolve(turn, secret))

        def expects(_, done, __):
            if done.stdout:
                raise Violation(1, f"an answer for {host}")
        turn.helper(operation, request, ("corp",), expects=expects,
                    may=May(hubs=set()), env=environment(turn.world, env))


def gits_own(token):
    """What `store` may do to a section: create one, or remove old ones."""
    def change(_, old, new):
        if old and old.get("source") != "git":
            return False
        return new is None or (new.get("source") == "git"
                               and new.get("hf_token") == token)
    return change


class Store:
    weight = 12

    def draw(pick):
        return {"hub": pick.hub(), "hubs": pick.hubs(), "env": pick.env(),
                "username": pick.username() or "", "secret": pick.secret(),
                "more": pick.one({}, {}, {}, {"ephemeral": "1"},
                                 {"ephemeral": "TRUE"}, {"ephemeral": "on"},
                                 {"ephemeral": "2"}, {"ephemeral": "yes"},
                                 {"password_expiry_utc": "1500000000"},
                                 {"password_expiry_utc": "4000000000"}),
                "cut": pick.cut(0.06)}

    def run(turn, hub, hubs, env, username, secret, more, cut):
        url = turn.world.urls[hub]
        scheme, host = url.split("://")
        token = resolve(turn, secret)
        request = record(protocol=scheme, host=host, username=username,
                         password=token, **more)
        is_ours = url == OFFICIAL or hub in hubs

        def expects(before, done, after):
            stored = [s.get("hf_token") for s in after.store.sections.values()]
            fleeting = more.get("ephemeral") or more.get(
                "password_expiry_utc") == "1500000000"
            known = [s.get("hf_token") for s in before.store.sections.values()]
            known += [before.active, VARIABLE]
            if not is_ours or fleeting or not is_plain(username):
                if stored != known[:-2] and token not in known:
                    raise Violation(2, f"stored what is not to be: "
                                    f"{username!r}, {more}")
            elif (before.store.is_whole and before.rules.is_whole
                  and done.status == 0
                  and token not in known and token not in stored):
                raise Violation(2, f"{token} was not stored")
        turn.helper("store", request, hubs, env=environment(turn.world, env),
                    cut=cut, expects=expects, may=May(
                        hubs=endpoints(turn, hubs), section=gits_own(token)))


class Erase:
    weight = 10

    def draw(pick):
        return {"hub": pick.hub(), "hubs": pick.hubs(), "env": pick.env(),
                "username": pick.username(),
                "secret": pick.one(None, pick.secret(), pick.secret()),
                "cut": pick.cut(0.06)}

    def run(turn, hub, hubs, env, username, secret, cut):
        url = turn.world.urls[hub]
        scheme, host = url.split("://")
        token = secret and resolve(turn, secret)
        request = record(protocol=scheme, host=host, username=username,
                         password=token)
        # A token without a record may belong to the official Hub, and be valid.
        # No single Hub can end a token that is recorded for several Hubs.
        homes = turn.model.homes.get(token) or {OFFICIAL}

        def is_revoked():
            """This runs after the step, which may have refreshed the token."""
            accounts = turn.world.hubs.hubs[hub].accounts
            return bool(token) and homes == {url} and not accounts.identify(
                Credentials("bearer", token=token))

        def section(name, old, new):
            if not old:
                return False
            if new is None:
                return (old.get("source") == "git"
                        and old.get("endpoint", url) == url
                        and token in (None, old.get("hf_token"))
                        and username in (None, old.get("username", name)))
            marked = {k: v for k, v in new.items() if k not in VOLATILE}
            return (is_revoked() and old["hf_token"] == token and marked == {
                k: v for k, v in old.items() if k not in VOLATILE})

        turn.helper("erase", request, hubs, env=environment(turn.world, env),
                    cut=cut, may=May(
                        hubs=endpoints(turn, hubs), section=section,
                        forgets=True, token=lambda before, after: (
                            is_revoked() and before.active == token
                            and after.token.state == "absent")))
