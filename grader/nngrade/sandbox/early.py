"""Starts the zygote before anything else is imported, so that it warms up on another core meanwhile."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket

COMMANDS = frozenset({"check", "run", "hint", "grade", "audit"})
SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "zygote.py")
FLAGS = ("-s", "-S", "-P")
CONTAINER = "container"
THREADS = ("OPENBLAS", "OMP", "MKL", "BLIS", "VECLIB_MAXIMUM", "NUMEXPR")


class Started:
    """A zygote that was started: its process, or that of the container's engine, and the channel to it.

    `folder` is the session's, and `lock` what holds its lock, where the zygote can neither make nor remove it.
    """

    def __init__(self, pid: int, channel: socket.socket, folder: str = "", lock: int = -1) -> None:
        self.pid = pid
        self.channel = channel
        self.folder = folder
        self.lock = lock


_spawned: Started | None = None


def start(argv: list[str]) -> None:
    """Spawn the zygote when the command line is one that will need it."""
    global _spawned
    for name in THREADS:  # here too: arrays of this size gain nothing by threads, which wait awake beside the workers
        os.environ.setdefault(f"{name}_NUM_THREADS", "1")
    if os.name != "posix" or "--help" in argv or any(CONTAINER in argument for argument in argv):
        return
    if any(argument in COMMANDS for argument in argv[1:4]):
        _spawned = spawn()


def take() -> Started:
    """Return the zygote that was started early, or a new one."""
    global _spawned
    spawned, _spawned = _spawned or spawn(), None
    return spawned


def environment() -> dict[str, str]:
    """Return the environment of a zygote: nothing of the caller's but where temporary files go, and the time zone.

    As it is ours alone, `-E` is not needed, and the hash seed can be fixed: the same file gives the same result twice,
    also where a set of strings decides the order of things.
    """
    names = {f"{name}_NUM_THREADS": "1" for name in THREADS}
    names |= {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
    names["MALLOC_ARENA_MAX"] = "1"  # else each thread takes 64 MB of the address space that is limited
    return names | {name: os.environ[name] for name in ("TMPDIR", "TZ") if name in os.environ}


def spawn() -> Started:
    """Start a zygote: a fresh interpreter without site, user settings or the caller's environment."""
    import socket  # 5 ms, and most commands need no zygote

    ours, theirs = socket.socketpair()
    paths = os.pathsep.join(path for path in sys.path if path and os.path.isabs(path) and os.path.exists(path))
    arguments = [sys.executable, *FLAGS, SCRIPT, paths]
    null = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, null, 1)]
    if not os.environ.get("NNGRADE_DEBUG"):
        actions.append((os.POSIX_SPAWN_DUP2, null, 2))
    ends = [theirs.detach()]
    while ends[-1] <= 3:  # where a caller has closed the standard streams: out of the way of what lands on 0 to 2
        ends.append(os.dup(ends[-1]))
    actions.append((os.POSIX_SPAWN_DUP2, ends[-1], 3))
    pid = os.posix_spawn(sys.executable, arguments, environment(), file_actions=actions, setsid=True)
    for descriptor in (null, *ends):
        os.close(descriptor)
    return Started(pid, ours)
