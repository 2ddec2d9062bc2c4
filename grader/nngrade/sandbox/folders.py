"""The session's folder: made, locked while its owner lives, removed however deep; what killed runs left is swept."""

from __future__ import annotations

import contextlib
import itertools
import os
import tempfile
import time
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: nothing is locked, and nothing swept
    fcntl = None  # type: ignore[assignment]

PREFIX = "nngrade-session-"
YOUNG = 60.0  # seconds in which a folder may not be locked yet


def make(folder: str = "") -> tuple[Path, int]:
    """Return a new private folder (or the one that was made for us) and the descriptor that holds its lock."""
    path = folder or tempfile.mkdtemp(prefix=PREFIX)
    return Path(path), _lock(path)


def sweep() -> None:
    """Remove the session folders of this user whose owners are gone: nobody holds their locks any more."""
    if fcntl is None:
        return
    root = tempfile.gettempdir()
    with contextlib.suppress(OSError), os.scandir(root) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX):
                with contextlib.suppress(OSError):
                    _sweep_one(entry)


def _sweep_one(entry: os.DirEntry[str]) -> None:
    status = entry.stat(follow_symlinks=False)
    old = abs(time.time() - status.st_mtime) > YOUNG  # a clock that was set back makes nothing young for ever
    if not entry.is_dir(follow_symlinks=False) or status.st_uid != os.geteuid() or not old:
        return
    lock = _lock(entry.path)
    if lock >= 0:
        try:
            remove(entry.path)
        finally:
            os.close(lock)


def _lock(path: str) -> int:
    """Return a descriptor that holds the folder's lock as long as it, or a copy of it, is open; -1 where it is held."""
    if fcntl is None:
        return -1
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return -1
    return descriptor


def remove(folder: str) -> None:
    """Remove a folder, however deep, also where modes would keep an ordinary user from it. Links are not followed.

    Each folder inside is first moved to the top: thousands of levels exceed Python's stack and the longest path.
    """
    queue, names, top = [folder], itertools.count(), ""
    for path in queue:
        folders = []
        with contextlib.suppress(OSError), os.scandir(path) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    else:
                        os.unlink(entry.path)
        with contextlib.suppress(OSError):
            if folders and not top:
                top = tempfile.mkdtemp(dir=folder)
            for inner in folders:
                os.chmod(inner, 0o700)
                os.rename(inner, moved := f"{top}/{next(names)}")
                queue.append(moved)
    for path in [*reversed(queue[1:]), *([top] if top else []), folder]:
        with contextlib.suppress(OSError):
            os.rmdir(path)
