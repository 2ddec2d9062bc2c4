"""Watches a worker from outside: CPU seconds, whether it waits for nothing, the wall clock, its scratch folder."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from nngrade.sandbox.outcome import OutOfMemory, TimedOut

IDLE_SECONDS = 5.0
WALL_FACTOR = 8.0
SCRATCH_BYTES = 256 << 20
SCRATCH_FILES = 5_000
SCRATCH_DEPTH = 1_000  # characters of a path
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class Watch:
    """The limits of one phase of a worker (its import, a check). `look()` raises when one is passed."""

    def __init__(self, pid: int, seconds: float, scratch: Path) -> None:
        self.pid = pid
        self.seconds = seconds
        self.scratch = scratch
        self.cpu_before = cpu_seconds(pid)
        self.waited = 0.0  # wall seconds in which the grader waited for the worker
        self.activity: object = None
        self.active_at = 0.0

    def look(self, waited: float) -> None:
        """Compare what the worker has used with its limits, after `waited` more seconds of waiting for it."""
        self.waited += waited
        used = cpu_seconds(self.pid) - self.cpu_before
        if used > self.seconds:
            raise TimedOut(f"no answer after {self.seconds:g} s of computing: is there a loop that never ends?")
        if self.waited > WALL_FACTOR * self.seconds:
            raise TimedOut(f"no answer after {self.waited:.0f} s: does the code wait for something?")
        activity = _activity(self.pid)
        if activity is None or activity != self.activity:
            self.activity, self.active_at = activity, self.waited
        elif self.waited - self.active_at > IDLE_SECONDS:
            raise TimedOut(f"the code does nothing for {IDLE_SECONDS:g} s: does it sleep, or wait for input or a lock?")
        self._look_at_scratch()

    def begin(self) -> None:
        """Note that a new wait begins: what came before was the grader's own time."""
        self.activity = None

    def _look_at_scratch(self) -> None:
        files = size = 0
        folders = [str(self.scratch)]
        longest = len(folders[0]) + SCRATCH_DEPTH
        for folder in folders:  # it grows; no recursion, as the depth is the learner's choice
            with contextlib.suppress(OSError), os.scandir(folder) as entries:
                for entry in entries:
                    files += 1
                    with contextlib.suppress(OSError):
                        if entry.is_dir(follow_symlinks=False):
                            folders.append(entry.path)
                        else:
                            size += entry.stat(follow_symlinks=False).st_size
                    if files > SCRATCH_FILES or size > SCRATCH_BYTES or len(entry.path) > longest:
                        raise OutOfMemory("the code writes more files than an exercise may")


def cpu_seconds(pid: int) -> float:
    """Return the CPU seconds a process has used, all threads together; 0 where `/proc` does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS
    except (OSError, IndexError, ValueError):
        return 0.0


def _activity(pid: int) -> object:
    """Return something that stays the same only while every thread sleeps; None where that cannot be told.

    The time on a CPU and the time spent waiting for one, from `schedstat`: a worker that is kept from running by a
    busy machine is not idle.
    """
    numbers = []
    try:
        for task in sorted(os.listdir(f"/proc/{pid}/task")):
            state = Path(f"/proc/{pid}/task/{task}/stat").read_bytes().rpartition(b")")[2].split()[0]
            if state not in (b"S", b"T", b"t", b"I"):
                return None
            numbers.append(Path(f"/proc/{pid}/task/{task}/schedstat").read_bytes().split()[:2])
    except (OSError, IndexError):
        return None
    return numbers


def now() -> float:
    """Return the clock that waits are measured with."""
    return time.monotonic()
