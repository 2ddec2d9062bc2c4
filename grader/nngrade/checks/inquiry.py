"""What is asked after a check has failed: which known mistake it is, and the smallest call that fails."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import partial, reduce
from itertools import islice, product
from pathlib import PurePath

import pytest

from nngrade.checks.asking import GO_ON_SECONDS, Asking
from nngrade.checks.bank import Suspect
from nngrade.checks.bench import Bench
from nngrade.checks.diagnosis import Doctor, Recognised, diagnosis
from nngrade.checks.explain import explain
from nngrade.checks.guard import TooLong, deadline
from nngrade.checks.pytest_plugin import CheckPlugin
from nngrade.checks.spawn import Source
from nngrade.course.model import Check
from nngrade.result import Diagnosis, Example, Status
from nngrade.sandbox.handles import Implementation
from nngrade.sandbox.link import Process

MOST_SECONDS = 60.0  # of CPU for a submission; naming takes a second or two
MOST_SECONDS_A_CHECK = 10.0
MOST_WAITING = 60.0  # seconds by the clock, for a submission: most of it is spent on imports of the learner's code
MOST_BASES = 12  # of what was recognised, or of two mistakes together
MOST_BEHIND = 3  # checks of a function that are looked at while they wait: enough to tell mistakes apart


class Inquiry:
    """The failed checks of one submission. Verdicts are reached before it, and it changes none."""

    def __init__(self, bench: Bench, plugin: CheckPlugin, spawner: Source) -> None:
        self.bench = bench
        self.plugin = plugin
        self.spawner = spawner
        self.doctor = Doctor(bench, plugin, spawner.program)
        self.left = MOST_SECONDS
        self.patience = MOST_WAITING
        self.until = 0.0
        self.recognised: dict[str, Recognised] = {}
        self.examples: dict[str, Example] = {}
        self.shown: set[str] = set()  # the visibilities of checks that have an example: not every reader sees each

    def failed(self, check: Check, item: pytest.Item, asking: Asking) -> None:
        """Look at a check that has just failed."""
        with suppress(Exception), self._clock():  # whatever comes of it, this check has its verdict
            if asking.telling:
                found = self.doctor.recognise(check, item, asking, lambda: self._again(check, item))
                if found.suspects:
                    self.recognised[check.id] = found
            if self.bench.explain and check.visibility not in self.shown:  # of the first thing to repair
                self._explain(check, asking)

    def diagnoses(self, status: Mapping[str, Status]) -> dict[str, Diagnosis]:
        """Return the diagnosis of each check that has one, after all checks were judged."""
        if not self.recognised:
            return {}
        checks = self.bench.exercise.checks
        named: dict[str, list[Suspect]] = {}
        with suppress(Exception), self._clock():
            entries = [(check, self.bench.function(self.plugin, check), self.bench.seeds(check)) for check in checks]
            named = self.doctor.resolve(self.recognised, status, entries)
            named |= self._behind(named, status)
        return {name: diagnosis(suspects[0]) for name, suspects in named.items()}

    @contextmanager
    def _clock(self) -> Iterator[None]:
        """Let naming take what is left of its time."""
        if self.left <= 0 or self.patience <= 0:
            raise TooLong
        began, clock = time.process_time(), time.monotonic()
        self.until = clock + self.patience
        try:
            with deadline(min(self.left, MOST_SECONDS_A_CHECK)):
                yield
        finally:
            self.left -= time.process_time() - began
            self.patience -= time.monotonic() - clock

    def _next(self) -> Process:
        """Return another worker, while there is time for its import."""
        if time.monotonic() > self.until:
            raise TooLong
        return self.spawner.next()

    def _behind(self, named: Mapping[str, list[Suspect]], status: Mapping[str, Status]) -> dict[str, list[Suspect]]:
        """Look behind what is named, at the checks that wait for it; one mistake must explain all of a function."""
        checks = self.bench.exercise.checks
        failed = {name for name, came in status.items() if came not in ("passed", "skipped")}
        spoilt = {target for check in checks if check.id in failed for target in check.targets}
        waits: dict[str, set[str]] = {}  # by check: the failed checks that it waits for, in the end
        looked: Counter[tuple[str, ...]] = Counter()  # by targets
        left: dict[tuple[str, ...], dict[str, list[Suspect]]] = {}  # by targets: the checks, and who may explain each
        for check in checks:
            waits[check.id] = (failed & set(check.depends)).union(*(waits.get(one, set()) for one in check.depends))
            if status[check.id] != "skipped" or spoilt & set(check.targets) or not waits[check.id] <= set(named):
                continue
            seen = left.setdefault(check.targets, {})
            among = [*seen.values()][-1] if seen else self.bench.bank.of(check.targets)
            if not among or looked[check.targets] == MOST_BEHIND or check.seconds:  # with a limit of its own it trains
                continue
            looked[check.targets] += 1
            different = {named[one][0].ids: named[one] for one in sorted(waits[check.id])}
            bases = [reduce(Suspect.with_, forms) for forms in islice(product(*different.values()), MOST_BASES)]
            with suppress(Exception):
                item = self.bench.function(self.plugin, check)
                explaining = self.doctor.behind(bases, among, item, partial(self._run, check, item))
                if explaining is not None:
                    seen[check.id] = explaining
        last = {next(iter(seen)): [*seen.values()][-1] for seen in left.values() if seen}
        return {name: found for name, found in last.items() if len({one.ids for one in found}) == 1}

    def _again(self, check: Check, item: pytest.Item) -> Asking:
        """Run the check once more, with other numbers, in a new process."""
        return self._run(check, item, run=1)

    def _run(self, check: Check, item: pytest.Item, run: int = 0, most: int | None = None) -> Asking:
        with closing(self._next()) as link:
            self.spawner.prefetch()  # mostly another run follows
            link.start(self.bench.patience(check))
            asking = self.bench.asking(check, link, run, most)
            asking.ends(self.plugin.run(item, asking))
        return asking

    def _explain(self, check: Check, asking: Asking) -> None:
        used: list[Process] = []

        def learner() -> Implementation:
            if used:
                used[-1].close()  # nobody asks it again, and it may be large
            used.append(self._next())
            used[-1].start(GO_ON_SECONDS)
            return Implementation(used[-1], asking.seeds)

        def reference() -> Implementation:
            return Implementation(self.bench.reference.link.fresh(), asking.seeds)

        module = PurePath(self.bench.exercise.module).stem
        steps, names = asking.learner._steps, self.bench.reference.names
        try:
            found = explain(asking.record, steps, module, names, learner, reference)
            if found:
                self.examples[check.id] = found
                self.shown.add(check.visibility)
        finally:
            for link in used:
                link.close()
