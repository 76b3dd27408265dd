# SPDX-License-Identifier: Apache-2.0
"""The page on which a person lets a device in; it needs no JavaScript."""
import html

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Device login - small Hub</title>
<h1>Let a device in</h1>
{content}
</html>
"""
FORM = """<form method="post" action="/oauth/device/approve">
<p><label for="user_code">The code that your device shows</label>
<input id="user_code" name="user_code" value="{code}" autocomplete="off">
<p><button id="authorize" name="action" value="approve">Authorize</button>
<button id="deny" name="action" value="deny">Deny</button>
</form>"""
RESULT = '<p id="result">{text}</p>'
TEXTS = {"approve": "Your device is in. You can close this page.",
         "deny": "Your device stays out. You can close this page."}


def answer_form(request, _):
    code = html.escape(request.query.get("user_code", ""))
    show(request, 200, FORM.format(code=code))


def answer_decision(request, _):
    oauth = request.hub.oauth
    decide = {"approve": oauth.approve, "deny": oauth.deny}
    asked = request.form()
    action = asked.get("action")
    if action in decide and decide[action](asked.get("user_code", "")):
        show(request, 200, RESULT.format(text=TEXTS[action]))
    else:
        show(request, 400, RESULT.format(text="This code is not known."))


def show(request, status, content):
    request.answer(status, PAGE.format(content=content),
                   "text/html; charset=utf-8")
