"""What is asked after a check has failed: which known mistake it is, and the smallest call that fails."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import PurePath

import pytest

from nngrade.checks.asking import GO_ON_SECONDS, Asking
from nngrade.checks.bench import Bench
from nngrade.checks.diagnosis import Doctor, Recognised
from nngrade.checks.explain import explain
from nngrade.checks.pytest_plugin import CheckPlugin
from nngrade.checks.spawn import Spawner
from nngrade.course.model import Check
from nngrade.result import Diagnosis, Example, Status
from nngrade.sandbox.handles import Implementation
from nngrade.sandbox.link import Remote


class Inquiry:
    """The failed checks of one submission. Verdicts are reached before it, and it changes none."""

    def __init__(self, bench: Bench, plugin: CheckPlugin, spawner: Spawner) -> None:
        self.bench = bench
        self.plugin = plugin
        self.spawner = spawner
        self.doctor = Doctor(bench.bank, bench.reference, plugin, bench.seed % 2**32)
        self.recognised: dict[str, Recognised] = {}
        self.examples: dict[str, Example] = {}
        self.shown: set[str] = set()  # the visibilities of checks that have an example: not every reader sees each

    def failed(self, check: Check, item: pytest.Item, asking: Asking) -> None:
        """Look at a check that has just failed."""
        with suppress(Exception):  # whatever comes of it, this check has its verdict
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
        with suppress(Exception):
            entries = [(check, self.bench.function(self.plugin, check), self.bench.seeds(check)) for check in checks]
            return self.doctor.resolve(self.recognised, status, entries)
        return {}

    def _again(self, check: Check, item: pytest.Item) -> Asking:
        """Run the check once more, with other numbers, in a new process."""
        link = self.spawner.next()
        try:
            link.start(GO_ON_SECONDS)
            asking = self.bench.asking(check, link, 1)
            asking.ends(self.plugin.run(item, asking))
        finally:
            self.bench.sandbox.dismiss(link.worker)
        return asking

    def _explain(self, check: Check, asking: Asking) -> None:
        used: list[Remote] = []

        def learner() -> Implementation:
            used.append(self.spawner.next())
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
                self.bench.sandbox.dismiss(link.worker)
