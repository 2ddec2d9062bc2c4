"""The session's folder: made, locked while its owner lives, removed however deep; what killed runs left is swept."""

from __future__ import annotations

import contextlib
import itertools
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: nothing is locked, and nothing swept
    fcntl = None  # type: ignore[assignment]

PREFIX = "nngrade-session-"
SOCKET = "grader"  # where the grader of a container's zygote waits
STEP = 100
YOUNG = 60.0  # seconds in which a folder may not be locked yet


def make(folder: str = "") -> tuple[Path, int]:
    """Return a new private folder (or the one that was made for us) and the descriptor that holds its lock."""
    path = folder or tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")
    return Path(path), _lock(path)


@contextlib.contextmanager
def near(folder: str) -> Iterator[str]:
    """Give a short path of the socket in a folder, for this process alone: a socket's may have 107 characters."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{descriptor}/{SOCKET}"
    finally:
        os.close(descriptor)


def sweep(owner: int | None = None) -> None:
    """Remove the session folders of this user whose owners are gone: nobody holds their locks any more.

    With `owner`, only those that a process has made that ended just now; else none that is younger than a minute.
    """
    if fcntl is None:
        return
    root = tempfile.gettempdir()
    with contextlib.suppress(OSError), os.scandir(root) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX if owner is None else f"{PREFIX}{owner}-"):
                with contextlib.suppress(OSError):
                    _sweep_one(entry, owner is not None)


def _sweep_one(entry: os.DirEntry[str], young: bool) -> None:
    status = entry.stat(follow_symlinks=False)
    old = young or abs(time.time() - status.st_mtime) > YOUNG  # a clock that was set back makes nothing young for ever
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
    """Remove a folder, however deep, also where modes would keep an ordinary user from it. Links are not followed."""
    for _ in removing(folder):
        pass


def removing(folder: str) -> Iterator[None]:
    """Remove a folder in steps of a hundred files or so, for whoever has other things to do meanwhile.

    Each folder inside is first moved to the top: thousands of levels exceed Python's stack and the longest path. The
    files that can be reached go first: on a full disk not even an empty folder can be made.
    """
    queue, names, top = [folder], itertools.count(), ""
    for path in queue:
        folders: list[str] = []
        with contextlib.suppress(OSError), os.scandir(path) as entries:
            for number, entry in enumerate(entries, 1):
                with contextlib.suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    else:
                        os.unlink(entry.path)
                if number % STEP == 0:
                    yield
        if folders and not top:
            top = _place_within(folder)
        for number, inner in enumerate(folders, 1):
            with contextlib.suppress(OSError):
                os.chmod(inner, 0o700)
                os.rename(inner, moved := f"{top}/{next(names)}")
                queue.append(moved)
            if number % STEP == 0:
                yield
        yield
    for number, path in enumerate([*reversed(queue[1:]), *([top] if top else []), folder]):
        with contextlib.suppress(OSError):
            os.rmdir(path)
        if number % STEP == 0:
            yield


def _place_within(folder: str) -> str:
    """Return a new folder in another one; where the disk is full, files go first."""
    for _ in range(2):
        with contextlib.suppress(OSError):
            return tempfile.mkdtemp(dir=folder)
        for place, _, files in os.walk(folder):
            for name in files:
                with contextlib.suppress(OSError):
                    os.unlink(os.path.join(place, name))
    return folder
