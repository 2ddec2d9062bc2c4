"""The limits of a worker that the kernel keeps: address space, CPU, file size, open files, no core dumps."""

from __future__ import annotations

import contextlib
import os
import sys

from nngrade.sandbox import cgroup

try:
    import resource
except ImportError:  # Windows has none: the grader watches, and a job object limits memory
    resource = None  # type: ignore[assignment]

MAX_FILE = 64 << 20
MAX_OPEN_FILES = 128
SPARE_TASKS = 1000
most_tasks = 0  # processes and threads of the user's, once somebody has counted them; 0 for no limit
THERE = resource is not None


def apply(cpu_seconds: float, memory: int) -> list[str]:
    """Set the limits of this process, soft and hard alike; return the names of those that were refused.

    The grader watches CPU seconds from outside and more finely; the limit here is the net below that.
    `memory` is bytes of address space: what the interpreter with NumPy takes, and what the code may add; 0 for no
    limit, as on macOS, which refuses any.
    """
    wanted = {
        "RLIMIT_CORE": 1,  # less than any core; with 0 one would still go to a program that core_pattern names
        "RLIMIT_CPU": int(cpu_seconds) + 1,
        "RLIMIT_FSIZE": MAX_FILE,
        "RLIMIT_NOFILE": MAX_OPEN_FILES,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
        **({"RLIMIT_AS": memory} if memory else {}),
        **({"RLIMIT_NPROC": most_tasks} if most_tasks else {}),
    }
    refused = []
    for name, value in wanted.items():
        number = getattr(resource, name, None)
        if number is None:
            continue
        hard = resource.getrlimit(number)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(number, (value, value))
        except (OSError, ValueError):
            refused.append(name)
    return refused


def count_tasks() -> None:
    """Let workers have only so many threads that the user has a thousand more than now: no kernel binds root by it."""
    global most_tasks
    found = 0
    for entry in os.listdir("/proc") if os.path.isdir("/proc/self/task") else ():
        with contextlib.suppress(OSError):
            if entry.isdigit() and os.stat(f"/proc/{entry}").st_uid == os.getuid():
                found += os.stat(f"/proc/{entry}/task").st_nlink - 2
    most_tasks = found + SPARE_TASKS if found else 0


def go_first() -> None:
    """Let this process be what the kernel ends where memory runs out, and not its zygote, which may be larger.

    That memory need not be any process's: a container's holds its files in memory, too. Linux only.
    """
    with contextlib.suppress(OSError):
        cgroup.write("/proc/self/oom_score_adj", "1000")


def address_space() -> int:
    """Return the bytes of address space in use; 0 where they cannot be told or limited."""
    return _pages(0)


def resident() -> int:
    """Return the bytes of memory that this process really has, or has had at most."""
    return _pages(1) or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _pages(field: int) -> int:
    if not THERE:
        return 0
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[field]) * resource.getpagesize()
    except (OSError, ValueError):
        return 0
