"""Starts the zygote before anything else is imported, so that it warms up on another core meanwhile."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket

COMMANDS = frozenset({"check", "run", "hint", "grade", "audit"})
SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "zygote.py")
FLAGS = ("-s", "-S", "-P")
CONTAINER = "container"
PATIENCE = 10.0  # seconds to wait for room for a process
NO_ROOM = (errno.EAGAIN, errno.ENOMEM)  # what the start of a process meets where others take all there is
BUFFER = 128 << 10  # bytes that a socket should hold: macOS gives 8 KB
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
    if not forks() or "--help" in argv or any(CONTAINER in argument for argument in argv):
        return
    if any(argument in COMMANDS for argument in argv[1:4]):
        with contextlib.suppress(OSError):  # it is tried again when it is needed, and said what is missing
            _spawned = spawn()


def forks() -> bool:
    """Say whether workers are forked: everywhere but on Windows, unless NNGRADE_FORK=0 asks for it."""
    return hasattr(os, "fork") and os.environ.get("NNGRADE_FORK") != "0"


def take() -> Started:
    """Return the zygote that was started early, or a new one."""
    global _spawned
    spawned, _spawned = _spawned, None
    end = time.monotonic() + PATIENCE
    while spawned is None:
        try:
            spawned = spawn()
        except OSError as error:  # for a moment, perhaps
            if error.errno not in NO_ROOM:
                raise
            if time.monotonic() > end:
                from nngrade.sandbox.outcome import NoRoom

                raise NoRoom from error
            time.sleep(0.1)
    return spawned


def drop() -> None:
    """Let go of the zygote that was started early, where nobody has taken it: it leaves."""
    if _spawned:
        _spawned.channel.close()


def environment() -> dict[str, str]:
    """Return the environment of a zygote: nothing of the caller's but where temporary files go, and the time zone.

    As it is ours alone, `-E` is not needed, and the hash seed can be fixed: the same file gives the same result twice,
    also where a set of strings decides the order of things.
    """
    names = {f"{name}_NUM_THREADS": "1" for name in THREADS}
    names |= {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
    names["MALLOC_ARENA_MAX"] = "1"  # else each thread takes 64 MB of the address space that is limited
    kept = ["TMPDIR", "TZ"]
    if sys.platform == "win32":
        kept += ["TEMP", "TMP", "SYSTEMROOT"]  # without the last there are no sockets
        del names["PATH"], names["LC_ALL"]
    if sys.platform == "darwin":  # else Apple's BLAS may end a process because it is a fork
        names["OBJC_DISABLE_INITIALIZE_FORK_SAFETY"] = "YES"
    return names | {name: os.environ[name] for name in kept if name in os.environ}


def command(script: str) -> list[str]:
    """Return the command that runs a script in a fresh interpreter, which finds modules where this one does."""
    paths = os.pathsep.join(path for path in sys.path if path and os.path.isabs(path) and os.path.exists(path))
    # in a virtual environment on Windows `executable` starts the interpreter as another process
    python = getattr(sys, "_base_executable", sys.executable) if sys.platform == "win32" else sys.executable
    return [python, *FLAGS, script, paths]


def pair() -> tuple[socket.socket, socket.socket]:
    """Return two sockets that are connected, with room for an answer."""
    import socket  # 5 ms, and most commands need no zygote

    ends = socket.socketpair()
    for end in ends:
        if end.family == socket.AF_INET:  # Windows: a frame is not kept back for the next one
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for room in (socket.SO_SNDBUF, socket.SO_RCVBUF):
            if end.getsockopt(socket.SOL_SOCKET, room) < BUFFER:
                with contextlib.suppress(OSError):
                    end.setsockopt(socket.SOL_SOCKET, room, BUFFER)
    return ends


def spawn() -> Started:
    """Start a zygote: a fresh interpreter without site, user settings or the caller's environment."""
    ours, theirs = pair()
    arguments = command(SCRIPT)
    null = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, null, 1)]
    if not os.environ.get("NNGRADE_DEBUG"):
        actions.append((os.POSIX_SPAWN_DUP2, null, 2))
    ends = [theirs.detach()]
    while ends[-1] <= 3:  # where a caller has closed the standard streams: out of the way of what lands on 0 to 2
        ends.append(os.dup(ends[-1]))
    actions.append((os.POSIX_SPAWN_DUP2, ends[-1], 3))
    try:
        pid = os.posix_spawn(arguments[0], arguments, environment(), file_actions=actions, setsid=True)
    except NotImplementedError:  # an older macOS: the zygote does that itself, a moment later
        pid = os.posix_spawn(arguments[0], arguments, environment(), file_actions=actions)
    except OSError:
        ours.close()
        raise
    finally:
        for descriptor in (null, *ends):
            os.close(descriptor)
    return Started(pid, ours)
