# SPDX-License-Identifier: Apache-2.0
"""How the program of the small Hub starts and ends."""
import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
import urllib.request

from case import bearer
from hub import CLIENT_ID
from hub.oauth import DEVICE
from patience import PATIENCE

FOLDER = pathlib.Path(__file__).resolve().parent.parent


class Program(unittest.TestCase):

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="small-hub-")
        self.addCleanup(scratch.cleanup)
        self.root = pathlib.Path(scratch.name) / "a hub"

    def start(self, *arguments):
        program = subprocess.Popen(
            (sys.executable, "-B", FOLDER / "hub.py", "--root",
             self.root, *arguments), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, cwd=self.root.parent)
        self.addCleanup(program.communicate)
        self.addCleanup(program.terminate)
        return program, json.loads(program.stdout.readline())

    def works(self, facts):
        url = facts["http"] + "/alice/public-model/info/refs"
        with urllib.request.urlopen(f"{url}?service=git-upload-pack") as got:
            return got.status == 200

    def test_the_program_prints_its_addresses_and_ends_at_a_signal(self):
        for number in signal.SIGTERM, signal.SIGINT:
            port_file = self.root.parent / "ports"
            program, facts = self.start("--port-file", port_file)
            self.assertTrue(self.works(facts))
            self.assertEqual(json.loads(port_file.read_text()), facts)
            shell = subprocess.check_output(
                ("sh", "-c", '. "$0"; echo "$HUB_HTTP $HUB_CA"',
                 self.root / "hub.env"), text=True)
            self.assertEqual(shell, f"{facts['http']} {facts['ca']}\n")
            program.send_signal(number)
            self.assertEqual(program.wait(PATIENCE), 0)

    def test_the_program_ends_when_its_stdin_closes(self):
        program, facts = self.start("--until-stdin-closes")
        self.assertTrue(self.works(facts))
        program.stdin.close()
        self.assertEqual(program.wait(PATIENCE), 0)
        program.stdin = None

    def test_the_program_starts_with_the_given_accounts(self):
        file = self.root.parent / "accounts.json"
        token = "hf_carolTokenForTestsOnly000000000008"
        file.write_text(json.dumps({"carol": {
            "type": "user", "fullname": "Carol", "orgs": [],
            "tokens": [{"token": token, "name": "c", "role": "read"}]}}))
        _, facts = self.start("--accounts", file)
        request = urllib.request.Request(facts["http"] + "/api/whoami-v2",
                                         headers=bearer(token))
        with urllib.request.urlopen(request) as answer:
            self.assertEqual(json.load(answer)["name"], "carol")

    def test_the_program_approves_device_logins_if_an_option_says_so(self):
        _, facts = self.start("--approve-after", "0")
        begun = self.post(facts, "/oauth/device", client_id=CLIENT_ID)
        granted = self.post(facts, "/oauth/token", client_id=CLIENT_ID,
                            grant_type=DEVICE,
                            device_code=begun["device_code"])
        self.assertIn("access_token", granted)

    def post(self, facts, path, **fields):
        with urllib.request.urlopen(
                facts["http"] + path,
                urllib.parse.urlencode(fields).encode()) as answer:
            return json.load(answer)
