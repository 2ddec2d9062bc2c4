"""Where workers come from: forks of a zygote, or, where nothing forks, an interpreter for each. Nobody else cares."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from nngrade.sandbox import early
from nngrade.sandbox.outcome import SandboxFault

if TYPE_CHECKING:
    from nngrade.sandbox.sandbox import Exit, Worker
    from nngrade.sandbox.worker import Job


class Session(Protocol):
    """What is asked of `Sandbox` and of `Direct`. Use as a context manager."""

    layers: list[str]
    problems: list[str]
    versions: list[str]
    unlimited: int
    workers: dict[int, Worker]  # those that live

    @property
    def channel(self) -> socket.socket | None:
        """What becomes readable when there is something to `pump`; None where one has to look."""

    @property
    def folder(self) -> Path:
        """The session's folder, which goes with it."""

    @property
    def isolation(self) -> str:
        """The layers in force, joined by `+`."""

    def __enter__(self) -> Session: ...

    def __exit__(self, *exception: object) -> None: ...

    def fork(self, job: Job) -> Worker:
        """Ask for a worker and return at once."""

    def kill(self, worker: Worker) -> None:
        """Kill a worker, wait for its end, and close it."""

    def dismiss(self, worker: Worker) -> None:
        """Let go of a worker without waiting for its end."""

    def wait(self, worker: Worker, patience: float) -> Exit:
        """Wait until a worker has ended; return how."""

    def make_room(self) -> None:
        """Have removed at once what ended workers have left."""

    def pump(self, patience: float = 0.0) -> None:
        """Take note of what has happened to the workers."""


def open_session(imports: tuple[str, ...] = (), *, contained: bool = False) -> Session:
    """Open a session of the kind that this system has: the only place where that is decided."""
    if contained and sys.platform != "linux":
        raise SandboxFault(
            "--isolation container works on Linux only: elsewhere containers live in a virtual machine, out of reach. "
            "Run nngrade itself on Linux (a virtual machine, a container, WSL), or use --isolation auto"
        )
    if contained or early.forks():
        from nngrade.sandbox.sandbox import Sandbox

        return Sandbox(imports, contained=contained)
    from nngrade.sandbox.direct import Direct

    return Direct(imports)
