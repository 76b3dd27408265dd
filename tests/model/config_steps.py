# SPDX-License-Identifier: Apache-2.0
"""Steps that change git's configuration."""
import dataclasses

import files
from model import OFFICIALS, May, Violation, registered_in
from pick import config_of, endpoints, environment

TEXTS = ("", "[user]\n\tname = Ada\n", "[user]\n\tname = Ada", "[user]",
         "# a comment", "[user]\r\n\tname = Ada\r\n", "\n\n",
         "\xef\xbb\xbf[user]\n\tname = Ada\n", "[user]\n\tname = \xe9\n",
         '[credential "https://huggingface.co"]\n\thelper = store\n',
         '[credential "https://hf.co"]\n', "[a]\n\tb = c \\\n  d\n",
         '[include]\n\tpath = nowhere\n', "[user\n", "[a]\n\tb = \"\n",
         "[a]\n\tb = c \\", "[credential]\n\thelper = !true #\n")


class Configure:
    weight = 3

    def draw(pick):
        return {"verb": pick.one("configure", "configure", "unconfigure"),
                "hubs": pick.one((), (), ("corp",), ("corp", "other")),
                "file": pick.chance(0.2),
                "env": {**pick.env(), **pick.config()}, "cut": pick.cut()}

    def run(turn, verb, hubs, file, env, cut):
        world, model = turn.world, turn.model
        path = world.configs[2] if file else config_of(world, env)
        words = [w for hub in hubs for w in ("--endpoint", world.urls[hub])]
        if file:
            words += ["--file", path]
        urls = endpoints(turn, hubs) | OFFICIALS
        if "HF_ENDPOINT" in env:
            urls.add(world.urls[env["HF_ENDPOINT"]])

        def expects(before, done, after):
            now = after.configs[path]
            if done.status != 0:
                if now.identity != before.configs[path].identity:
                    raise Violation(4, "what failed changed something")
            elif verb == "unconfigure" and not hubs:
                original = model.originals.get(path)
                if original and now.identity != original.identity:
                    raise Violation(4, f"{now} is not {original}")
            elif verb == "configure":
                missing = urls - registered_in(now.text)
                if missing:
                    raise Violation(4, f"{missing} not registered")
        turn.program(verb, *words, cut=cut, expects=expects,
                     env=environment(world, env), may=May(
                         configs=frozenset({path}), registers=frozenset(
                             urls if verb == "configure" else ())))


class StatusFix:
    weight = 1

    def draw(pick):
        return {"url": pick.one(None, "https://github.com/a/b", "corp",
                                "other", "acme/model"), "env": pick.env()}

    def run(turn, url, env):
        words = [turn.world.urls.get(url, url)] if url else []
        turn.program("status", *words, "--fix", "--yes",
                     env=environment(turn.world, env), may=May(
                         configs=frozenset({turn.world.configs[0]}),
                         fixes=True, registers=OFFICIALS))


class ConfigBegins:
    """What a file held before the helper was configured in it."""
    weight = 2

    def draw(pick):
        return {"file": pick.one(0, 0, 1, 2), "text": pick.one(*TEXTS)}

    def run(turn, file, text):
        path = turn.world.configs[file]
        if b"git-credential-hf" in files.look(path).text:
            return
        path.write_bytes(text.encode("latin-1"))


class ConfigEdits:
    """The user writes a setting at the beginning of the configuration."""
    weight = 2

    def draw(pick):
        return {"file": pick.one(0, 0, 1, 2), "text": pick.one(
            "[alias]\n\tlg = log\n", "# a comment\n", "\n",
            "[user]\n\tname = Ada\n",
            '[credential "https://huggingface.co"]\n\thelper = store\n',
            '[credential]\n\thelper = cache\n')}

    def run(turn, file, text):
        path = turn.world.configs[file]
        model = turn.model
        seen = files.look(path)
        path.write_bytes(text.encode() + seen.text)
        original = model.originals.get(path)
        if original:
            old = original.text
            model.originals[path] = dataclasses.replace(
                original, state="text", text=text.encode() + old)
            identity = files.look(path).identity
            whole = text.encode() + old
            model.originals[path].identity = (*identity[:2], len(whole), whole)
