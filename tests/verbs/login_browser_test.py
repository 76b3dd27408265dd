# SPDX-License-Identifier: Apache-2.0
"""A login as a user does it, with a browser."""
import json
import subprocess
import unittest

from chromium import AtBrowser
from patience import PATIENCE
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait


class Browser(AtBrowser):
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


if __name__ == "__main__":
    unittest.main()
