"""Waiting for sockets and pipes: `select.poll`, or `select.select` where there is none, as on Windows."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable
from typing import Any, Protocol

READ = getattr(select, "POLLIN", 1)
WRITE = getattr(select, "POLLOUT", 4)


class Ends(Protocol):
    """What has a descriptor, as a socket does."""

    def fileno(self) -> int:
        """Return its number."""


class Selecting:
    """What is used here of a `select.poll` object; on Windows it knows sockets only, on POSIX 1024 descriptors."""

    def __init__(self) -> None:
        self.wanted: dict[int, int] = {}

    def register(self, end: int | Ends, events: int) -> None:
        """Look at a descriptor from now on, or for other events than before."""
        self.wanted[_number(end)] = events

    modify = register

    def unregister(self, end: int | Ends) -> None:
        """Look at a descriptor no more."""
        del self.wanted[_number(end)]

    def poll(self, milliseconds: float | None = None) -> list[tuple[int, int]]:
        """Wait until something is ready, and return what is, each with its events."""
        reading = [number for number, events in self.wanted.items() if events & READ]
        writing = [number for number, events in self.wanted.items() if events & WRITE]
        seconds = None if milliseconds is None else milliseconds / 1000
        readable, writable, _ = select.select(reading, writing, [], seconds)
        return [(number, READ) for number in readable] + [(number, WRITE) for number in writable]


Poll: Any = getattr(select, "poll", Selecting)  # not `select` where it can be helped, for its 1024 descriptors
give_way: Callable[[], object] = getattr(os, "sched_yield", lambda: time.sleep(0))


def _number(end: int | Ends) -> int:
    return end if isinstance(end, int) else end.fileno()
