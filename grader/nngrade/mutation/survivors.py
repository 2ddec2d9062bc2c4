"""Grades every mutant of a reference solution through the sandbox, and tells those that no check notices."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import msgspec

from nngrade.api import DataSource
from nngrade.course.model import Check, Course, Exercise, Item, Threshold
from nngrade.errors import CourseError
from nngrade.grading import Progress, grade_many
from nngrade.mutation.equivalents import read_equivalents, sort_out
from nngrade.mutation.mutants import Mutant, mutants
from nngrade.result import ExerciseResult, Result
from nngrade.submission import Submission, read

SECONDS = 3.0  # of CPU for a check: the solutions take 0.9 s at most, and a mutant that runs for ever takes them all


class Survivor(NamedTuple):
    """A mutant that no check notices, or another thing that is wrong: where (`line` 0: on no line), and what."""

    exercise: str
    line: int
    mutant: str
    problem: str


def survivors(
    course: Course,
    exercise: Exercise,
    *,
    seed: int = 0,
    source: DataSource,
    isolation: str = "auto",
    on_mutant: Progress | None = None,
) -> list[Survivor]:
    """Return the mutants of the exercise's solution that keep full marks, are `infra`, or are listed and gone.

    Each mutant is judged up to the first check that takes points from it; those in `equivalents.yaml` are left out.
    `on_mutant` is called after each one with the exercise, the number of mutants done and their total.

    Raises
    ------
    CourseError
        When the solution itself does not get full marks under the shorter limits that hold here.
    """
    original = read(course, exercise, course.path, solution=True)
    text = original.files[exercise.module].decode()
    todo, stale = sort_out(mutants(text), read_equivalents(course, exercise))
    found = [
        Survivor(exercise.id, 0, str(one), "stands in equivalents.yaml, and no mutant is like that any more")
        for one in stale
    ]
    done = 0

    def judged(result: Result) -> None:
        nonlocal done
        graded = result.exercises[0]
        if not done and graded.status != "passed":
            raise CourseError(f"{exercise.id}: the solution itself does not get full marks: {_first(graded)}.")
        if done and graded.status != "failed":
            mutant = order[done - 1]
            problem = "keeps full marks" if graded.status == "passed" else f"is infra: {_first(graded)}"
            found.append(Survivor(exercise.id, mutant.line, str(mutant.key), problem))
        if on_mutant and done:
            on_mutant(exercise, done, len(order))
        done += 1

    groups: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in todo:
        groups[mutant.key.function].append(mutant)
    order = [mutant for group in groups.values() for mutant in group]
    for number, (function, group) in enumerate(groups.items()):
        strict = chained(exercise, function)
        batch = [] if number else [("the solution", [msgspec.structs.replace(original, exercise=strict)])]
        batch += [(str(mutant.key), [_submission(original, strict, mutant)]) for mutant in group]
        grade_many(course, [strict], batch, judged, seed=seed, isolation=isolation, source=source)
    return sorted(found, key=lambda one: one.line)


def _submission(original: Submission, exercise: Exercise, mutant: Mutant) -> Submission:
    files = {**original.files, exercise.module: mutant.source.encode()}
    return msgspec.structs.replace(original, exercise=exercise, files=files, untouched=False)


def chained(exercise: Exercise, function: str) -> Exercise:
    """Return the exercise with every check waiting for all before it, so that the first that fails is the last to run.

    The checks of `function` come first, then those of its class. Checks have shorter limits, and no targets: nobody is
    to be told which mistake it was.
    """

    def distance(item: Item) -> int:
        same_class = any(target.partition(".")[0] == function.partition(".")[0] for target in item.targets)
        return 0 if function in item.targets else 1 if same_class else 2

    earlier: list[str] = []
    checks: list[Check] = []
    thresholds: list[Threshold] = []
    for check in sorted(exercise.checks, key=distance):
        seconds = check.seconds or min(exercise.limits.check_seconds, SECONDS)  # its own are there for a reason
        checks.append(msgspec.structs.replace(check, depends=tuple(earlier), seconds=seconds, targets=()))
        earlier.append(check.id)
    for threshold in sorted(exercise.thresholds, key=distance):
        thresholds.append(msgspec.structs.replace(threshold, depends=tuple(earlier), targets=()))
        earlier.append(threshold.id)
    limits = msgspec.structs.replace(exercise.limits, import_seconds=min(exercise.limits.import_seconds, SECONDS))
    return msgspec.structs.replace(exercise, checks=tuple(checks), thresholds=tuple(thresholds), limits=limits)


def _first(graded: ExerciseResult) -> str:
    check = next(check for check in graded.checks if check.status != "passed")
    return f"{check.id}: {check.status}: {check.message}"
