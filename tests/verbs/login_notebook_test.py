# SPDX-License-Identifier: Apache-2.0
"""A login in a notebook: what the kernel prints, and what the page shows."""
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import unittest
import urllib.error
import urllib.request

from chromium import AtBrowser
from hub import ALICE_WRITE
from online import Online
from patience import PATIENCE
from sandbox import PREFIX
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

MANUAL = PREFIX / "share/man/man7/git-credential-hf.7"
SCRIPT = PREFIX.resolve() / "share/git-credential-hf/notebook_login.py"


def notebook_of(sources):
    """The text of a notebook with these cells."""
    kernel = {"name": "python3", "display_name": "Python 3",
              "language": "python"}
    return json.dumps({
        "nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel},
        "cells": [{"cell_type": "code", "id": f"cell{n}", "metadata": {},
                   "execution_count": None, "outputs": [], "source": source}
                  for n, source in enumerate(sources)]})


def waiting(browser):
    """The page makes elements again while the output of a cell grows."""
    return WebDriverWait(browser, PATIENCE, ignored_exceptions=[
        StaleElementReferenceException])


class Kernel(Online):
    def run_notebook(self, *sources, status=0):
        """What a Jupyter kernel gives for each of the cells."""
        path = self.root / "login.ipynb"
        path.write_text(notebook_of(sources))
        done = self.command(
            "/usr/bin/jupyter-nbconvert", "--to", "notebook", "--execute",
            "--allow-errors", "--output", "done.ipynb", path)
        self.assertEqual(done.returncode, status, done.stderr.decode())
        cells = json.loads((self.root / "done.ipynb").read_text())["cells"]
        return [cell["outputs"] for cell in cells]

    def texts(self, *sources):
        return ["".join("".join(output.get("text", "")) for output in outputs)
                for outputs in self.run_notebook(*sources)]

    def test_a_notebook_shows_the_code_before_the_login_waits(self):
        with self.deciding(after=3):
            first, second = self.texts(f"!'{self.helper}' login",
                                       f"!'{self.helper}' whoami")
        self.assertIn("https://huggingface.co/oauth/device?user_code=", first)
        self.assertLess(first.index("user_code="), first.index("waiting for"))
        self.assertIn("logged in as alice", first)
        self.assertTrue(second.startswith("alice"), second)

    def test_a_saved_notebook_has_the_result_and_no_code(self):
        with self.deciding(after=2):
            outputs, = self.run_notebook(f"%run '{SCRIPT}'")
        shown, = [o["data"] for o in outputs if "data" in o]
        text = "Logged in as alice with the token 'oauth-alice'."
        self.assertEqual("".join(shown["text/plain"]), text)
        self.assertIn("Logged in as alice", "".join(shown["text/html"]))
        self.assertNotIn("user_code", json.dumps(outputs))
        self.assertIn("oauth-alice", self.sections())

    def test_a_login_that_fails_shows_its_reason(self):
        with self.deciding(self.hub.oauth.deny):
            outputs, = self.run_notebook(f"%run '{SCRIPT}' --force")
        shown = json.dumps(outputs)
        self.assertIn("The login failed.", shown)
        self.assertIn("denied", shown)
        self.assertIn("SystemExit", shown)

    def test_options_go_to_the_login(self):
        outputs, = self.run_notebook(f"%run '{SCRIPT}' --no-such-option")
        self.assertIn("--help", json.dumps(outputs))

    def test_the_manual_s_recipes_for_secrets_work_as_printed(self):
        """With stand-ins for the modules of Colab and Kaggle."""
        self.hub.repositories.create("acme/model")
        modules = self.root / "modules"
        for path, text in (
                ("google/colab/userdata.py", "def get(name): return TOKEN[name]"),
                ("kaggle_secrets.py", "class UserSecretsClient:\n"
                 "    def get_secret(self, name): return TOKEN[name]")):
            (modules / path).parent.mkdir(parents=True, exist_ok=True)
            (modules / path).write_text(
                f"TOKEN = {{'HF_TOKEN': {ALICE_WRITE!r}}}\n{text}\n")
        self.environment["PYTHONPATH"] = str(modules)
        self.environment["PATH"] = (
            f"{PREFIX.resolve() / 'bin'}:{os.environ['PATH']}")
        recipes = re.findall(r"^\.Bd -literal.*?\n(import os\n.*?)^\.Ed$",
                             MANUAL.read_text(), re.M | re.S)
        self.assertEqual(len(recipes), 2)
        for recipe in recipes:
            with self.subTest(recipe=recipe):
                outputs, = self.run_notebook(recipe)
                self.assertNotIn("error", [o["output_type"] for o in outputs])
                self.assertTrue((self.root / "model" / "README.md").exists())
                self.assertIsNone(self.stored())
                shutil.rmtree(self.root / "model")


