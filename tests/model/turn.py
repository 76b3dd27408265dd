# SPDX-License-Identifier: Apache-2.0
"""One step of a sequence: a program runs, and the model looks at the result.

A step with a cut runs three times: to its end, to learn its result; from the
same state with a KILL at one of its system calls; and once more.
"""
import os
import shutil
import stat

from model import Violation

VOLATILE = ("rejected_at", "refresh_tried_at")


class Turn:
    def __init__(self, world, model):
        self.world = world
        self.model = model
        self.commands = []  # What was run, for the report.
        self.kept = {}      # Files that were broken, as they were before.

    def helper(self, operation, request, hubs, **options):
        """What git does: one operation, with these further Hubs."""
        named = [word for hub in hubs for word in (
            "--endpoint", self.world.urls[hub])]
        return self.program(*named, operation, input=request, **options)

    def program(self, *arguments, may, input=b"", env=None, cut=None,
                expects=None):
        """Run it; `expects` also looks at (before, done, after)."""
        def once(cut=None, expects=None):
            self.commands.append((arguments, input, env or {}, cut))
            before = self.model.disk()
            done = self.world.run(*arguments, input=input, env=env, cut=cut)
            after = self.model.disk()
            self.commands[-1] += (done.status, done.stderr[-300:])
            self.model.check(before, done, after, may, cut=bool(cut))
            if expects:
                expects(before, done, after)
            return done

        if not cut:
            return once(expects=expects)
        began = backup(self.world), self.model.remember()
        granted = set(self.world.hubs.granted)
        whole = once(expects=expects)
        if self.world.hubs.granted != granted:
            return whole  # The Hub would refuse the same refresh.
        end = self.end()
        restore(self.world, began[0])
        self.model.recall(began[1])
        once(cut)
        again = once()
        if self.end() != end:
            raise Violation(6, f"it ends with {self.end()} and not {end}")
        if again.status not in (whole.status, 3):
            raise Violation(6, f"it ends with the status {again.status} and "
                            f"not {whole.status}")
        return again

    def end(self):
        """The files that a program has written, without the times."""
        disk = self.model.disk()
        sections = {name: {k: v for k, v in section.items()
                           if k not in VOLATILE}
                    for name, section in disk.store.sections.items()}
        return (sections, disk.token.text.strip(), disk.rules.text,
                [seen.text for seen in disk.configs.values()])


def backup(world):
    """All files of the home, as (path, facts, bytes or target)."""
    kept = []
    for path in sorted(world.home.rglob("*")):
        facts = path.lstat()
        content = None
        if stat.S_ISREG(facts.st_mode):
            content = path.read_bytes() if os.access(path, os.R_OK) else None
        elif stat.S_ISLNK(facts.st_mode):
            content = os.readlink(path)
        kept.append((path, facts, content))
    return kept


def restore(world, kept):
    for path in list(world.home.iterdir()):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    for path, facts, content in kept:
        kind = stat.S_IFMT(facts.st_mode)
        if kind == stat.S_IFDIR:
            path.mkdir()
        elif kind == stat.S_IFIFO:
            os.mkfifo(path)
        elif kind == stat.S_IFLNK:
            path.symlink_to(content)
            continue
        else:
            path.write_bytes(content or b"")
        os.chmod(path, stat.S_IMODE(facts.st_mode))
        if os.geteuid() == 0:
            os.chown(path, facts.st_uid, facts.st_gid)
        if kind != stat.S_IFDIR:
            os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
