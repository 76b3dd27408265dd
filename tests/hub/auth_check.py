# SPDX-License-Identifier: Apache-2.0
"""GET /api/{models,datasets,spaces}/OWNER/NAME/auth-check[/write]: may this
token read, or write, the repository?

A private repository that the token may not read is not found, as on the Hub.
`hub.access_override`, a status, a code and a text, is answered in place of the
truth, as an organisation's policy is.
"""
from .access import judge
from .whoami import refuse


def answer(request, parts):
    hub = request.hub
    credentials = request.credentials
    if credentials.scheme != "bearer" or not hub.accounts.identify(credentials):
        return refuse(request)
    kind = "" if parts["kind"] == "models" else parts["kind"] + "/"
    name = kind + parts["name"]
    reading = judge(hub, credentials, name, False)
    verdict = reading
    if parts["write"] and reading.status == 200:
        verdict = judge(hub, credentials, name, True)
    if hub.access_override:
        return say(request, *hub.access_override)
    if verdict.status == 200:
        return request.answer_json(200, {})
    if reading.status == 200:
        return say(request, 403, "", verdict.message)
    repository = hub.repositories.find(name)
    if repository and repository.visibility == "gated":
        return say(request, 403, "GatedRepo", reading.message)
    return say(request, 404, "RepoNotFound", "Repository not found")


def say(request, status, code, message):
    headers = {"X-Error-Message": message}
    if code:
        headers["X-Error-Code"] = code
    request.answer_json(status, {"error": message}, headers=headers)
