# SPDX-License-Identifier: Apache-2.0
"""Log in to the Hugging Face Hub in a notebook, with a link and a code.

In a cell: %run ~/.local/share/git-credential-hf/notebook_login.py [OPTION]...

The options are those of `git-credential-hf login`. A front end that shows HTML
gets a link and a code that a click selects; others get text. Both are replaced
by the result, so that no code stays in a saved notebook.
"""
import html
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

try:
    from IPython import get_ipython
    from IPython.display import display
except ImportError:  # Plain Python.
    def get_ipython():
        return None

INTERRUPTED = 130  # The program's exit status after Ctrl-C.
WARNING = ("Approve it only if you have just run this cell yourself. Never "
           "approve a code that somebody has sent you.")


def helper():
    """The program that is installed with this file, else that of PATH."""
    ours = pathlib.Path(__file__).resolve().parents[2] / "bin"
    return shutil.which("git-credential-hf", path=ours) or \
        shutil.which("git-credential-hf")


class Output:
    """The one output of the cell, which changes with each event."""

    def __init__(self):
        self.handle = None

    def show(self, text, markup=None):
        escaped = html.escape(text).replace("\n", "<br>")
        bundle = {"text/plain": text, "text/html": markup or f"<p>{escaped}</p>"}
        if get_ipython() is None:
            print(text, flush=True)
        elif self.handle:
            self.handle.update(bundle, raw=True)
        else:
            self.handle = display(bundle, raw=True, display_id=True)

    def show_code(self, event):
        url, code = event["verification_uri_complete"], event["user_code"]
        link, shown = html.escape(url), html.escape(code)
        self.show(
            f"Open this page in any browser:\n\n  {url}\n\n"
            f"and check that it shows this code, or enter it:\n\n  {code}\n\n"
            f"{WARNING}\nWaiting for the approval.",
            f'<p>Open <a href="{link}" target="_blank" rel="noopener">{link}</a>'
            " and check that it shows this code, or enter it:</p>"
            '<p><code title="a click selects it" style="user-select: all; '
            f'font-size: 150%">{shown}</code></p>'
            f"<p>{WARNING}<br>Waiting for the approval.</p>")


def result_of(event):
    """The text for one of the last events; None for another. The reason for a
    failure is on stderr."""
    kind = event.get("event")
    who = f"{event.get('account') or 'an unknown account'} with the token " \
        f"'{event.get('name')}'"
    if kind == "logged_in":
        return f"Logged in as {who}."
    if kind == "already_logged_in":
        return f"Already logged in as {who}. To log in again, add --force."
    if kind == "error":
        return "The login failed."
    return None


def follow(events, output):
    """Shows each event as it comes."""
    for line in events:
        event = json.loads(line)
        if event.get("event") == "device_code":
            output.show_code(event)
        elif text := result_of(event):
            output.show(text)


def login(arguments):
    """Runs the login; returns its exit status."""
    program = helper()
    if not program:
        print("git-credential-hf is not installed, or not in PATH",
              file=sys.stderr)
        return 1
    output = Output()
    with tempfile.TemporaryFile("w+") as messages, subprocess.Popen(
            [program, "login", "--json", *arguments], text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=messages) as process:
        try:
            follow(process.stdout, output)
            status = process.wait()
        except KeyboardInterrupt:
            process.terminate()
            output.show("The login was interrupted.")
            status = INTERRUPTED
        messages.seek(0)
        print(messages.read(), end="", file=sys.stderr)
    return status


if __name__ == "__main__":
    STATUS = login(sys.argv[1:])
    if STATUS:
        sys.exit(STATUS)
