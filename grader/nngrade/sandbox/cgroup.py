"""Limits the memory that a worker really uses, by a cgroup (v2) of its own, where this user may make one.

That needs a cgroup that was handed to the user with its memory controller, as `systemd-run --user --scope -p
Delegate=yes nngrade ...` does, and most CI containers do. A cgroup with limits for its children may hold no processes
itself, so the grader and the zygote move into a leaf beside them. Elsewhere the address space is limited, as ever.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

LEAF = "nngrade-grader"
PREFIX = "nngrade-session-"
WANTED = ("memory", "pids")
PROCESSES = 256  # threads too
SLACK = 32 << 20  # pages of NumPy and the interpreter that a worker copies by writing to them


class Cgroup:
    """The cgroup of a session: `worker(number, memory)` makes one in it, `ended(number)` removes it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def worker(self, number: int, memory: int) -> int:
        """Make the cgroup of a worker that may use so many bytes; return the descriptor by which it enters."""
        folder = self._folder(number)
        folder.mkdir()
        limits = {"memory.max": memory + SLACK, "memory.swap.max": 0, "memory.oom.group": 1, "pids.max": PROCESSES}
        for name, value in limits.items():
            with contextlib.suppress(FileNotFoundError):  # a kernel without swap has no limit of it
                write(folder / name, str(value))
        return os.open(folder / "cgroup.procs", os.O_WRONLY | os.O_CLOEXEC)

    def ended(self, number: int) -> bool:
        """Remove the cgroup of a worker that is gone; say whether the kernel has killed it for its memory."""
        folder = self._folder(number)
        try:
            events = dict(line.split() for line in (folder / "memory.events").read_text("ascii").splitlines())
        except (OSError, ValueError):
            events = {}
        with contextlib.suppress(OSError):
            folder.rmdir()
        return int(events.get("oom_kill", 0)) > 0

    def close(self) -> None:
        """Remove the session's cgroup, which has no processes."""
        with contextlib.suppress(OSError):
            self.folder.rmdir()

    def _folder(self, number: int) -> Path:
        return self.folder / f"worker-{number}"


def prepare() -> Cgroup | None:
    """Make the session's cgroup beside the one this process is in; None where that cannot be."""
    try:
        parent = _parent()
        if parent is None or not set(WANTED) <= set((parent / "cgroup.controllers").read_text("ascii").split()):
            return None
        folder = parent / f"{PREFIX}{os.getpid()}"
        _sweep(parent)
        folder.mkdir()
    except OSError:
        return None
    session = Cgroup(folder)
    try:
        _hand_down(parent)
        write(folder / "cgroup.subtree_control", _controllers())
    except OSError:
        session.close()
        return None
    return session


def enter(descriptor: int) -> None:
    """Move this process into the cgroup behind a descriptor."""
    os.write(descriptor, b"0")
    os.close(descriptor)


def _parent() -> Path | None:
    """Return the cgroup that sessions are made in: that of this process, or the one above the leaf it was put into."""
    own = next((line[3:] for line in _lines("/proc/self/cgroup") if line.startswith("0::")), None)
    for line in _lines("/proc/self/mountinfo") if own else []:
        fields, _, rest = line.partition(" - ")
        if rest.startswith("cgroup2 "):
            root, place = fields.split()[3:5]
            folder = Path(place) / os.path.relpath(own or "/", root)
            return folder.parent if folder.name == LEAF else folder
    return None


def _hand_down(parent: Path) -> None:
    """Let the children of a cgroup have limits; grader and zygote leave it first, if nobody else is in it."""
    if set(WANTED) <= set((parent / "cgroup.subtree_control").read_text("ascii").split()):
        return
    ours = {os.getpid(), os.getppid()}
    if set(map(int, _lines(parent / "cgroup.procs"))) <= ours:
        leaf = parent / LEAF
        leaf.mkdir(exist_ok=True)
        for pid in ours:
            write(leaf / "cgroup.procs", str(pid))
    write(parent / "cgroup.subtree_control", _controllers())


def _sweep(parent: Path) -> None:
    """Remove the cgroups of sessions whose zygote is gone; one with processes in it cannot be removed."""
    for folder in parent.glob(f"{PREFIX}*"):
        if not os.path.exists(f"/proc/{folder.name.removeprefix(PREFIX)}"):
            for one in (*folder.glob("worker-*"), folder):
                with contextlib.suppress(OSError):
                    one.rmdir()


def _controllers() -> str:
    return " ".join(f"+{name}" for name in WANTED)


def _lines(path: str | Path) -> list[str]:
    return Path(path).read_text("utf-8", "surrogateescape").splitlines()


def write(path: str | Path, text: str) -> None:
    """Write to a file of the kernel's."""
    descriptor = os.open(path, os.O_WRONLY)  # never made, if it is not there, nor made shorter, which Landlock forbids
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)
