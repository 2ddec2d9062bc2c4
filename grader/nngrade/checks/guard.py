"""Runs code of the course that may be wrong, as a known mistake is on purpose: as a worker would, and not for ever."""

from __future__ import annotations

import io
import math
import os
import random
import signal
import sys
import threading
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any

import numpy as np

SECONDS = 5.0  # of CPU: reading a bank and running a check take less than one
AGAIN = 1.0  # code that goes on all the same is interrupted again
SOON = 0.001  # for a clock whose time came while another ran within it
UNBROKEN = ["nngrade.sandbox.control", "nngrade.sandbox.sandbox", "nngrade.sandbox.direct"]  # in step with the zygote


_due: list[float] = []  # when the time of each clock that runs will have come, the innermost last


class TooLong(Exception):
    """The code has used its CPU seconds."""


class Clock:
    """Whether the time is up: the code may have swallowed the exception that said so."""

    up = False


class GlobalNumbers:
    """The global random numbers of one program among several in this process, where it `draws` any."""

    def __init__(self, draws: bool, state: tuple[Any, Any] | None = None) -> None:
        self.draws = draws
        self.state = state

    @staticmethod
    def now() -> tuple[Any, Any]:
        """Return how the generators stand, Python's and NumPy's."""
        return random.getstate(), np.random.get_state()

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Go on with this program's numbers: the first time, without a state, with those that there are."""
        if self.draws and self.state:
            random.setstate(self.state[0])
            np.random.set_state(self.state[1])
        try:
            yield
        finally:
            if self.draws:
                self.state = self.now()


@contextmanager
def guarded(seed: int | None = 0, seconds: float = SECONDS) -> Iterator[Clock]:
    """Let code run with a worker's global random numbers (without a seed: as they are), unheard; `TooLong` ends it.

    It may print where it should return, read what nobody types, save under a name of its own (the current folder is
    put back afterwards), or loop.
    """
    streams, here = (sys.stdin, sys.stdout, sys.stderr), os.getcwd()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if seed is not None:
            random.seed(seed)
            np.random.seed(seed)
        try:
            sys.stdin, sys.stdout, sys.stderr = io.StringIO(), io.StringIO(), io.StringIO()
            with np.errstate(all="ignore"), deadline(seconds) as clock:
                yield clock
        finally:
            sys.stdin, sys.stdout, sys.stderr = streams
            os.chdir(here)


@contextmanager
def deadline(seconds: float) -> Iterator[Clock]:
    """Raise `TooLong` in the main thread after so many CPU seconds; elsewhere, and on Windows, never.

    One clock may run within another. The outer one stands meanwhile: it is late by no more than the inner one's time,
    and once its time has come no other begins.
    """
    clock = Clock()
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield clock
        return

    def end(number: int, frame: FrameType | None) -> None:
        clock.up = True
        if not _within(frame, UNBROKEN):  # else in a while: see AGAIN
            raise TooLong(f"no end after {seconds:g} s of computing")

    outer, now = _due[-1] if _due else math.inf, time.process_time()
    if outer <= now:
        raise TooLong("no time is left")
    before = signal.signal(signal.SIGPROF, end)
    try:
        _due.append(now + seconds)
        signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
        yield clock
    finally:
        try:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)
        finally:  # the signal may come here, too
            _due.pop()
        if outer < math.inf:
            signal.setitimer(signal.ITIMER_PROF, max(outer - time.process_time(), SOON), AGAIN)


def _within(frame: FrameType | None, modules: Sequence[str]) -> bool:
    while frame:
        if frame.f_globals.get("__name__") in modules:
            return True
        frame = frame.f_back
    return False
