"""Judges a program of the course's own in this process: never a learner's, which could do anything here.

An audit grades a thousand known mistakes; a worker for each check of each would take most of its time.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Callable
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from nngrade.checks import bank
from nngrade.checks.guard import GlobalNumbers, guarded
from nngrade.sandbox import wire
from nngrade.sandbox.link import Process, Special
from nngrade.sandbox.local import Local
from nngrade.sandbox.objects import Table
from nngrade.sandbox.outcome import Frame, Outcome, Raised, TimedOut
from nngrade.sandbox.worker import worker_seed


class OwnCode:
    """Gives a judge links to one program, each to a module newly imported, as a spawner gives it workers."""

    spare: Process | None = None

    def __init__(self, path: Path, source: str, seed: int) -> None:
        self.path = path
        self.code: CodeType | None = None
        self.program: str | None = source
        self.draws = bank.draws(source)
        self.seed = worker_seed(seed)
        self.folder = Path(tempfile.mkdtemp(prefix="nngrade-own-"))
        self.made = 0
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)

    def prefetch(self) -> None:
        """Nothing is gained by it here."""

    def next(self) -> OwnLink:
        """Return a link to the program; raise what its import came to."""
        self.made += 1
        folder = self.folder / str(self.made)
        folder.mkdir()
        return OwnLink(self, folder)

    def hurry(self, seconds: float) -> None:
        """Do nothing: an import of the course's own is quick."""

    def make_room(self, link: Process | None) -> bool:
        """Say no: the course's own code fills no disk."""
        return False

    def crowded(self) -> bool:
        """Say no: what it fills is its own fault."""
        return False

    def close(self) -> None:
        """Remove what the program has written."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def module(self) -> ModuleType:
        """Return the program as a module, newly made."""
        self.code = self.code or compile(self.program or "", str(self.path), "exec")
        return bank.made(f"nngrade_own_{self.path.stem}", self.path, [self.code])


class OwnLink(Local):
    """A link to one of them: with a folder, global random numbers and a share of time of its own, as a worker has."""

    def __init__(self, program: OwnCode, folder: Path) -> None:
        self.program = program
        self.numbers = GlobalNumbers(program.draws)
        self.seconds = 60.0
        self.ended: Outcome | None = None
        try:
            self._alone(lambda: Local.__init__(self, program.path, program.module, folder), folder)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            table = Table(None, folder)
            table.sources = {str(program.path): program.path.name}
            _, kinds, message, lines, *_ = table.describe(error)
            raise Raised(kinds, message, [Frame(*line) for line in lines], False, "") from None

    def start(self, seconds: float) -> None:
        """Begin a phase: from here each call may take so many CPU seconds."""
        self.seconds = seconds

    def fresh(self) -> OwnLink:
        """Return a link to the program, imported anew."""
        return self.program.next()

    def used(self) -> float:
        """Return 0: it is not measured."""
        return 0.0

    def large(self) -> bool:
        """Say no: the course's own answers are what they should be."""
        return False

    def threads(self) -> int:
        """Return 0: they are not counted."""
        return 0

    def no_room(self, error: MemoryError) -> Exception:
        """Return the error: it is the course's own."""
        return error

    def printed(self) -> str:
        """Return nothing: what it prints is not kept."""
        return ""

    def close(self) -> None:
        """Leave the folder to the program's."""

    def ask(
        self, special: Special, operation: str, *trees: Any, packer: wire.Packer, called: str
    ) -> tuple[Any, list[str]]:
        """Execute one request; see `Link`."""
        if self.ended:
            raise self.ended
        ask = super().ask
        answer: tuple[Any, list[str]] = self._alone(
            lambda: ask(special, operation, *trees, packer=packer, called=called), self.folder
        )
        return answer

    def _alone(self, do: Callable[[], Any], folder: Path) -> Any:
        """Do something with this program's random numbers, in its folder, and not for ever."""
        fresh = self.numbers.draws and not self.numbers.state
        with guarded(self.program.seed if fresh else None, self.seconds) as clock:
            os.chdir(folder)
            try:
                with self.numbers.in_use():
                    return do()
            finally:
                if clock.up:
                    self.ended = TimedOut(f"no answer after {self.seconds:g} s of computing")
                    raise self.ended
