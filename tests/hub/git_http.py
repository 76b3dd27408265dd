# SPDX-License-Identifier: Apache-2.0
"""git's smart HTTP protocol, spoken by git's own `git http-backend`."""
import os
import subprocess
from email.parser import BytesHeaderParser

from .access import REALM, judge

CONFIGURATION = {
    "uploadpack.allowFilter": "true",
    "receive.autogc": "false",  # It would outlive the request.
}


def answer(request, parts):
    service = request.query.get("service") or parts["rest"]
    verdict = judge(request.hub, request.credentials, parts["repo"],
                    writing=service == "git-receive-pack")
    if verdict.status == 200:
        run_backend(request, verdict, parts["rest"])
    else:
        refuse(request, verdict)


def refuse(request, verdict):
    headers = {"X-Error-Message": verdict.message}
    if verdict.status == 401:
        headers["WWW-Authenticate"] = REALM
    request.answer(verdict.status, verdict.message, headers=headers)


def run_backend(request, verdict, rest):
    with open(request.hub.root / "http-backend.log", "ab") as complaints:
        backend = subprocess.Popen(
            ("git", "http-backend"), stdin=request.body,
            stdout=subprocess.PIPE, stderr=complaints,
            env=environment(request, verdict, rest))
    with backend:
        try:
            pass_on(request, backend.stdout)
        except OSError:  # The client has gone.
            backend.kill()
            raise


def pass_on(request, output):
    """Turn what a CGI program prints into an HTTP answer."""
    lines = []
    while (line := output.readline()).strip():
        lines.append(line)
    headers = dict(BytesHeaderParser().parsebytes(b"".join(lines)))
    status = int(headers.pop("Status", "200").split()[0])
    request.answer_stream(status, headers, output)


def environment(request, verdict, rest):
    identity = verdict.identity
    variables = {
        "PATH": os.environ["PATH"],
        "HOME": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_PROJECT_ROOT": verdict.repository.path,
        "GIT_HTTP_EXPORT_ALL": "1",
        "PATH_INFO": f"/{rest}",
        "QUERY_STRING": request.raw_query,
        "REQUEST_METHOD": request.command,
        "REMOTE_ADDR": request.client_address[0],
        "REMOTE_USER": identity and identity.account,  # Lets them push.
        "CONTENT_TYPE": request.headers.get("Content-Type"),
        "CONTENT_LENGTH": str(request.body_size),
        "HTTP_CONTENT_ENCODING": request.headers.get("Content-Encoding"),
        "GIT_PROTOCOL": request.headers.get("Git-Protocol"),
        "GIT_CONFIG_COUNT": str(len(CONFIGURATION)),
    }
    for number, (key, value) in enumerate(CONFIGURATION.items()):
        variables[f"GIT_CONFIG_KEY_{number}"] = key
        variables[f"GIT_CONFIG_VALUE_{number}"] = value
    return {k: v for k, v in variables.items() if v is not None}
