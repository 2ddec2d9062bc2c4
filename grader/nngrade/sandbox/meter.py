"""What another process has used, as the system tells it: `/proc` on Linux, psutil elsewhere; 0 where it is gone."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
PROC = sys.platform == "linux"


# who says of a process whether it sleeps; macOS and Windows call each one running (psutil, issue 2675)
TELLS_STATE = sys.platform not in ("darwin", "win32")


def cpu_seconds(pid: int) -> float:
    """Return the CPU seconds a process has used, all threads together; 0 where that cannot be told."""
    if not PROC:
        return float(sum(_asked(pid, "cpu_times")[:2]))
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS
    except (OSError, IndexError, ValueError):
        return 0.0


def resident(pid: int) -> int:
    """Return the bytes of memory that a process really has; 0 where that cannot be told."""
    if not PROC:
        return int((*_asked(pid, "memory_info"), 0)[0])
    try:
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * PAGE
    except (OSError, IndexError, ValueError):
        return 0


def kept_waiting(pid: int) -> float:
    """Return the seconds for which a thread of the process was ready to run and others had the processors.

    The most that any one thread waited; 0 where that cannot be told.
    """
    longest = 0
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            longest = max(longest, int(Path(f"/proc/{pid}/task/{task}/schedstat").read_bytes().split()[1]))
    except (OSError, IndexError, ValueError):
        return 0.0
    return longest / 1e9


def activity(pid: int) -> object:
    """Return something that stays the same only while every thread sleeps; None where that cannot be told.

    The time on a CPU and the time spent waiting for one, from `schedstat`: a worker that is kept from running by a
    busy machine is not idle.
    """
    if not PROC:
        if TELLS_STATE and _asked(pid, "status") not in ("sleeping", "idle", "stopped"):
            return None
        return [*_asked(pid, "cpu_times"), *_asked(pid, "num_ctx_switches")] or None
    numbers = []
    try:
        for task in sorted(os.listdir(f"/proc/{pid}/task")):
            state = Path(f"/proc/{pid}/task/{task}/stat").read_bytes().rpartition(b")")[2].split()[0]
            if state in (b"Z", b"X"):  # a thread that has ended, as the first one may while others go on
                continue
            if state not in (b"S", b"T", b"t", b"I"):
                return None
            numbers.append(Path(f"/proc/{pid}/task/{task}/schedstat").read_bytes().split()[:2])
    except (OSError, IndexError):
        return None
    return numbers or None


def threads(pid: int) -> int:
    """Return how many threads a process has; 0 where that cannot be told."""
    if not PROC:
        return int(_asked(pid, "num_threads") or 0)
    try:
        return len(os.listdir(f"/proc/{pid}/task"))
    except OSError:
        return 0


def written(pid: int) -> int:
    """Return the bytes that a process has had written to disks, also through memory; 0 where that cannot be told."""
    try:
        lines = dict(line.split(b": ") for line in Path(f"/proc/{pid}/io").read_bytes().splitlines())
        return int(lines[b"write_bytes"])
    except (OSError, ValueError, KeyError):
        return 0


def family(pid: int) -> list[Any]:
    """Return what a process has started, and what that has, as psutil's processes; none where psutil is not there."""
    try:
        import psutil
    except ImportError:  # on Linux it is not demanded
        return []
    try:
        return list(psutil.Process(pid).children(recursive=True))
    except psutil.Error:
        return []


def _asked(pid: int, what: str) -> Any:
    import psutil

    try:
        return getattr(psutil.Process(pid), what)()
    except psutil.Error:
        return ()
