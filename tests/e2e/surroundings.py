# SPDX-License-Identifier: Apache-2.0
"""What may surround a clone: settings, files and variables that decide which
token git and its neighbours send. Each function changes one thing of a `place`,
a World with a clone, and draws the details with `pick`, a random.Random.
"""
from hub import ALICE_WRITE, BOB_WRITE

TOKENS = {"alices": ALICE_WRITE, "bobs": BOB_WRITE}
HUB = "https://huggingface.co"
SCOPES = ("--global", "--local")


def any_token(pick):
    """Mostly not the active one, which would hide a mistake."""
    return TOKENS[pick.choice(("alices", "bobs", "bobs", "bobs"))]


def rule(place, pick):
    place.hf("switch", pick.choice(sorted(TOKENS)), "--for",
             pick.choice(("acme", "acme/shared", "bob")))


def switch(place, pick):
    place.hf("switch", pick.choice(sorted(TOKENS)))


def remote(place, pick):
    user = pick.choice(("", "alices@", "bobs@", "bob@", "nobody@", "hf_user@",
                        f"x:{any_token(pick)}@"))
    host = pick.choice(("huggingface.co", "hf.co", "HF.co"))
    place.config("--local", "remote.origin.url",
                 f"https://{user}{host}/acme/shared")


def push_url(place, pick):
    user = pick.choice(("alices@", "bobs@", f"x:{any_token(pick)}@", ""))
    place.config("--local", "remote.origin.pushurl",
                 f"https://{user}huggingface.co/acme/shared")


def lfs_url(place, pick):
    user = pick.choice(("", "alices@", "bobs@", f"x:{any_token(pick)}@"))
    key = pick.choice(("lfs.url", "remote.origin.lfsurl", "lfs.pushurl"))
    url = f"https://{user}huggingface.co/acme/shared.git/info/lfs"
    if pick.random() < 0.5:
        place.config("--local", key, url)
    else:
        place.git("config", "--file", place.top / ".lfsconfig", key, url)


def netrc(place, pick):
    head = pick.choice(("machine huggingface.co", "machine hf.co", "default",
                        "machine example.org", "machine huggingface.co.evil"))
    path = place.home / ".netrc"
    path.write_text(f"{head}\nlogin x\npassword {any_token(pick)}\n")
    path.chmod(0o600)


def header(place, pick):
    scope = pick.choice(SCOPES)
    keys = ["http.extraHeader", f"http.{HUB}/.extraHeader",
            "http.https://*.co.extraHeader", "http.https://x.org.extraHeader"]
    value = f"{pick.choice(('Authorization', 'AUTHORIZATION'))}: Bearer "
    place.config(scope, pick.choice(keys), value + any_token(pick))
    if pick.random() < 0.5:  # git ignores some of these, and takes others.
        place.config(pick.choice(SCOPES), pick.choice(keys), "", add=True)


def variable(place, pick):
    name = pick.choice(("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"))
    place.variables[name] = pick.choice(("", " ", any_token(pick)))


def lfs_access(place, pick):
    url = pick.choice((HUB, f"{HUB}/acme/shared.git/info/lfs",
                       "https://github.com/a/b"))
    place.config(pick.choice(SCOPES), f"lfs.{url}.access",
                 pick.choice(("none", "basic")))


def credentials_file(place, pick):
    host = pick.choice(("huggingface.co", "hf.co", "github.com"))
    (place.home / ".git-credentials").write_text(
        f"https://x:{any_token(pick)}@{host}\n")


def other_helper(place, pick):
    kept = place.root / "kept"
    kept.write_text("".join(f"https://x:{any_token(pick)}@{host}\n"
                            for host in ("huggingface.co", "hf.co")))
    place.config(pick.choice(SCOPES),
                 pick.choice(("credential.helper", f"credential.{HUB}.helper",
                              "credential.https://github.com.helper")),
                 f"store --file {kept}", add=True)
    if pick.random() < 0.3:
        place.hf("configure")  # It resets what came before it.


def user_name(place, pick):
    place.config(pick.choice(SCOPES),
                 pick.choice(("credential.username",
                              f"credential.{HUB}.username")),
                 pick.choice(("alices", "bobs", "nobody")))


def no_path(place, pick):
    place.config(pick.choice(SCOPES),
                 pick.choice(("credential.useHttpPath",
                              f"credential.{HUB}.useHttpPath")), "false")


def rewrite(place, pick):
    to = pick.choice(("https://hf.co/", f"https://x:{any_token(pick)}@hf.co/",
                      "https://bobs@huggingface.co/"))
    kind = pick.choice(("insteadOf", "pushInsteadOf"))
    place.config(pick.choice(SCOPES), f"url.{to}.{kind}", f"{HUB}/")


def unconfigured(place, pick):
    place.git("config", "--global", "--remove-section",
              f"credential.{pick.choice((HUB, 'https://hf.co'))}", check=False)


def settings_in_variables(place, pick):
    place.variables |= {
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "http.extraHeader",
        "GIT_CONFIG_VALUE_0": f"Authorization: Bearer {any_token(pick)}"}


ALL = (rule, switch, remote, push_url, lfs_url, netrc, header, variable,
       lfs_access, credentials_file, other_helper, user_name, no_path, rewrite,
       unconfigured, settings_in_variables)
