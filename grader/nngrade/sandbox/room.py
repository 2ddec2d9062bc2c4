"""What a worker takes of the machine's room, seen from outside: files, bytes, threads. Zygote and grader look."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
from pathlib import Path

from nngrade.sandbox import meter

SCRATCH_BYTES = 256 << 20
SCRATCH_FILES = 5_000
SCRATCH_DEPTH = 1_000  # bytes of a path
LONGEST_PATH = 4095  # bytes: what lies deeper nobody can look at by its path
CLOSED = (errno.EACCES, errno.EPERM, errno.ENAMETOOLONG)
WRITTEN_BYTES = 4 * SCRATCH_BYTES  # in all, also to files that have no name any more
THREADS = 128
LOOKS = 20


def over(pid: int, scratch: Path, hold: bool = False) -> str:
    """Compare a worker's threads, and what it has written, with the limits; return what is too much, or "".

    Folders that move are not found where they were listed: with `hold` it is stopped then, and looked at again.
    """
    if meter.threads(pid) > THREADS:
        return f"the code starts more than {THREADS} threads"
    if meter.written(pid) > WRITTEN_BYTES:
        return "the code writes more files than an exercise may"
    what, moved = _counted(scratch)
    if not (moved and hold):
        return what
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGSTOP)
    try:
        for _ in range(LOOKS):  # it takes a moment to stop
            what, moved = _counted(scratch)
            if what or not moved:
                break
    finally:
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGCONT)
    return what


def _counted(scratch: Path) -> tuple[str, bool]:
    """Return what is too much in a scratch folder, or "", and whether a folder went while it was counted."""
    moved = False
    files = size = 0
    folders = [str(scratch)]
    longest = min(len(os.fsencode(scratch)) + SCRATCH_DEPTH, LONGEST_PATH)
    for folder in folders:  # it grows; no recursion, as the depth is the learner's choice
        if folder != folders[0] and not _open_to_us(folder):
            return "the code makes folders that cannot be looked into", moved
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    files += 1
                    with contextlib.suppress(OSError):
                        if entry.is_dir(follow_symlinks=False):
                            folders.append(entry.path)
                        else:
                            status = entry.stat(follow_symlinks=False)
                            size += max(status.st_size, getattr(status, "st_blocks", 0) * 512)
                    if files > SCRATCH_FILES or size > SCRATCH_BYTES or len(os.fsencode(entry.path)) > longest:
                        return "the code writes more files than an exercise may", moved
        except OSError as error:
            if error.errno in CLOSED:
                return "the code makes folders that cannot be looked into", moved
            moved = True
    return "", moved


def _open_to_us(folder: str) -> bool:
    """Make a folder of ours one that can be looked into, where its mode forbids that; say whether it is."""
    if os.access(folder, os.R_OK | os.X_OK) or not os.path.isdir(folder):
        return True
    try:
        descriptor = os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW)  # opens without any rights
    except (AttributeError, OSError):
        return not os.path.isdir(folder)
    try:
        os.chmod(f"/proc/self/fd/{descriptor}", 0o700)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True
