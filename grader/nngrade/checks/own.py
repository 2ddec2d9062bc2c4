"""Judges a program of the course's own in this process: never a learner's, which could do anything here.

An audit grades a thousand known mistakes; a worker for each check of each would take most of its time.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import weakref
from collections.abc import Callable
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import numpy as np

from nngrade.checks import bank
from nngrade.checks.guard import guarded
from nngrade.sandbox import wire
from nngrade.sandbox.link import Process, Special
from nngrade.sandbox.local import Local
from nngrade.sandbox.objects import Table
from nngrade.sandbox.outcome import Frame, Outcome, Raised, TimedOut


class OwnCode:
    """Gives a judge links to one program, each to a module newly imported, as a spawner gives it workers."""

    spare: Process | None = None

    def __init__(self, path: Path, source: str, seed: int) -> None:
        self.path = path
        self.code: CodeType | None = None
        self.program: str | None = source
        self.draws = bank.draws(source)
        self.seed = seed % 2**32
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

    def close(self) -> None:
        """Remove what the program has written."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def module(self) -> ModuleType:
        """Return the program as a module, newly made."""
        self.code = self.code or compile(self.program or "", str(self.path), "exec")
        module = ModuleType(self.path.stem)
        module.__file__ = str(self.path)
        sys.modules[module.__name__] = module  # dataclasses look their module up
        exec(self.code, module.__dict__)
        return module


class OwnLink(Local):
    """A link to one of them: with a folder, global random numbers and a share of time of its own, as a worker has."""

    def __init__(self, program: OwnCode, folder: Path) -> None:
        self.program = program
        self.numbers: tuple[Any, Any] | None = None
        self.seconds = 60.0
        self.ended: Outcome | None = None
        before = sys.modules.get(program.path.stem)
        try:
            self._alone(lambda: Local.__init__(self, program.path, program.module, folder), folder)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            table = Table(None, folder)
            table.sources = {str(program.path): program.path.name}
            _, kinds, message, lines, *_ = table.describe(error)
            raise Raised(kinds, message, [Frame(*line) for line in lines], False, "") from None
        finally:
            sys.modules.pop(program.path.stem, None)
            if before is not None:
                sys.modules[program.path.stem] = before

    def start(self, seconds: float) -> None:
        """Begin a phase: from here each call may take so many CPU seconds."""
        self.seconds = seconds

    def fresh(self) -> OwnLink:
        """Return a link to the program, imported anew."""
        return self.program.next()

    def used(self) -> float:
        """Return 0: it is not measured."""
        return 0.0

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
        draws = self.program.draws
        with guarded(self.program.seed if draws and not self.numbers else None, self.seconds) as clock:
            if self.numbers:
                random.setstate(self.numbers[0])
                np.random.set_state(self.numbers[1])
            os.chdir(folder)
            try:
                return do()
            finally:
                if draws:
                    self.numbers = random.getstate(), np.random.get_state()
                if clock.up:
                    self.ended = TimedOut(f"no answer after {self.seconds:g} s of computing")
                    raise self.ended
