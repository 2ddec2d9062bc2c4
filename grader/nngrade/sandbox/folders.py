"""The session's folder: made, locked while its owner lives, removed however deep; what killed runs left is swept."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
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
HELD = os.open in os.supports_dir_fd  # not on Windows
FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
OUTER = FOLDER | getattr(os, "O_PATH", 0)  # to name what is in it; a zygote may not list the session's
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

    One folder is open at a time, and left by way of its "..": thousands of levels exceed Python's stack, the longest
    path and the open files. Nothing is made or moved, for which a full disk has no room.
    """
    if not HELD:
        shutil.rmtree(folder, ignore_errors=True)
        return
    with contextlib.suppress(OSError):
        os.chmod(folder, 0o700)
    parts, way = os.path.split(os.path.abspath(folder)), []  # on the way down: which folder, what is left in it
    try:
        here = os.open(parts[0], OUTER)
    except OSError:
        return
    left = [parts[1]]
    try:
        for step in itertools.count(1):
            if step % STEP == 0:
                yield
            if left:
                name = left.pop()
                try:
                    inner = _entered(name, here)
                except OSError:  # gone, or closed to us
                    continue
                way.append((os.fstat(here), left, name))
                os.close(here)
                here, left = inner, []
                for number, entry in enumerate(_entries(here), 1):
                    if entry.is_dir(follow_symlinks=False):
                        left.append(entry.name)
                    else:
                        with contextlib.suppress(OSError):
                            os.unlink(entry.name, dir_fd=here)
                    if number % STEP == 0:
                        yield
            elif way:
                above, left, name = way.pop()
                try:
                    outer = os.open("..", OUTER, dir_fd=here)
                except OSError:  # nobody's way: what is left is left
                    return
                os.close(here)
                here = outer
                if not os.path.samestat(os.fstat(here), above):  # somebody has moved it: none of ours
                    return
                with contextlib.suppress(OSError):
                    os.rmdir(name, dir_fd=here)
            else:
                return
    finally:
        os.close(here)


def _entered(name: str, where: int) -> int:
    """Open a folder in another one, whatever its mode is."""
    try:
        folder = os.open(name, FOLDER | os.O_NOFOLLOW, dir_fd=where)
    except PermissionError:
        os.chmod(name, 0o700, dir_fd=where)
        folder = os.open(name, FOLDER | os.O_NOFOLLOW, dir_fd=where)
    with contextlib.suppress(OSError):  # one that may be listed but not entered has no way out either
        os.fchmod(folder, 0o700)
    return folder


def _entries(folder: int) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return [*entries]
    except OSError:
        return []
