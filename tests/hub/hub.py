#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The small Hub as a program.

usage: hub.py --root DIR [--port-file FILE] [--accounts FILE]
              [--until-stdin-closes] [--approve-after SECONDS]

It serves real repositories below DIR over TLS and over plain http, on free
ports of 127.0.0.1 only, beside a CONNECT proxy that leads huggingface.co:443
and hf.co:443 to the TLS port. It needs git and openssl, and nothing of Python
but the standard library. SIGTERM or SIGINT ends it.

Once it is ready it prints one JSON line, which also goes to FILE:

    {"http": "http://127.0.0.1:41001", "https": "https://127.0.0.1:41002",
     "proxy": "http://127.0.0.1:41003", "ca": "DIR/ca.pem",
     "log": "DIR/requests.jsonl", "root": "DIR", "pid": 4711}

A shell script waits for that line, or for DIR/hub.env, which holds the same
as HUB_HTTP, HUB_HTTPS, HUB_PROXY, HUB_CA, HUB_LOG, HUB_ROOT and HUB_PID:

    python3 tests/hub/hub.py --root "$dir" --until-stdin-closes <fifo &
    while ! test -f "$dir/hub.env"; do sleep 0.05; done
    . "$dir/hub.env"
    export https_proxy=$HUB_PROXY GIT_SSL_CAINFO=$HUB_CA
    git clone https://huggingface.co/alice/private-model

Python tests have `tests` on their path:

    from hub import ALICE_WRITE, Hub
    with Hub(directory) as hub:
        hub.repositories.create("acme/thing", files={"a.txt": b"a"})
        ...  # hub.http, hub.https, hub.ca, hub.proxy, hub.environment()
        hub.requests(status=401)
        hub.faults.add("html_500", path="/oauth/token", count=1)

What is served
    GET  /api/whoami-v2                             Bearer only
    POST /api/credentials/revoke                    see revocations.py
    POST /oauth/device, /oauth/token                see below
    GET  /oauth/device                              a page with a form
    POST /oauth/device/approve                      user_code, action=approve
                                                    or deny
    GET  /mint?audience=…                           GitHub's, for its jobs
    GET  /REPO[.git]/info/refs?service=…            by `git http-backend`
    POST /REPO[.git]/git-upload-pack, …/git-receive-pack
    POST /REPO[.git]/info/lfs/objects/batch
    GET, PUT /lfs/REPO/OID?ticket=…                 needs no token
    POST /lfs/REPO/OID/verify?ticket=…              needs no token
    GET  /api/KIND/OWNER/NAME/xet-write-token/main  Bearer only
    PUT  /xet/REPO/OID                              needs a storage token
    GET, POST /REPO[.git]/info/lfs/locks
    POST /REPO[.git]/info/lfs/locks/verify, …/locks/ID/unlock
where REPO is OWNER/NAME for a model, or the same after datasets/, spaces/ or
kernels/. All else is a 404.

Who there is (all tokens are in accounts.py, and fake)
    alice   ALICE_WRITE, ALICE_READ (role read), ALICE_OAUTH (hf_oauth_…);
            member of acme
    bob     BOB_WRITE
    acme    an organisation, ACME_ORG (api_org_…)
A token is taken as Bearer, or as the password of Basic with any username. The
LFS API refuses hf_oauth_… and hf_jwt_… over Basic, as the Hub has done, unless
a test sets `hub.lfs_takes_oauth_over_basic`. A client that offers the transfer
`xet` gets it for uploads, with a storage token that has expired (xet.py).
DIR/accounts.json is read anew for each request: change it to revoke a token.

What there is to clone
    alice/private-model      with an LFS file, model.bin
    alice/public-model       with an LFS file; clone it without a token
    alice/gated-model        any other account is refused with 403
    acme/private-model       for alice, not for bob
    bob/private-model        for bob, not for alice
    datasets/alice/private-data, spaces/alice/private-space
More can be made with `hub.repositories.create`, or on disk while the Hub
runs; repositories.py describes the layout.

How to log in with OAuth (grants.py, device_logins.py)
    A device login is approved on its page, by a POST from a shell script, by
    `hub.oauth.approve(hub.oauth.pending()[0])`, or without anybody, with
    --approve-after. Refresh tokens rotate. The exchange (JSON only) takes
    CI_ID_TOKEN and what /mint gives for MINT_TOKEN, for a
    repository (role write) or a bare username (role read). It also takes the
    identity of a job whose issuer is one of `hub.oauth.publishers`, after it
    has checked signature, audience, time and claims (publishers.py; issuer.py
    is an issuer).
    `hub.oauth.issue("alice", lifetime)` makes both tokens without a login.
    Tests change `hub.oauth.interval`, `.expires_in`, `.rotate` and so on, and
    `hub.oauth.override`, `.token_override` and `hub.whoami_override`: dicts
    that are laid over an answer, where ... takes a field away; and
    `hub.access_override`, what auth-check answers (auth_check.py).

What can go wrong, when a test wants it
    `hub.faults.add(name, path, count)` (faults.py has the list): no answer,
    half of one, too much of one, HTML, refusals, hostile JSON, redirects.
    `hub.stranger` (.http, .https) is where the fault "redirect" leads;
    `hub.stranger.received` has the method, path, headers and body of all that
    it was sent.
    `hub.expired_https`, `hub.wrong_host_https` and `hub.self_signed_https`
    are this Hub behind a certificate that no client should trust.

What is refused, and how
    401 with `WWW-Authenticate: Basic realm="Authentication required"`: no
        token where one is needed, an unknown token anywhere, and a repository
        that does not exist for a caller that is not known
    403 with a sentence: a known token without the right
    404: a repository that does not exist for a caller that is known

DIR/requests.jsonl has a line for each request, written before its answer;
request_log.py names the fields. No token is ever in it.
"""
import argparse
import pathlib
import signal
import sys
import threading

if not __package__:  # Run as a program: the package is this folder.
    sys.path[0] = str(pathlib.Path(__file__).resolve().parent.parent)

from hub import Accounts, Hub  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(description="A small local Hub.")
    parser.add_argument("--root", required=True, metavar="DIR",
                        help="where everything is kept")
    parser.add_argument("--port-file", metavar="FILE",
                        help="also write the JSON line here")
    parser.add_argument("--accounts", metavar="FILE",
                        help="start with these accounts (see accounts.py)")
    parser.add_argument("--until-stdin-closes", action="store_true",
                        help="end when standard input does")
    parser.add_argument("--approve-after", type=float, metavar="SECONDS",
                        help="approve each device login so long after it")
    return parser.parse_args()


def end_with_stdin(ended):
    def wait():
        while sys.stdin.buffer.read(4096):
            pass
        ended.set()
    threading.Thread(target=wait, daemon=True).start()


def main():
    options = arguments()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    if options.until_stdin_closes:
        end_with_stdin(ended)
    accounts = options.accounts and Accounts.load(options.accounts)
    with Hub(options.root, accounts) as hub:
        hub.oauth.auto_approve = options.approve_after
        hub.announce(options.port_file)
        ended.wait()


if __name__ == "__main__":
    main()
