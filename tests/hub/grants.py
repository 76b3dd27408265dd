# SPDX-License-Identifier: Apache-2.0
"""Which tokens the small Hub grants, kept in memory.

Tests change the attributes of `hub.oauth` at will, these and the ones of
device_logins.py. The access tokens go to accounts.json, where whoami, git and
LFS find them; refresh tokens end with the Hub.
"""
import secrets
import threading
import time

from .device_logins import DeviceLogins, Refused
from .id_tokens import IdTokens
from .publishers import Publishers

CLIENT_ID = "26be6b09-91c5-47da-9861-d2d2bb7a7e36"


class OAuth(DeviceLogins):

    def __init__(self, accounts, repositories):
        super().__init__()
        self.client_ids = {CLIENT_ID}
        self.lifetime = 30 * 86_400    # expires_in of a token; None: unsaid.
        self.exchange_lifetime = 3600  # The same of a CI job's token.
        self.rotate = True             # Each refresh spends its token.
        self.complete_uri = True       # Say verification_uri_complete too.
        self.override = None           # Over the answer of /oauth/device.
        self.token_override = None     # Over each token that is answered.
        self.id_tokens = IdTokens()
        self.publishers = Publishers()
        self._accounts = accounts
        self._repositories = repositories
        self._refreshing = threading.Lock()
        self._refresh_tokens = {}      # Each with its account.

    def issue(self, account, lifetime=None):
        """An access and a refresh token, without a login.

        A negative lifetime makes an access token that has expired.
        """
        answer = self._grant(account,
                             self.lifetime if lifetime is None else lifetime)
        return answer["access_token"], self._new_refresh_token(account)

    def knows(self, refresh_token):
        """Whether it could be refreshed with this token; spends nothing."""
        return refresh_token in self._refresh_tokens

    def forget(self, refresh_token):
        """Make a refresh token useless, if it is one."""
        with self._refreshing:
            self._refresh_tokens.pop(refresh_token, None)

    def redeem(self, device_code):
        """The answer to a device that has been let in; else Refused."""
        account = self.poll(device_code)
        return {**self._grant(account, self.lifetime),
                "refresh_token": self._new_refresh_token(account)}

    def refresh(self, refresh_token):
        """A new access token, and with rotation a new refresh token."""
        with self._refreshing:
            account = self._refresh_tokens.get(refresh_token)
            if not account:
                raise Refused("invalid_grant", "session expired or revoked")
            if not self.rotate:
                return self._grant(account, self.lifetime)
            del self._refresh_tokens[refresh_token]
        return {**self._grant(account, self.lifetime),
                "refresh_token": self._new_refresh_token(account)}

    def exchange(self, id_token, resource):
        """A token for a CI job that may use the resource."""
        account, role = self._policy(resource)
        trusted = (self.id_tokens.trusts(id_token)
                   or self.publishers.allow(id_token, resource))
        if not account or not trusted:
            raise Refused("invalid_grant", "no policy")
        return self._grant(account, self.exchange_lifetime, "hf_jwt_", role)

    def _policy(self, resource):
        """The account whose resource it is, and what a job may do there."""
        accounts = self._accounts.all()
        if accounts.get(resource, {}).get("type") == "user":
            return resource, "read"
        repository = self._repositories.find(resource)
        if repository and repository.owner in accounts:
            return repository.owner, "write"
        return None, None

    def _grant(self, account, lifetime, prefix="hf_oauth_", role=None):
        token = prefix + secrets.token_hex(20)
        answer = {"access_token": token, "token_type": "bearer",
                  "scope": "openid profile"}
        expires = None
        if lifetime is not None:
            answer["expires_in"] = lifetime
            expires = int(time.time()) + lifetime
        self._accounts.add_token(account, token, role=role, expires=expires)
        return answer

    def _new_refresh_token(self, account):
        token = "hf_refresh_" + secrets.token_hex(20)
        self._refresh_tokens[token] = account
        return token
