# SPDX-License-Identifier: Apache-2.0
"""The recipes of git-credential-hf(7), as a user would copy them."""
import re

from sandbox import PREFIX

PAGE = PREFIX / "share" / "man" / "man7" / "git-credential-hf.7"


def recipes(section="Recipes"):
    """{name: the lines for a shell} of a subsection."""
    text = re.search(rf"^\.Ss {section}\n(.*?)(?=^\.S[sh] )",
                     PAGE.read_text(), re.M | re.S)[1]
    found = {}
    for name, body in re.findall(r"^\.It Cm (\S+)\n(.*?)(?=^\.It |\Z)", text,
                                 re.M | re.S):
        lines = re.search(r"^\.Bd -literal.*?\n(.*?)^\.Ed", body, re.M | re.S)[1]
        found[name] = lines.replace(r"\e", "\\")
    return found
