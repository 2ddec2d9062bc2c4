"""Writes down how the known mistakes fare in the checks: see `nngrade.checks.symptoms`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import groupby
from typing import NamedTuple

import msgspec

from nngrade.atomic import write_atomic
from nngrade.audit.parallel import here, processors, spread, tally
from nngrade.checks.asking import GO_ON_SECONDS
from nngrade.checks.bank import Bank
from nngrade.checks.bench import Bench
from nngrade.checks.own import OwnCode
from nngrade.checks.pytest_plugin import CheckPlugin
from nngrade.checks.symptoms import NAME, Symptom, Table, belonging, symptom
from nngrade.course.model import Course, Exercise
from nngrade.errors import CourseError
from nngrade.grading import Progress
from nngrade.sandbox.outcome import Outcome

SEEDS = (2, 3, 4)  # not those that an audit grades with: it shows whether what was seen with these holds
PART = 40  # mistakes in one session


class Part(NamedTuple):
    """Some forms of an exercise's known mistakes, by their numbers in the bank."""

    exercise: Exercise
    numbers: range


class Seen(NamedTuple):
    """How one of them fared in a check."""

    check: str
    symptom: Symptom
    number: int


def write_symptoms(
    course: Course, exercises: Sequence[Exercise], jobs: int | None = None, on_step: Progress | None = None
) -> None:
    """Run each check on the known mistakes of its functions, and write `symptoms.json` beside each bank.

    Raises
    ------
    CourseError
        Where a file cannot be written.
    """
    todo = [
        Part(exercise, range(start, min(start + PART, count)))
        for exercise in exercises
        if (count := len(Bank(course.solution(exercise)).suspects))
        for start in range(0, count, PART)
    ]
    told = tally(on_step, sum(len(part.numbers) for part in todo))
    found: dict[str, set[Seen]] = {part.exercise.id: set() for part in todo}
    jobs = jobs or processors()
    for number, seen in spread(partial(_seen, course), todo, jobs, lambda part: told(part.exercise, len(part.numbers))):
        found[todo[number].exercise.id].update(seen)
    for exercise in exercises:
        if exercise.id in found:
            _write(course, exercise, found[exercise.id])


def _seen(course: Course, part: Part) -> list[Seen]:
    found: list[Seen] = []
    for seed in SEEDS:

        def loop(plugin: CheckPlugin, seed: int = seed) -> None:
            found.extend(_run(here(course, part.exercise, seed), plugin, part.numbers))

        CheckPlugin([course.checks(part.exercise)], course.path, loop).main()
    return found


def _run(bench: Bench, plugin: CheckPlugin, numbers: range) -> Iterator[Seen]:
    for number in numbers:
        suspect = bench.bank.suspects[number]
        if not suspect.whole:
            continue
        code = OwnCode(suspect.path.resolve(), suspect.source, bench.seed)
        for check in bench.exercise.checks:
            if suspect.mistakes[0].target in check.targets:
                with suppress(Outcome):  # it cannot be imported
                    link = code.next()
                    link.start(GO_ON_SECONDS)
                    asking = bench.asking(check, link)
                    asking.ends(plugin.run(bench.function(plugin, check), asking))
                    yield Seen(check.id, symptom(asking.record), number)
        code.close()


def _write(course: Course, exercise: Exercise, found: set[Seen]) -> None:
    checks: dict[str, dict[str, str]] = {}
    for (check, shown), group in groupby(sorted(found), key=lambda one: one[:2]):
        checks.setdefault(check, {})[str(shown)] = " ".join(str(one.number) for one in group)
    bank = Bank(course.solution(exercise))
    table = Table(belonging(bank, course.checks(exercise)), checks)
    path = bank.path.with_name(NAME)
    text = msgspec.json.format(msgspec.json.encode(table), indent=1)
    try:
        write_atomic(path, text + b"\n")
    except OSError as error:
        raise CourseError(f"{path} cannot be written: {error.strerror}.") from error
