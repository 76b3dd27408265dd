# SPDX-License-Identifier: Apache-2.0
"""A locked keyring on a desktop: its own dialog, in a real window, is answered
by keys that are pressed. Git never waits for one."""
import contextlib
import threading
import time
import unittest

from at_desktop import AtDesktop
from display import Display
from hub import ALICE_WRITE, BOB_WRITE
from sandbox import record
from patience import PATIENCE
from session import PASSWORD

WINDOW = b"unlock it in its own window"


class Dialog(AtDesktop):
    def setUp(self):
        super().setUp()
        self.log_in_by_keyring()
        self.session.lock()
        self.display = Display()
        self.addCleanup(self.display.stop)
        dialog = self.display.start_dialog(self.session)
        self.addCleanup(dialog.wait, PATIENCE)
        self.addCleanup(dialog.terminate)
        self.environment["DISPLAY"] = self.display.name

    @contextlib.contextmanager
    def answering(self, answer):
        """Somebody at the desktop who answers each dialog that comes up, also
        one that is still there because it missed some keys. Yields what they
        have seen."""
        done, seen = threading.Event(), []

        def sit():
            while not done.wait(0.5):
                if self.display.windows():
                    seen.append("dialog")
                    answer()

        person = threading.Thread(target=sit)
        person.start()
        try:
            yield seen
        finally:
            done.set()
            person.join()

    def unlocking(self):
        return self.answering(lambda: self.display.type_line(PASSWORD.decode()))

    def dismissing(self):
        return self.answering(lambda: self.display.press("Escape"))

    def test_a_user_who_unlocks_the_keyring_gets_the_token(self):
        with self.unlocking():
            status, shown = self.on_terminal(self.helper, "token")
        self.assertEqual(status, 0, shown)
        self.assertIn(WINDOW, shown)
        self.assertIn(ALICE_WRITE.encode(), shown)
        self.assertEqual(self.get()["password"], ALICE_WRITE)

    def test_a_user_who_cancels_is_told_that_the_keyring_is_locked(self):
        before, names = self.files(), self.listed()
        with self.dismissing():
            status, shown = self.on_terminal(self.helper, "token")
        self.assertEqual(status, 1)
        self.assertIn(WINDOW, shown)
        self.assertIn(b"the keyring is locked\r\nhint: ", shown)
        self.assertNotIn(ALICE_WRITE.encode(), shown)
        self.assertEqual((self.files(), self.listed()), (before, names))
        self.session.restart_keyring(unlock=True)
        self.assertEqual(self.get()["password"], ALICE_WRITE)

    def test_a_login_waits_for_the_dialog(self):
        with self.unlocking():
            status, shown = self.on_terminal(
                self.helper, "login", "--keyring", "--force",
                keys=[(b"choice", b"2\n"),
                      (b"not shown): ", BOB_WRITE.encode() + b"\n")],
                env=self.with_git("2.46.0"))
        self.assertEqual(status, 0, shown)
        self.assertIn(WINDOW, shown)
        self.assertEqual(self.get()["password"], BOB_WRITE)
        self.assertEqual(len(self.names()), 2)

    def test_get_does_not_open_the_dialog(self):
        request = self.root / "request"
        request.write_bytes(record(protocol="https", host="huggingface.co"))
        with self.unlocking() as seen:
            status, shown = self.on_terminal(
                "sh", "-c", '"$1" get <"$2"', "sh", self.helper, request)
            time.sleep(1)
        self.assertEqual((status, seen), (1, []))
        self.assertIn(b"the keyring is locked", shown)
        self.assertNotIn(WINDOW, shown)


if __name__ == "__main__":
    unittest.main()
