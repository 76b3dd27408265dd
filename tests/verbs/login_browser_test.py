# SPDX-License-Identifier: Apache-2.0
"""A login as a user does it: with a browser, and in a notebook."""
import json
import re
import subprocess
import tempfile
import unittest

from online import Online
from sandbox import PATIENCE
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

# A pipe, because Chromium too would look up "localhost".
FLAGS = ("--headless", "--remote-debugging-pipe", "--no-sandbox",
         "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage",
         "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--disable-quic")


class Browser(Online):
    def open_browser(self):
        profile = tempfile.TemporaryDirectory(prefix="hf-chromium-",
                                              ignore_cleanup_errors=True)
        self.addCleanup(profile.cleanup)
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for flag in (*FLAGS, f"--user-data-dir={profile.name}"):
            options.add_argument(flag)
        browser = webdriver.Remote(self.start_driver(), options=options)
        self.addCleanup(browser.quit)
        return browser

    def start_driver(self):
        """chromedriver's address. Selenium would look up "localhost", which
        some resolvers do not know."""
        driver = subprocess.Popen(
            ["/usr/bin/chromedriver", "--port=0"], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(driver.wait)
        self.addCleanup(driver.kill)
        self.addCleanup(driver.stdout.close)
        for line in driver.stdout:
            found = re.search(r"successfully on port (\d+)", line)
            if found:
                return f"http://127.0.0.1:{found[1]}"
        self.fail("chromedriver does not start")

    def test_a_user_logs_in_by_typing_the_code(self):
        browser = self.open_browser()
        process, code = self.begin_login()
        browser.get(code["verification_uri"])
        browser.find_element(By.ID, "user_code").send_keys(code["user_code"])
        browser.find_element(By.ID, "authorize").click()
        said = WebDriverWait(browser, PATIENCE).until(
            lambda b: b.find_element(By.ID, "result").text)
        end = json.loads(process.stdout.readline())
        self.assertEqual((end["event"], end["account"]), ("logged_in", "alice"))
        self.assertIn("device is in", said)
        self.assertEqual(process.wait(PATIENCE), 0)

    def test_the_complete_link_contains_the_code(self):
        browser = self.open_browser()
        _, code = self.begin_login()
        browser.get(code["verification_uri_complete"])
        shown = browser.find_element(By.ID, "user_code").get_attribute("value")
        self.assertEqual(shown, code["user_code"])

    def begin_login(self):
        """A login that waits, and its second event, with the code."""
        process = subprocess.Popen(
            [self.helper, "login", "--json"], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
            env={**self.environment, "HF_ENDPOINT": self.hub.http})
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.addCleanup(process.stdout.close)
        process.stdout.readline()
        return process, json.loads(process.stdout.readline())


class Notebook(Online):
    def run_notebook(self, *sources):
        """What a Jupyter kernel prints for each of the cells."""
        notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {
            "kernelspec": {"name": "python3", "display_name": "Python 3",
                           "language": "python"}},
            "cells": [{"cell_type": "code", "id": f"cell{n}", "metadata": {},
                       "execution_count": None, "outputs": [],
                       "source": source}
                      for n, source in enumerate(sources)]}
        path = self.root / "login.ipynb"
        path.write_text(json.dumps(notebook))
        done = self.command(
            "/usr/bin/jupyter-nbconvert", "--to", "notebook", "--execute",
            "--output", "done.ipynb", path)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        cells = json.loads((self.root / "done.ipynb").read_text())["cells"]
        return ["".join("".join(output.get("text", ""))
                        for output in cell["outputs"]) for cell in cells]

    def test_a_notebook_shows_the_code_before_the_login_waits(self):
        with self.deciding(after=3):
            first, second = self.run_notebook(
                f"!'{self.helper}' login",
                f"!'{self.helper}' whoami")
        self.assertIn("https://huggingface.co/oauth/device?user_code=", first)
        self.assertLess(first.index("user_code="), first.index("waiting for"))
        self.assertIn("logged in as alice", first)
        self.assertTrue(second.startswith("alice"), second)


if __name__ == "__main__":
    unittest.main()
