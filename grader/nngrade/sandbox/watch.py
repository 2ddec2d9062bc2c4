"""Watches a worker from outside: CPU seconds, whether it waits for nothing, the wall clock, its scratch folder."""

from __future__ import annotations

import time
from pathlib import Path

from nngrade.sandbox import meter, room
from nngrade.sandbox.outcome import OutOfMemory, TimedOut

IDLE_SECONDS = 5.0
WALL_FACTOR = 8.0
LOAD_FACTOR = 5.0  # the wall limit itself grows so much, at most, where the machine is busy with something else


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
        if what := room.over(self.pid, self.scratch):
            raise OutOfMemory(what)

    def slow(self) -> float:
        """Return the wall seconds in which the grader waited, without those in which other programs kept it waiting."""
        return self.waited - max(meter.kept_waiting(self.pid) - self.delayed_before, 0.0)

    def _kept_waiting(self) -> bool:
        """Say whether it would be within the limit but for a machine that is busy with something else."""
        limit = WALL_FACTOR * self.seconds
        return self.waited < LOAD_FACTOR * limit and self.slow() < limit

    def begin(self) -> None:
        """Note that a new wait begins: what came before was the grader's own time."""
        self.activity = None


def now() -> float:
    """Return the clock that waits are measured with."""
    return time.monotonic()
