"""Runs a check once for many known mistakes together: arguments are drawn once, and who answers otherwise leaves.

With a hundred mistakes in a function, drawing the arguments for each of them would take longer than to ask them.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest

from nngrade.checks.alike import Ended, alike, ended
from nngrade.checks.asking import Asking, Probe
from nngrade.checks.bank import Suspect
from nngrade.checks.compare import Kind
from nngrade.checks.guard import Clock
from nngrade.checks.record import Event, changes, told
from nngrade.checks.replay import Other, Over
from nngrade.sandbox.handles import Implementation

TOGETHER = {"same", "untouched", "rng", "request"}  # fixtures; what `learner` gives would differ from one to the next


class Crowd:
    """The fixtures of such a run. The check gets the learner's own answers: those who are left gave the same."""

    def __init__(self, suspects: Sequence[Suspect], asking: Asking, folder: Path) -> None:
        self.record = asking.record
        self.seeds = asking.seeds
        self.folder = folder
        self.number = 0
        self.left: list[_Member] = []
        start = random.getstate(), np.random.get_state()
        for suspect in suspects:
            try:
                self.left.append(_Member(suspect, Implementation(suspect.link(folder), asking.seeds), start))
            except Exception:  # two mistakes in one place, or one that the audit will name
                continue

    def same(self, probe: Probe, kind: Kind = "value", integers: Literal["whole", "strict"] = "whole") -> Any:
        """Ask all who are left."""
        event = self._next("same")
        self.left = [one for one in self.left if alike(event.answer, one.answer(probe), kind)]
        return None if isinstance(event.answer, Ended) else event.answer

    def untouched(self, probe: Probe) -> None:
        """Ask all who are left, for what they change."""
        event = self._next("untouched")
        self.left = [one for one in self.left if event.answer == one.changed(probe)]

    def _next(self, what: str) -> Event:
        if self.number >= len(self.record.events):
            raise Over if self.record.cut else Other
        event = self.record.events[self.number]
        self.number += 1
        if event.what != what or not self.left:
            raise Other
        return event

    def run(self, item: pytest.Item, clock: Clock) -> list[Suspect] | None:
        """Return who answers alike to the end; None where each must be run by itself after all."""
        names = item._fixtureinfo.argnames  # type: ignore[attr-defined]
        fixtures = {"same": self.same, "untouched": self.untouched, "rng": np.random.default_rng(self.seeds)}
        last: Ended | None = None
        try:
            item.function(**{name: fixtures[name] for name in names})  # type: ignore[attr-defined]
        except Over:
            pass
        except Other:
            self.left = []
        except Exception as error:
            last = ended(error)
        if clock.up or any(os.scandir(self.folder)):  # one loops, or files of one would be found by the next
            return None
        if self.left and (rest := self.record.events[self.number :]):
            end = rest[0].answer if len(rest) == 1 and rest[0].what == "end" else None
            if end is None or last is None or not alike(end, last):
                return None
        return [one.suspect for one in self.left]


class _Member:
    """One of the crowd, with global random numbers of its own, as a worker has them."""

    def __init__(self, suspect: Suspect, impl: Implementation, states: tuple[Any, Any]) -> None:
        self.suspect = suspect
        self.impl = impl
        self.states = states
        self.draws = re.search(r"\brandom\.(?!Generator)", suspect.source) is not None

    def answer(self, probe: Probe) -> Any:
        with self._own_numbers():
            try:
                return probe(self.impl)
            except Exception as error:
                return ended(error)

    def changed(self, probe: Probe) -> Any:
        before = len(self.impl._trace)
        with self._own_numbers():
            try:
                probe(self.impl)
                asked = self.impl._trace[before:]
                return told(changes(self.impl, asked), asked)
            except Exception as error:
                return ended(error)

    @contextmanager
    def _own_numbers(self) -> Iterator[None]:
        if self.draws:
            random.setstate(self.states[0])
            np.random.set_state(self.states[1])
        yield
        if self.draws:
            self.states = random.getstate(), np.random.get_state()


def together(item: pytest.Item) -> bool:
    """Say whether a check can be run for many at once."""
    return set(item._fixtureinfo.names_closure) <= TOGETHER  # type: ignore[attr-defined]
