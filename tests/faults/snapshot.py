# SPDX-License-Identifier: Apache-2.0
"""All files of a folder, to be compared and made again."""
import os
import shutil
import stat


def taken(folder):
    """{path: (mode, content, time of change, inode)}, folders first. Folders
    have no content, no time and no inode."""
    found = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            facts = entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(facts.st_mode):
                found[entry.path] = facts.st_mode, None, None, None
                found.update(taken(entry.path))
            else:
                found[entry.path] = (facts.st_mode, content(entry),
                                     facts.st_mtime_ns, facts.st_ino)
    return found


def content(entry):
    """The target of a link, the bytes of a file."""
    if entry.is_symlink():
        return os.readlink(entry.path)
    with open(entry.path, "rb") as file:
        return file.read()


def restore(folder, files):
    """Makes the files of a snapshot again, and removes all others."""
    shutil.rmtree(folder)
    folder.mkdir(mode=0o700)
    names = {}  # One of each file: it may have several.
    for path, (mode, data, time, inode) in files.items():
        if data is None:
            os.mkdir(path, stat.S_IMODE(mode))
        elif inode in names:
            os.link(names[inode], path, follow_symlinks=False)
        elif stat.S_ISLNK(mode):
            os.symlink(data, path)
        else:
            with open(path, "wb") as file:
                file.write(data)
            os.chmod(path, stat.S_IMODE(mode))
        if data is not None:
            os.utime(path, ns=(time, time), follow_symlinks=False)
        names.setdefault(inode, path)


def effect(before, now):
    """Of each file the mode, the content, and whether it was written."""
    return {path: (mode, data, time == before.get(path, (0,) * 4)[2])
            for path, (mode, data, time, _) in now.items()}
