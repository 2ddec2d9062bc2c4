"""What the judging of an exercise needs and every submission shares: its checks, its solution, its known mistakes."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import cached_property

import pytest

from nngrade.api import Arrays, Metric
from nngrade.checks import symptoms
from nngrade.checks.asking import GO_ON_SECONDS, Asking, Reference
from nngrade.checks.bank import Bank
from nngrade.checks.pytest_plugin import CheckPlugin
from nngrade.checks.spawn import Source
from nngrade.checks.symptoms import Symptoms
from nngrade.course.model import Check, Course, Exercise, Threshold
from nngrade.sandbox.handles import Call
from nngrade.sandbox.link import Link
from nngrade.submission import Submission

Item = Check | Threshold
TRAINING = 3  # times as long as other checks


class Bench:
    """What the judging of an exercise needs and every submission shares."""

    def __init__(
        self,
        course: Course,
        exercise: Exercise,
        seed: int,
        spawner: Callable[[Submission], Source],
        arrays: Callable[[str], Arrays],
        metric: Callable[[str], Metric],
        explain: bool = False,
    ) -> None:
        self.course = course
        self.exercise = exercise
        self.seed = seed
        self.spawner = spawner
        self.arrays = arrays
        self.metric = metric
        self.explain = explain  # look for the smallest failing call
        self.reference = Reference(course.solution(exercise))
        self.bank = Bank(course.solution(exercise))
        # what checks come to there, by id and seeds
        self.on_reference: dict[tuple[str, tuple[int, ...]], tuple[BaseException | None, list[Call]]] = {}

    @cached_property
    def symptoms(self) -> Symptoms:
        """How the known mistakes fare in the checks, as far as it was written down."""
        return symptoms.read(self.bank, self.course.checks(self.exercise))

    def seeds(self, item: Item, run: int = 0) -> tuple[int, ...]:
        """Return the seeds of an item.

        The second `run` is the diagnosis's, which asks the same of other numbers.
        """
        seeds = seeds_of(self.seed, self.exercise, item)
        return (*seeds, run) if run else seeds

    def asking(self, check: Check, link: Link, run: int = 0, most: int | None = None) -> Asking:
        """Return what the fixtures of a run of a check are made of."""
        go_on = self.patience(check) if self.bank.there or self.explain else 0.0
        return Asking(link, self.reference, self.seeds(check, run), go_on, most)

    def patience(self, check: Check) -> float:
        """Return the CPU seconds for which a check goes on after a wrong answer; one with its own limit trains."""
        return GO_ON_SECONDS * (TRAINING if check.seconds else 1)

    def function(self, plugin: CheckPlugin, check: Check) -> pytest.Item:
        """Return a check's test function."""
        return plugin.item(self.course.checks(self.exercise), check.test)


def seeds_of(seed: int, exercise: Exercise, item: Item) -> tuple[int, ...]:
    """Return the seeds of an item: from the command's seed and the names, never from the order."""
    return (seed, zlib.crc32(exercise.id.encode()), zlib.crc32(item.id.encode()))
