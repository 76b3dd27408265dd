#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A stand-in for git-xet: a custom transfer agent of git-lfs, for uploads.

It speaks git-lfs's protocol (git-lfs's docs/custom-transfers.md) and, when the
storage's token has expired, renews it with a token of the Hub, which it looks
for in the order of git-xet. It says nothing of what it finds.
"""
import json
import netrc
import os
import pathlib
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request


def git(*arguments, **options):
    return subprocess.run(("git", *arguments), capture_output=True, text=True,
                          check=False, **options)


class Agent:
    def __init__(self, remote):
        self.url = git("remote", "get-url", remote).stdout.strip() or remote
        self.parts = urllib.parse.urlsplit(self.url)
        self.folder = git("rev-parse", "--absolute-git-dir").stdout.strip()

    def token(self):
        """A token of the Hub; None for a request without one."""
        access = git("config", "--get-urlmatch", "lfs.access", self.url)
        if access.stdout.strip() == "none":
            return None
        if self.parts.username and self.parts.password:
            return urllib.parse.unquote(self.parts.password)
        if "HF_TOKEN" in os.environ:
            return os.environ["HF_TOKEN"]
        return self.token_in_netrc() or self.token_of_git()

    def token_in_netrc(self):
        path = pathlib.Path.home() / ".netrc"
        if not path.exists():
            return None
        entry = netrc.netrc(path).authenticators(self.parts.hostname)
        return entry and entry[2]

    def token_of_git(self):
        if self.parts.scheme not in ("http", "https"):
            raise ValueError("git-lfs-authenticate is not needed here")
        host = self.parts.netloc.rpartition("@")[2]
        filled = git("credential", "fill", cwd=self.folder,
                     input=f"url={self.parts.scheme}://{host}\n\n")
        for line in filled.stdout.splitlines():
            key, _, value = line.partition("=")
            if key == "password" and value:
                return "".join(value.split())
        raise ValueError("git has no token: " + filled.stderr.strip())

    def upload(self, path, oid, action):
        access = {key.lower(): value for key, value in action["header"].items()}
        if int(access["x-xet-token-expiration"]) <= time.time():
            access = self.renew(action["href"])
        send("PUT", f"{access['x-xet-cas-url']}/{oid}",
             access["x-xet-access-token"], pathlib.Path(path).read_bytes())

    def renew(self, route):
        answer = send("GET", route, self.token())
        return {key.lower(): value for key, value in answer.headers.items()}


def send(method, url, token, body=None):
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    request = urllib.request.Request(url, body, headers, method=method)
    return urllib.request.urlopen(request, timeout=30)


def handle(agent, event):
    try:
        agent.upload(event["path"], event["oid"], event["action"])
    except (ValueError, OSError) as error:  # OSError: also what HTTP refuses.
        return {"event": "complete", "oid": event["oid"],
                "error": {"code": 2, "message": str(error)}}
    return {"event": "complete", "oid": event["oid"]}


def main():
    agent = None
    for line in sys.stdin:
        event = json.loads(line)
        if event["event"] == "terminate":
            break
        if event["event"] == "init":
            agent = Agent(event["remote"])
            answer = {}
        else:
            answer = handle(agent, event)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
