"""Names the mistake: runs a check that failed on the known mistakes, and keeps those that answer as the learner did.

A mistake is named when it agrees with the learner's answers on every probe of the check, on two wrong ones at least,
and what it comes to in the other checks of its function agrees as well: a false name is worse than none. Where two
mistakes remain, none is named. Two mistakes in one function are recognised where each spoils parts of its own.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import combinations
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
import pytest

from nngrade.checks.alike import Ended, alike, ended
from nngrade.checks.asking import Asking, Probe, Reference
from nngrade.checks.bank import Bank, Suspect
from nngrade.checks.compare import Kind
from nngrade.checks.guard import TooLong, guarded
from nngrade.checks.pytest_plugin import CheckPlugin
from nngrade.checks.record import Event, Record, changes, told
from nngrade.course.model import Check
from nngrade.result import Diagnosis, Status
from nngrade.sandbox.handles import Implementation, plain
from nngrade.sandbox.local import Local

FOUR = {"same", "untouched", "learner", "rng"}
MAX_PAIRS = 40
Entry = tuple[Check, pytest.Item, tuple[int, ...]]


class _Other(BaseException):
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
            raise _Other
        return None if isinstance(answer, Ended) else answer

    def untouched(self, probe: Probe) -> None:
        """Ask the mistake, and go on only where it changes the same arguments."""
        event = self._next("untouched")
        before = len(self.learner._trace)
        try:
            probe(self.learner)
            asked = self.learner._trace[before:]
            answer = told(changes(self.learner, asked), asked)
        except Exception as error:
            answer = ended(error)
        if event.answer != answer:
            raise _Other

    def _next(self, what: str) -> Event:
        if self.number >= len(self.record.events):
            raise _Over if self.record.cut else _Other
        event = self.record.events[self.number]
        self.number += 1
        if event.what != what:
            raise _Other
        return event

    def explains(self, function: Callable[[], None]) -> bool:
        """Run the check; say whether all its answers, and its end, were the learner's."""
        last: Ended | None = None
        try:
            function()
        except _Over:
            return True
        except _Other:
            return False
        except BaseException as error:
            last = ended(error)
        rest = self.record.events[self.number :]
        if not rest:
            return last is None or self.record.cut
        return len(rest) == 1 and rest[0].what == "end" and last is not None and alike(rest[0].answer, last)


class _Over(BaseException):
    """There is no more to compare: the learner's run was cut off here, or the question is answered."""


class _Shares(Replay):
    """A run that ends at the first wrong answer and notes which of its wrong parts the mistake explains."""

    def __init__(self, link: Local, asking: Asking) -> None:
        super().__init__(link, asking.record, asking.seeds)
        self.reference = asking.reference
        self.parts: frozenset[Any] = frozenset()

    def same(self, probe: Probe, kind: Kind = "value", integers: Literal["whole", "strict"] = "whole") -> Any:
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
        raise _Over


def _parts(answer: Any) -> dict[Any, Any]:
    answer = plain(answer)
    if isinstance(answer, dict):
        return answer
    return dict(enumerate(answer)) if isinstance(answer, list | tuple) else {}


class Recognised(NamedTuple):
    """The mistakes that explain a check, and whether by two wrong answers or more."""

    suspects: list[Suspect]
    firm: bool


