# SPDX-License-Identifier: Apache-2.0
"""May this token read, or write, this repository?"""
import dataclasses

from .accounts import Identity
from .repositories import Repository

REALM = 'Basic realm="Authentication required"'


@dataclasses.dataclass(frozen=True)
class Verdict:
    """An HTTP status, and a sentence for a person unless it is 200."""
    status: int
    message: str = ""
    repository: Repository | None = None
    identity: Identity | None = None


UNKNOWN = Verdict(401, "Invalid username or password.")
MISSING = Verdict(404, "Repository not found")


def judge(hub, credentials, name, writing):
    """What the Hub says to a wish to read, or write, the repository."""
    identity = hub.accounts.identify(credentials)
    if not identity and credentials.scheme:
        return UNKNOWN  # Even for what is public: a bad token is an error.
    repository = hub.repositories.find(name)
    if not repository:
        return MISSING if identity else UNKNOWN
    if not identity and (writing or repository.visibility != "public"):
        return UNKNOWN
    refusal = (refuse_writing(identity, repository) if writing
               else refuse_reading(identity, repository))
    if refusal:
        return Verdict(403, refusal)
    return Verdict(200, repository=repository, identity=identity)


def refuse_writing(identity, repository):
    if not identity.speaks_for(repository.owner):
        return f"You are not authorized to write to {repository.name}."
    if not identity.may_write():
        return "Your token is read-only: use one with the role write."
    return ""


def refuse_reading(identity, repository):
    if repository.visibility == "public":
        return ""
    if identity.speaks_for(repository.owner):
        return ""
    if identity.account in repository.granted:
        return ""
    if repository.visibility == "gated":
        return (f"Access to {repository.name} is restricted and you are not "
                "in the authorized list.")
    return f"You are not authorized to read {repository.name}."
