# SPDX-License-Identifier: Apache-2.0
"""A user with a browser, for whom https://huggingface.co is the small Hub."""
import re
import subprocess
import tempfile

from online import Online
from selenium import webdriver

# A pipe, because Chromium too would look up "localhost".
FLAGS = ("--headless", "--remote-debugging-pipe", "--no-sandbox",
         "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage",
         "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--disable-quic")


class AtBrowser(Online):
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
