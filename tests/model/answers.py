# SPDX-License-Identifier: Apache-2.0
"""The token with which `get` has to answer, by the manual's list.

A model (model.py) knows the Hubs of tokens; a disk, what is stored now.
"""
import re

TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{1,8192}")
KINDS = ("datasets", "spaces", "kernels")
ANY = "any of them"


def choose(model, disk, url, username, path):
    """The answers that are right; None is no answer."""
    if disk.store.hides_an_endpoint:
        return {None}  # Not even a token that git stored.
    if not disk.store.is_whole or not disk.rules.is_whole:
        return choose_without(model, disk, url)
    sections = {name: section for name, section in disk.store.sections.items()
                if fits(model, section, url)}
    named = find_named(sections, disk.active, username)
    if named:
        return {alive(named)}
    ruled = sections.get(find_rule(disk.rules.sections, url, path), {})
    if ruled and ruled.get("source") != "git":
        return {alive(ruled)}
    if disk.token.state != "absent" and not disk.active:
        return {None}
    if disk.active and not model.is_clear(disk.active):
        return {None}  # An error; a token that git stored does not replace it.
    if disk.active and model.belongs(disk.active, url):
        return ({alive(section) for section in holding(sections, disk.active)}
                or {disk.active})
    return {find_gits(sections, username)}


def choose_without(model, disk, url):
    """While a file cannot be read, an empty answer is always right."""
    if not disk.active or not model.may_go(disk.active, url, disk, {url}):
        return {None}
    refreshed = {ANY for section in holding(disk.store.sections, disk.active)
                 if alive(section) == ANY}
    return {None, disk.active} | refreshed


def holding(sections, token):
    """The sections that have the token; or those that had it before a refresh,
    which the token file does not know."""
    for key in "hf_token", "previous_token":
        found = [section for section in sections.values()
                 if section.get(key) == token]
        if found:
            return found
    return []


def fits(model, section, url):
    """Whether the section's token may go to the Hub at the URL."""
    token = section.get("hf_token", "")
    return TOKEN.fullmatch(token) is not None and model.belongs(token, url)


def find_named(sections, active, username):
    """The first choice of the tokens with the name, or None."""
    if username in (None, "", "hf_user"):
        return None
    found = {}
    for name, section in sections.items():
        is_alive = "rejected_at" not in section
        if section.get("source") == "git":
            is_called = section.get("username", name) == username
            if is_called and not expired(section):
                found.setdefault((is_alive, False), section)
        elif username in (name, section.get("user")):
            found.setdefault((is_alive, True, section["hf_token"] == active,
                              name == username), section)
    return found[max(found)] if found else None


def find_rule(rules, url, path):
    """The token name that a rule gives for the path, or None."""
    words = (path or "").lower().split("/")
    words = words[1:3] if words[0] in KINDS else words[:2]
    repository = "/".join(words).removesuffix(".git")
    for scope in repository, repository.partition("/")[0]:
        if scope and f"{url}/{scope}" in rules:
            return rules[f"{url}/{scope}"].get("token")
    return None


def find_gits(sections, username):
    """The only suitable token that git stored, or None."""
    fitting = [section for name, section in sections.items()
               if section.get("source") == "git" and not expired(section)
               and username in (None, section.get("username", name))]
    tokens = {section["hf_token"] for section in fitting}
    return alive(fitting[0]) if len(tokens) == 1 else None


def alive(section):
    """Its token; None if an error says that it is not valid; ANY if it may be
    refreshed first."""
    if "rejected_at" in section:
        return None
    if section.get("refresh_token"):
        return ANY
    return None if expired(section) else section["hf_token"]


def expired(section):
    """Tests use times that are long ago or far away."""
    moment = section.get("expires_at", "")
    return moment.isdecimal() and int(moment) < 1_700_000_000