class Doctor:
    """Diagnoses the checks of an exercise."""

    def __init__(self, bank: Bank, reference: Reference, plugin: CheckPlugin, seed: int = 0) -> None:
        self.bank = bank
        self.reference = reference
        self.plugin = plugin
        self.seed = seed  # of a worker's global random numbers
        self.scratch: Path | None = None

    def recognise(self, check: Check, item: pytest.Item, asking: Asking, again: Callable[[], Asking]) -> Recognised:
        """Return the known mistakes that explain a failed run of a check.

        `again` runs the check on the learner's code with other seeds, in a new process. It is asked only where a
        mistake agrees, and the check had a single wrong answer.
        """
        found = [one for one in self.bank.of(check.targets) if self._explains(one, item, asking)]
        if not found:
            found = [pair for pair in self._pairs(check, item, asking) if self._explains(pair, item, asking)]
        if not found or len(asking.record.wrong) > 1:
            return Recognised(found, bool(found))
        other = again()
        if not other.record.wrong or other.record.same_wrongs(asking.record):
            return Recognised(found, False)
        return Recognised([one for one in found if self._explains(one, item, other)], True)

    def resolve(
        self,
        recognised: Mapping[str, Recognised],
        status: Mapping[str, Status],
        checks: Iterable[Entry],
    ) -> dict[str, Diagnosis]:
        """Return the diagnosis of each check that has one, after all checks of the exercise were judged."""
        entries = [entry for entry in checks if status[entry[0].id] != "skipped"]
        left = {
            name: [
                one
                for one in found.suspects
                if all(self._agrees(one, entry, status, recognised) for entry in entries if entry[0].id != name)
            ]
            for name, found in recognised.items()
        }
        named = {}
        for name, suspects in left.items():
            ids = {one.ids for one in suspects}
            elsewhere = [{one.ids for one in other} for key, other in left.items() if key != name and other]
            if len(ids) > 1:  # told apart by the other checks that the mistake spoils
                for others in elsewhere:
                    ids = ids & others or ids
            if len(ids) == 1 and (recognised[name].firm or any(ids & others for others in elsewhere)):
                named[name] = _diagnosis(next(one for one in suspects if one.ids in ids))
        return named

    def _explains(self, suspect: Suspect, item: pytest.Item, asking: Asking) -> bool:
        with suppress(Exception), self._tried(suspect) as link:
            replay = Replay(link, asking.record, asking.seeds)
            return replay.explains(lambda: run_plainly(self.plugin, item, replay))
        return False  # a module that cannot be made: two mistakes in one place, or one that the audit will name

    def _empty_folder(self) -> Path:
        """Return one folder for all that is tried here, emptied: to make one takes longer than to run a check."""
        if self.scratch is None or any(os.scandir(self.scratch)):
            self.scratch = Path(tempfile.mkdtemp(prefix="nngrade-mistakes-"))
            weakref.finalize(self, shutil.rmtree, self.scratch, ignore_errors=True)
        return self.scratch

    @contextmanager
    def _tried(self, suspect: Suspect) -> Iterator[Local]:
        """Give a link to a mistake, and guard the grader while it is asked."""
        if suspect.endless:
            raise TooLong
        with guarded(self.seed) as clock:
            try:
                link = suspect.link(self._empty_folder())
                os.chdir(link.folder)
                yield link
            finally:
                suspect.endless = clock.up  # and is never tried again

    def _agrees(
        self, suspect: Suspect, entry: Entry, status: Mapping[str, Status], recognised: Mapping[str, Recognised]
    ) -> bool:
        """Say whether what a mistake does to another check is what was seen there.

        It passes what the learner passes. What the learner fails, it passes (then another mistake is there), or it is
        among those that explain it. Checks of other functions do not tell.
        """
        check = entry[0]
        if not any(mistake.target in check.targets for mistake in suspect.mistakes):
            return True
        if status[check.id] == "passed" or check.id not in recognised:
            return self._passes(suspect, *entry)
        explained = any(set(suspect.ids) <= set(other.ids) for other in recognised[check.id].suspects)
        return explained or self._passes(suspect, *entry)

    def _passes(self, suspect: Suspect, check: Check, item: pytest.Item, seeds: tuple[int, ...]) -> bool:
        if check.id not in suspect.fates:
            suspect.fates[check.id] = False
            with suppress(Exception), self._tried(suspect) as link:
                run_plainly(self.plugin, item, Asking(link, self.reference, seeds))
                suspect.fates[check.id] = True
        return suspect.fates[check.id]

    def _pairs(self, check: Check, item: pytest.Item, asking: Asking) -> list[Suspect]:
        """Return pairs of mistakes that each explain a share of the first wrong answer's parts, together all."""
        shares = []
        for suspect in self.bank.of(check.targets):
            with suppress(Exception), self._tried(suspect) as link:
                replay = _Shares(link, asking)
                with suppress(_Over, _Other):
                    run_plainly(self.plugin, item, replay)
                if replay.parts:
                    shares.append((suspect, replay.parts))
        if not shares:
            return []
        everything = frozenset.union(*(parts for _, parts in shares))
        pairs = [
            one.with_(other)
            for (one, mine), (other, theirs) in combinations(shares, 2)
            if one.ids != other.ids and mine | theirs == everything and mine != everything != theirs
        ]
        return pairs[:MAX_PAIRS]


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


def _diagnosis(suspect: Suspect) -> Diagnosis:
    first, *others = suspect.mistakes
    text = " ".join(mistake.text for mistake in suspect.mistakes) if others else f"{first.text} {first.look}"
    return Diagnosis(id="+".join(suspect.ids), target=first.target, text=text)
