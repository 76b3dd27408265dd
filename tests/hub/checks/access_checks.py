# SPDX-License-Identifier: Apache-2.0
"""auth-check: may this token read, or write, this repository?"""
from case import SmallHub, basic, bearer
from hub import ALICE_OAUTH, ALICE_READ, ALICE_WRITE, BOB_WRITE


class AuthCheck(SmallHub):

    def check(self, name, headers, write=False):
        path = f"/api/{name}/auth-check" + ("/write" if write else "")
        status, answered, _ = self.ask(path, headers)
        return status, answered.get("X-Error-Code")

    def test_the_answer_is_that_of_git(self):
        private = "models/alice/private-model"
        for status, code, name, token, write in (
                (200, None, private, ALICE_READ, False),
                (200, None, private, ALICE_OAUTH, True),
                (403, None, private, ALICE_READ, True),
                (404, "RepoNotFound", private, BOB_WRITE, False),
                (404, "RepoNotFound", "models/bob/none", BOB_WRITE, True),
                (403, "GatedRepo", "models/alice/gated-model", BOB_WRITE, True),
                (200, None, "models/alice/public-model", BOB_WRITE, False),
                (403, None, "models/alice/public-model", BOB_WRITE, True),
                (200, None, "datasets/alice/private-data", ALICE_WRITE, True),
                (200, None, "spaces/alice/private-space", ALICE_READ, False)):
            self.assertEqual(self.check(name, bearer(token), write),
                             (status, code), (name, write))

    def test_only_a_known_bearer_is_answered(self):
        name = "models/alice/public-model"
        for headers in ({}, basic(ALICE_WRITE), bearer("hf_x")):
            self.assertEqual(self.check(name, headers)[0], 401)

    def test_a_test_can_choose_the_answer(self):
        self.addCleanup(setattr, self.hub, "access_override", None)
        self.hub.access_override = 403, "GatedRepo", "pending"
        self.assertEqual(self.check("models/alice/public-model",
                                    bearer(ALICE_WRITE)), (403, "GatedRepo"))
