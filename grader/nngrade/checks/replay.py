"""Runs a check on a known mistake beside the record of the learner's run, as far as the two answer alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import pytest

from nngrade.checks.alike import Ended, alike, ended
from nngrade.checks.asking import Asking, Probe
from nngrade.checks.compare import Kind
from nngrade.checks.pytest_plugin import CheckPlugin
from nngrade.checks.record import Event, Record, changed_by
from nngrade.sandbox.handles import Implementation, plain
from nngrade.sandbox.local import Local

FOUR = {"same", "untouched", "learner", "rng"}


class Other(BaseException):
    """The mistake answers otherwise than the learner's code."""


class Replay:
    """The fixtures of a run on a known mistake: it ends where an answer is not the learner's."""

    def __init__(self, link: Local, record: Record, seeds: tuple[int, ...]) -> None:
        self.learner = Implementation(link, seeds)
        self.seeds = seeds
        self.record = record
        self.number = 0
        self.judged = True

    def same(self, probe: Probe, kind: Kind = "value", integers: Literal["whole", "strict"] = "whole") -> Any:
        """Ask the mistake, and go on only where it answers as the learner's code did."""
        event = self._next("same")
        try:
            answer = probe(self.learner)
        except Exception as error:
            answer = ended(error)
        if not alike(event.answer, answer, kind):
            raise Other
        return None if isinstance(answer, Ended) else answer

    def untouched(self, probe: Probe) -> None:
        """Ask the mistake, and go on only where it changes the same arguments."""
        event = self._next("untouched")
        try:
            answer = changed_by(probe, self.learner)
        except Exception as error:
            answer = ended(error)
        if event.answer != answer:
            raise Other

    def _next(self, what: str) -> Event:
        if self.number >= len(self.record.events):
            raise Over if self.record.cut else Other
        event = self.record.events[self.number]
        self.number += 1
        if event.what != what:
            raise Other
        return event

    def explains(self, function: Callable[[], None]) -> bool:
        """Run the check; say whether all its answers, and its end, were the learner's."""
        last: Ended | None = None
        try:
            function()
        except Over:
            return True
        except Other:
            return False
        except BaseException as error:
            last = ended(error)
        rest = self.record.events[self.number :]
        if not rest:
            return last is None or self.record.cut
        return len(rest) == 1 and rest[0].what == "end" and last is not None and alike(rest[0].answer, last)


class Over(BaseException):
    """There is no more to compare: the learner's run was cut off here, or the question is answered."""


class Differences(Replay):
    """A run to its end that counts the probes to which the mistake answers otherwise than the learner's code."""

    count = 0

    def same(self, probe: Probe, kind: Kind = "value", integers: Literal["whole", "strict"] = "whole") -> Any:
        """Count, and give the check the learner's answer."""
        found = self.record.events[self.number].answer if self.number < len(self.record.events) else None
        try:
            super().same(probe, kind, integers)
        except Other:
            self.count += 1
        return None if isinstance(found, Ended) else found

    def untouched(self, probe: Probe) -> None:
        """Count."""
        try:
            super().untouched(probe)
        except Other:
            self.count += 1


class Shares(Replay):
    """A run that ends at the first wrong answer and notes which of its wrong parts the mistake explains."""

    def __init__(self, link: Local, asking: Asking) -> None:
        super().__init__(link, asking.record, asking.seeds)
        self.reference = asking.reference
        self.parts: frozenset[Any] = frozenset()

    def same(self, probe: Probe, kind: Kind = "value", integers: Literal["whole", "strict"] = "whole") -> Any:
        """Go on to the first wrong answer, note the parts of it that the mistake explains, and end."""
        if self.record.events[self.number].right:
            return super().same(probe, kind, integers)
        found, answer = self._next("same").answer, probe(self.learner)
        expected = self.reference.answer(self.seeds, probe)[0]
        found, answer, expected = (_parts(value) for value in (found, answer, expected))
        if found.keys() == answer.keys() == expected.keys():
            self.parts = frozenset(
                name
                for name in found
                if alike(found[name], answer[name], kind) and not alike(expected[name], answer[name], kind)
            )
        raise Over


def _parts(answer: Any) -> dict[Any, Any]:
    answer = plain(answer)
    if isinstance(answer, dict):
        return answer
    return dict(enumerate(answer)) if isinstance(answer, list | tuple) else {}


def run_plainly(plugin: CheckPlugin, item: pytest.Item, asking: Any) -> None:
    """Run a check that asks for our four fixtures alone, without pytest's ceremony; raise what it raises."""
    names = item._fixtureinfo.argnames  # type: ignore[attr-defined]
    if set(item._fixtureinfo.names_closure) <= {*FOUR, "request"}:  # type: ignore[attr-defined]  # with autouse ones
        fixtures = {
            "same": asking.same,
            "untouched": asking.untouched,
            "learner": asking.learner,
            "rng": np.random.default_rng(asking.seeds),
        }
        item.function(**{name: fixtures[name] for name in names})  # type: ignore[attr-defined]
    elif (error := plugin.run(item, asking)) is not None:
        raise error
