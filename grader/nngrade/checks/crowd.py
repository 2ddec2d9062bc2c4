"""Runs a check once for many known mistakes together: arguments are drawn once, and who answers otherwise leaves.

With a hundred mistakes in a function, drawing the arguments for each of them would take longer than to ask them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import CellType, FunctionType
from typing import Any, Literal

import numpy as np
import pytest

from nngrade.checks.alike import Ended, alike, ended
from nngrade.checks.asking import Asking, Probe
from nngrade.checks.bank import Suspect
from nngrade.checks.compare import Kind
from nngrade.checks.fingerprint import fingerprint
from nngrade.checks.guard import Clock, GlobalNumbers
from nngrade.checks.record import Event, changed_by
from nngrade.checks.replay import Other, Over
from nngrade.sandbox.handles import Handle, Implementation
from nngrade.sandbox.wire import Unsupported

MOST_KEPT = 200  # answers of one mistake
MOST_PARTS = 200  # of one answer: the losses of a training
MOST_BYTES = 2**14  # of an array
TOGETHER = {"same", "untouched", "rng", "request"}  # fixtures; what `learner` gives would differ from one to the next

Key = tuple[Any, ...] | None


class Crowd:
    """The fixtures of such a run. The check gets the learner's own answers: those who are left gave the same."""

    def __init__(self, suspects: Sequence[Suspect], asking: Asking, folder: Path, apart: bool = False) -> None:
        self.record = asking.record
        self.seeds = asking.seeds
        self.number = 0
        self.asked: tuple[tuple[str, str | None], ...] = ()  # the fingerprints of the probes so far
        self.folder = folder
        start = GlobalNumbers.now()
        self.apart = apart
        self.all = [
            _Member(suspect, folder / str(number) if apart else folder, asking.seeds, start)
            for number, suspect in enumerate(suspects)
            if suspect.whole
        ]
        self.left = self.all

    def same(self, probe: Probe, kind: Kind = "value", integers: Literal["whole", "strict"] = "whole") -> Any:
        """Ask all who are left."""
        event, probe, key = self._next("same", probe)
        self.left = [one for one in self.left if alike(event.answer, one.answer(probe, key), kind)]
        return None if isinstance(event.answer, Ended) else event.answer

    def untouched(self, probe: Probe) -> None:
        """Ask all who are left, for what they change."""
        event, probe, key = self._next("untouched", probe)
        self.left = [one for one in self.left if event.answer == one.changed(probe, key)]

    def _next(self, what: str, probe: Probe) -> tuple[Event, Probe, Key]:
        """Return what the learner answered, the probe, and what stands for all that was asked (None: unknown)."""
        if self.number >= len(self.record.events):
            raise Over if self.record.cut else Other
        event = self.record.events[self.number]
        self.number += 1
        if event.what != what or not self.left:
            raise Other
        probe = frozen(probe)
        self.asked += ((what, fingerprint(probe)),)
        known = all(stamp for _, stamp in self.asked)
        return event, probe, (self.seeds, *self.asked) if known else None

    def run(self, item: pytest.Item, clock: Clock) -> list[Suspect] | None:
        """Return who answers alike to the end; None where each must be run by itself after all."""
        names = item._fixtureinfo.argnames  # type: ignore[attr-defined]
        fixtures = {"same": self.same, "untouched": self.untouched, "rng": np.random.default_rng(self.seeds)}
        last: Ended | None = None
        try:
            item.function(**{name: fixtures[name] for name in names})  # type: ignore[attr-defined]
        except Over:
            pass
        except Moved:
            return None
        except Other:
            self.left = []
        except Exception as error:
            last = ended(error)
        if clock.up:
            return None
        if not self.apart and any(self.folder.iterdir()):  # files of one would be found by the next
            raise Crowded
        for one in self.all:
            one.keep()
        if self.left and (rest := self.record.events[self.number :]):
            end = rest[0].answer if len(rest) == 1 and rest[0].what == "end" else None
            if end is None or last is None or not alike(end, last):
                return None
        return [one.suspect for one in self.left]


class Crowded(BaseException):
    """Files were written: each must have a folder of its own."""


class Moved(BaseException):
    """The check has changed what a probe of it closes over: it cannot be asked later."""


class _Member:
    """One of the crowd, with global random numbers of its own, as a worker has them.

    In a class the same is asked for one learner after another. What a mistake answered is kept, and it is only asked
    where it has to be: then what it would have been asked before is asked first, as it may remember.
    """

    def __init__(self, suspect: Suspect, folder: Path, seeds: tuple[int, ...], start: tuple[Any, Any]) -> None:
        self.suspect = suspect
        self.folder = folder
        self.seeds = seeds
        self.numbers = GlobalNumbers(suspect.draws, start)
        self.owed: list[tuple[Callable[[Implementation], Any], Probe, str | None]] = []
        self.new: dict[Key, Any] = {}
        self.impl: Implementation | None = None

    def answer(self, probe: Probe, key: Key) -> Any:
        """Return the answer to a probe."""
        return self._kept(probe, key, lambda impl: probe(impl))

    def changed(self, probe: Probe, key: Key) -> Any:
        """Return what a probe changes."""
        return self._kept(probe, key, lambda impl: changed_by(probe, impl))

    def _kept(self, probe: Probe, key: Key, ask: Callable[[Implementation], Any]) -> Any:
        stamp = key[-1][1] if key else None
        self.owed.append((ask, probe, stamp))
        kept = self.suspect.answers
        if key is not None and key in kept:
            return kept[key]
        answer: Any = Other  # like no answer at all
        with suppress(Exception), self.numbers.in_use():  # two mistakes in one place, or one that the audit will name
            self.folder.mkdir(exist_ok=True)
            os.chdir(self.folder)
            impl = self.impl = self.impl or Implementation(self.suspect.link(self.folder), self.seeds)
            for ask, then, stamp in self.owed:
                if then is not probe and fingerprint(then) != stamp:  # the check has changed an array since
                    raise Moved
                try:
                    answer = ask(impl)
                except Exception as error:
                    answer = ended(error)
        self.owed.clear()
        if key is not None and _light(answer):
            self.new[key] = answer
        return answer

    def keep(self) -> None:
        """Keep the new answers for the next learner."""
        if len(self.suspect.answers) + len(self.new) <= MOST_KEPT:
            self.suspect.answers.update(self.new)


def frozen(probe: Probe) -> Probe:
    """Return a probe with the values that it closes over now: in a loop they change, and it may be asked later."""
    if not isinstance(probe, FunctionType) or not probe.__closure__:
        return probe
    try:
        cells = tuple(CellType(cell.cell_contents) for cell in probe.__closure__)
    except ValueError:  # one has no value yet
        return probe
    other = FunctionType(probe.__code__, probe.__globals__, probe.__name__, probe.__defaults__, cells)
    other.__kwdefaults__ = probe.__kwdefaults__
    return other


def _light(answer: Any) -> bool:
    """Say whether an answer can be kept for many learners: data, not much of it."""
    if isinstance(answer, np.ndarray):
        return answer.nbytes <= MOST_BYTES
    if isinstance(answer, list | tuple | dict):
        parts = answer.values() if isinstance(answer, dict) else answer
        return len(answer) <= MOST_PARTS and all(_light(part) for part in parts)
    return not isinstance(answer, Handle | Unsupported)


def together(item: pytest.Item) -> bool:
    """Say whether a check can be run for many at once."""
    return set(item._fixtureinfo.names_closure) <= TOGETHER  # type: ignore[attr-defined]
