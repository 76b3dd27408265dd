# SPDX-License-Identifier: Apache-2.0
"""The identity tokens of CI jobs, which the small Hub trusts."""
import secrets

CI_ID_TOKEN = "eyJhbGciOiJub25lIn0.c21hbGwtaHViLWpvYg.c2lnbmF0dXJl"
MINT_TOKEN = "mint_tokenOfTheJobForTestsOnly00000000006"


class IdTokens:

    def __init__(self):
        self.audiences = []  # For whom tokens were minted, in order.
        self._trusted = {CI_ID_TOKEN}

    def mint(self, audience):
        """One more token, as GitHub makes them for jobs."""
        token = f"eyJhbGciOiJub25lIn0.{secrets.token_hex(20)}.c2lnbmF0dXJl"
        self.audiences.append(audience)
        self._trusted.add(token)
        return token

    def trusts(self, token):
        return token in self._trusted
