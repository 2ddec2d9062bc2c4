"""Writes files whole or not at all: beside the old one first, then put in its place."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from nngrade.opened import Folder


def write_atomic(path: Path, data: bytes, follow: bool = False) -> None:
    """Write `data` to `path`; whoever reads it, or whatever interrupts, finds the old file or the new one.

    Only a regular file is replaced; anything else of that name is an `OSError`, as in a learner's folder it may be laid
    there to lead elsewhere. With `follow`, for a path that the user has typed, a link is followed, and a device or a
    pipe is written to.
    """
    if follow:
        if os.path.exists(path) and not stat.S_ISREG(os.stat(path).st_mode):  # /dev/stdout may be a pipe
            path.write_bytes(data)
            return
        path = Path(os.path.realpath(path))
    with Folder(path.parent) as folder:
        folder.replace(path.name, data)
