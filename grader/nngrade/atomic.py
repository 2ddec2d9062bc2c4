"""Writes files whole or not at all: beside the old one first, then put in its place."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

DESCRIPTORS = "/proc/self/fd"


def write_atomic(path: Path, data: bytes, follow: bool = False) -> None:
    """Write `data` to `path`; whoever reads it, or whatever interrupts, finds the old file or the new one.

    Only a regular file is replaced; anything else of that name is an `OSError`, as in a learner's folder it may be laid
    there to lead elsewhere. With `follow`, for a path that the user has typed, a link is followed, and a device or a
    pipe is written to.
    """
    path = Path(os.path.realpath(path)) if follow else path
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        mode = None
    if mode is not None and not stat.S_ISREG(mode):
        if not follow:
            raise OSError(errno.EINVAL, "it is no ordinary file", str(path))
        path.write_bytes(data)
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        if not _written_without_name(beside, data):
            with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
                file.write(data)
        if mode is not None:
            os.chmod(beside, stat.S_IMODE(mode))
        os.replace(beside, path)
    except BaseException:  # Ctrl-C too leaves no half-written file
        beside.unlink(missing_ok=True)
        raise


def _written_without_name(path: Path, data: bytes) -> bool:
    """Write a file that gets its name when it is whole, so that not even a kill leaves a part of it; False: cannot."""
    if not hasattr(os, "O_TMPFILE") or not os.path.isdir(DESCRIPTORS):
        return False
    try:
        descriptor = os.open(path.parent, os.O_WRONLY | os.O_TMPFILE, 0o666)
    except OSError:  # not every file system can; where nothing can be written, the other way says so
        return False
    with open(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        # a descriptor of a folder, though unused, makes Python follow the link in /proc
        os.link(f"{DESCRIPTORS}/{descriptor}", path, src_dir_fd=descriptor)
    return True
