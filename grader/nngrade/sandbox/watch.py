"""Watches a worker from outside: CPU seconds, whether it waits for nothing, the wall clock, its scratch folder."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from nngrade.sandbox import meter
from nngrade.sandbox.outcome import OutOfMemory, TimedOut

IDLE_SECONDS = 5.0
WALL_FACTOR = 8.0
LOAD_FACTOR = 5.0  # the wall limit itself grows so much, at most, where the machine is busy with something else
SCRATCH_BYTES = 256 << 20
SCRATCH_FILES = 5_000
SCRATCH_DEPTH = 1_000  # characters of a path
WRITTEN_BYTES = 4 * SCRATCH_BYTES  # in all, also to files that have no name any more
THREADS = 128


class Watch:
    """The limits of one phase of a worker (its import, a check). `look()` raises when one is passed."""

    def __init__(self, pid: int, seconds: float, scratch: Path, memory: int = 0) -> None:
        self.pid = pid
        self.seconds = seconds
        self.scratch = scratch
        self.memory = memory  # bytes, where no kernel limits them
        self.cpu_before = meter.cpu_seconds(pid)
        self.delayed_before = meter.kept_waiting(pid)
        self.waited = 0.0  # wall seconds in which the grader waited for the worker
        self.activity: object = None
        self.active_at = 0.0

    def look(self, waited: float) -> None:
        """Compare what the worker has used with its limits, after `waited` more seconds of waiting for it."""
        self.waited += waited
        used = meter.cpu_seconds(self.pid) - self.cpu_before
        if used > self.seconds:
            raise TimedOut(f"no answer after {self.seconds:g} s of computing: is there a loop that never ends?")
        if self.waited > WALL_FACTOR * self.seconds and not self._kept_waiting():
            raise TimedOut(f"no answer after {self.waited:.0f} s: does the code wait for something?")
        activity = meter.activity(self.pid)
        if activity is None or activity != self.activity:
            self.activity, self.active_at = activity, self.waited
        elif self.waited - self.active_at > IDLE_SECONDS:
            raise TimedOut(f"the code does nothing for {IDLE_SECONDS:g} s: does it sleep, or wait for input or a lock?")
        if self.memory and meter.resident(self.pid) > self.memory:
            raise OutOfMemory("the code uses more memory than the exercise allows")
        look_at_room(self.pid, self.scratch)

    def _kept_waiting(self) -> bool:
        """Say whether it would be within the limit but for a machine that is busy with something else."""
        limit = WALL_FACTOR * self.seconds
        delayed = meter.kept_waiting(self.pid) - self.delayed_before
        return self.waited < LOAD_FACTOR * limit and self.waited - delayed < limit

    def begin(self) -> None:
        """Note that a new wait begins: what came before was the grader's own time."""
        self.activity = None


def look_at_room(pid: int, scratch: Path) -> None:
    """Compare a worker's threads, and what it has written, with the limits: also while nobody waits for it."""
    if meter.threads(pid) > THREADS:
        raise OutOfMemory(f"the code starts more than {THREADS} threads")
    if meter.written(pid) > WRITTEN_BYTES:
        raise OutOfMemory("the code writes more files than an exercise may")
    files = size = 0
    folders = [str(scratch)]
    longest = len(folders[0]) + SCRATCH_DEPTH
    for folder in folders:  # it grows; no recursion, as the depth is the learner's choice
        if folder != folders[0] and not _open_to_us(folder):
            raise OutOfMemory("the code makes folders that cannot be looked into")
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                files += 1
                with contextlib.suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    else:
                        status = entry.stat(follow_symlinks=False)
                        size += max(status.st_size, getattr(status, "st_blocks", 0) * 512)
                if files > SCRATCH_FILES or size > SCRATCH_BYTES or len(entry.path) > longest:
                    raise OutOfMemory("the code writes more files than an exercise may")


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


def now() -> float:
    """Return the clock that waits are measured with."""
    return time.monotonic()
