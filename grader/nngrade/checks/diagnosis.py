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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest

from nngrade.checks.asking import Asking
from nngrade.checks.bank import Suspect
from nngrade.checks.bench import Bench
from nngrade.checks.crowd import Crowd, Crowded, together
from nngrade.checks.guard import Clock, TooLong, guarded
from nngrade.checks.pytest_plugin import CheckPlugin
from nngrade.checks.replay import Differences, Other, Over, Replay, Shares, run_plainly
from nngrade.course.model import Check
from nngrade.result import Diagnosis, Status
from nngrade.sandbox.local import Local
from nngrade.sandbox.worker import worker_seed

MAX_PAIRS = 40
GLANCE = 2  # probes of a check that waits: more are asked only where these show something
Entry = tuple[Check, pytest.Item, tuple[int, ...]]


class Recognised(NamedTuple):
    """The mistakes that explain a check, and whether by two wrong answers or more."""

    suspects: list[Suspect]
    firm: bool


class Doctor:
    """Diagnoses the checks of an exercise.

    Where `program` is one of the known mistakes itself, as in an audit, nothing is run again that was run already.
    """

    def __init__(self, bench: Bench, plugin: CheckPlugin, program: str | None = None) -> None:
        self.bench = bench
        self.bank = bench.bank
        self.plugin = plugin
        self.seed = worker_seed(bench.seed)  # of a worker's global random numbers
        self.program = program
        self.scratch: Path | None = None
        self.seen: dict[Suspect, None] = {}  # what was recognised in earlier checks

    def recognise(self, check: Check, item: pytest.Item, asking: Asking, again: Callable[[], Asking]) -> Recognised:
        """Return the known mistakes that explain a failed run of a check.

        `again` runs the check on the learner's code with other seeds, in a new process. It is asked only where a
        mistake agrees, and the check had a single wrong answer.
        """
        once_more = cache(again)
        for among in self._one_after_the_other(check, asking):
            found = self._recognised(check, item, asking, among, once_more)
            if found.suspects:
                self.seen.update(dict.fromkeys(found.suspects))
                return found
        return self._recognised(check, item, asking, self._pairs(check, item, asking), once_more)

    def _one_after_the_other(self, check: Check, asking: Asking) -> Iterator[Sequence[Suspect]]:
        """Yield who may explain a check: those that explain an earlier one, then the likely ones, then the others."""
        seen = self._seen(check)
        yield seen
        suspects = [one for one in self.bank.of(check.targets) if one not in seen]
        likely = self.bench.symptoms.alike(check.id, asking.record, suspects)
        yield likely
        yield [one for one in suspects if one not in likely]

    def _seen(self, check: Check) -> list[Suspect]:
        """Return what explains a check before, of the same functions: mostly it explains this one, too."""
        targets = set(check.targets)
        return [one for one in self.seen if any(mistake.target in targets for mistake in one.mistakes)]

    def _recognised(
        self,
        check: Check,
        item: pytest.Item,
        asking: Asking,
        among: Sequence[Suspect],
        again: Callable[[], Asking],
    ) -> Recognised:
        found = self._explaining(among, item, asking)
        # Near to right is not wrong.
        found = [one for one in found if self._is(one) or not self._passes(one, check, item, asking.seeds)]
        if not found or len(asking.record.wrong) > 1:
            return Recognised(found, bool(found))
        other = again()
        if not other.record.wrong or other.record.same_wrongs(asking.record):
            return Recognised(found, False)
        return Recognised(self._explaining(found, item, other), True)

    def behind(
        self, bases: Sequence[Suspect], among: Sequence[Suspect], item: pytest.Item, ask: Callable[..., Asking]
    ) -> list[Suspect] | None:
        """Return which of some mistakes, beside the one recognised, explain a check that waits for where that one is.

        `bases` are the forms of it that fit, `ask` runs the check on the learner's code. Where one of the forms answers
        alike there is no other mistake to be seen: None.
        """
        if any(map(self._is, bases)):
            return None
        for most in (GLANCE, None):
            asking = ask(most=most)
            if any(self._explains(base, item, asking) for base in bases):
                return None
        base = bases[0]
        with suppress(Exception), self._tried(base) as link:
            beside = Differences(link, asking.record, asking.seeds)
            with suppress(Exception, Over, Other):
                run_plainly(self.plugin, item, beside)
            if asking.telling and beside.count >= 2:
                pairs = {base.with_(one): one for one in among}
                return [pairs[pair] for pair in self._explaining(pairs, item, asking)]
        return []

    def resolve(
        self,
        recognised: Mapping[str, Recognised],
        status: Mapping[str, Status],
        checks: Iterable[Entry],
    ) -> dict[str, list[Suspect]]:
        """Return the mistake of each check that has one, in all its forms that fit, after all checks were judged."""
        entries = [entry for entry in checks if status[entry[0].id] != "skipped"]
        left = {
            name: [
                one
                for one in found.suspects
                if all(self._agrees(one, entry, status, recognised) for entry in entries if entry[0].id != name)
            ]
            for name, found in recognised.items()
        }
        named: dict[str, list[Suspect]] = {}
        for name, suspects in left.items():
            ids = {one.ids for one in suspects}
            elsewhere = [{one.ids for one in other} for key, other in left.items() if key != name and other]
            if len(ids) > 1:  # told apart by the other checks that the mistake spoils
                for others in elsewhere:
                    ids = ids & others or ids
            if len(ids) == 1 and (recognised[name].firm or any(ids & others for others in elsewhere)):
                named[name] = [one for one in suspects if one.ids in ids]
        return named

    def _explaining(self, suspects: Iterable[Suspect], item: pytest.Item, asking: Asking) -> list[Suspect]:
        suspects = [one for one in suspects if not one.endless]
        if len(suspects) > 1 and together(item):
            with suppress(Exception), guarded(self.seed) as clock:
                found = self._together(suspects, item, asking, clock)
                if found is not None:
                    return found
        return [one for one in suspects if self._explains(one, item, asking)]

    def _together(
        self, suspects: Sequence[Suspect], item: pytest.Item, asking: Asking, clock: Clock
    ) -> list[Suspect] | None:
        for apart in (False, True) if item.name not in self.bank.with_files else (True,):
            folder = self._empty_folder()
            os.chdir(folder)
            try:
                return Crowd(suspects, asking, folder, apart).run(item, clock)
            except Crowded:
                self.bank.with_files.add(item.name)
        return None

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
        if self._is(suspect) or not any(mistake.target in check.targets for mistake in suspect.mistakes):
            return True
        if status[check.id] == "passed" or check.id not in recognised:
            return self._passes(suspect, *entry)
        explained = any(set(suspect.ids) <= set(other.ids) for other in recognised[check.id].suspects)
        return explained or self._passes(suspect, *entry)

    def _is(self, suspect: Suspect) -> bool:
        return suspect.source == self.program

    def _passes(self, suspect: Suspect, check: Check, item: pytest.Item, seeds: tuple[int, ...]) -> bool:
        if check.id not in suspect.fates:
            suspect.fates[check.id] = False
            with suppress(Exception), self._tried(suspect) as link:
                run_plainly(self.plugin, item, Asking(link, self.bench.reference, seeds))
                suspect.fates[check.id] = True
        return suspect.fates[check.id]

    def _pairs(self, check: Check, item: pytest.Item, asking: Asking) -> list[Suspect]:
        """Return pairs of mistakes that each explain a share of the first wrong answer's parts, together all."""
        shares = []
        for suspect in self.bench.symptoms.within(check.id, asking.record, self.bank.of(check.targets)):
            with suppress(Exception), self._tried(suspect) as link:
                replay = Shares(link, asking)
                with suppress(Over, Other):
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


def diagnosis(suspect: Suspect) -> Diagnosis:
    """Return what a result says of a mistake, or of two."""
    first, *others = suspect.mistakes
    text = " ".join(mistake.text for mistake in suspect.mistakes) if others else first.sentences
    return Diagnosis(id="+".join(suspect.ids), target=first.target, text=text)