class PlainPython(Online):
    def test_an_interrupted_login_ends_both_programs(self):
        process = subprocess.Popen(
            ["/usr/bin/python3", "-u", SCRIPT], env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        for line in process.stdout:
            if "Waiting" in line:
                break
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(PATIENCE), 130)
        self.assertIn("was interrupted", process.stdout.read())
        with self.assertRaises(ProcessLookupError):  # The group is empty.
            os.killpg(process.pid, 0)

    def test_without_a_notebook_the_script_prints_text(self):
        with self.deciding():
            done = self.command("/usr/bin/python3", SCRIPT)
        self.assertEqual(done.returncode, 0, done.stderr)
        shown = done.stdout.decode()
        self.assertIn("  https://huggingface.co/oauth/device?user_code=", shown)
        self.assertIn("Never approve a code", shown)
        self.assertTrue(shown.endswith(
            "Logged in as alice with the token 'oauth-alice'.\n"), shown)

    def test_names_from_the_hub_become_text_in_html(self):
        done = self.command("/usr/bin/python3", "-c", (
            f"import sys, runpy; m = runpy.run_path({str(SCRIPT)!r})\n"
            "shown = []\n"
            "class Output(m['Output']):\n"
            "    def show(self, text, markup=None): shown.append(markup)\n"
            "Output().show_code({'verification_uri_complete':"
            " 'https://x/\"><script>1</script>', 'user_code': '<b>'})\n"
            "print(shown[0])"))
        self.assertEqual(done.stderr, b"")
        self.assertNotRegex(done.stdout.decode(), r"<script|<b>|x/\"")


class FrontEnd(AtBrowser):
    """Jupyter's own page, in Chromium."""

    def open_notebook(self, *sources):
        """The browser that shows the notebook and runs its cells."""
        (self.home / "login.ipynb").write_text(notebook_of(sources))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"http://127.0.0.1:{free.getsockname()[1]}"
        server = subprocess.Popen(
            ["/usr/bin/jupyter-notebook", "--no-browser", "--allow-root",
             "--ip=127.0.0.1", f"--port={address.rsplit(':')[-1]}",
             "--NotebookApp.token=tests", "--NotebookApp.port_retries=0"],
            cwd=self.home, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**self.environment, "HF_ENDPOINT": self.hub.http})
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        self.wait_for(f"{address}/api?token=tests")
        browser = self.open_browser()
        browser.get(f"{address}/notebooks/login.ipynb?token=tests")
        waiting(browser).until(lambda b: b.execute_script(
            "return window.Jupyter && Jupyter.notebook && "
            "Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()"))
        browser.execute_script("Jupyter.notebook.execute_all_cells()")
        return browser

    def wait_for(self, url):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(url, timeout=5).close()
                return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        self.fail("Jupyter does not start")

    def link(self, browser):
        """The link to the page where a user approves the login."""
        return waiting(browser).until(
            lambda b: b.find_elements(
                By.CSS_SELECTOR, ".output a[href*='user_code=']"))[0]

    def wait_for_text(self, browser, text):
        waiting(browser).until(
            lambda b: text in b.find_element(By.CLASS_NAME, "output").text)

    def approve_in_new_tab(self, browser):
        """Clicks the link and approves there; returns the code of that page."""
        notebook = browser.current_window_handle
        waiting(browser).until(lambda b: self.link(b).click() or True)
        waiting(browser).until(
            lambda b: len(b.window_handles) == 2)
        page, = set(browser.window_handles) - {notebook}
        browser.switch_to.window(page)
        code = waiting(browser).until(
            lambda b: b.find_elements(By.ID, "user_code")
        )[0].get_attribute("value")
        browser.find_element(By.ID, "authorize").click()
        waiting(browser).until(
            lambda b: b.find_element(By.ID, "result").text)
        browser.switch_to.window(notebook)
        return code

    def test_the_link_that_a_command_prints_can_be_clicked(self):
        browser = self.open_notebook(f"!'{self.helper}' login")
        self.approve_in_new_tab(browser)
        self.wait_for_text(browser, "logged in as alice")

    def test_the_script_shows_a_link_and_a_code_that_a_click_selects(self):
        browser = self.open_notebook(f"%run '{SCRIPT}'")
        self.link(browser)
        code = browser.find_element(By.CSS_SELECTOR, ".output code")
        code.click()
        selected = browser.execute_script("return getSelection().toString()")
        self.assertRegex(selected.strip(), r"\A[A-Z]{4}-\d{4}\Z")
        self.assertEqual(selected.strip(), self.approve_in_new_tab(browser))
        self.wait_for_text(browser, "Logged in as alice")
        self.assertEqual(browser.find_elements(By.CSS_SELECTOR,
                                               ".output code"), [])


if __name__ == "__main__":
    unittest.main()
