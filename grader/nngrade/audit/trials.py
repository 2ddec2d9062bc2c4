"""The programs that an audit grades: solution, stub, known mistakes, variants; and what must come out for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Literal

import msgspec

from nngrade.audit.findings import Figures
from nngrade.audit.reach import Reach, noticing, only
from nngrade.checks.bank import Bank
from nngrade.course.model import Course, Exercise
from nngrade.result import CheckResult, ExerciseResult
from nngrade.submission import Submission, read

SANDBOXED = 40  # of so many known mistakes one is graded in workers, as a learner's code is
Kind = Literal["solution", "stub", "mistake", "variant"]


class Trial(msgspec.Struct, frozen=True):
    """One program to be graded, with one seed.

    `source` is its text, None for a file as it lies there. `checks_only` leaves the thresholds out: a known mistake
    must be caught by a check, and trainings would take most of the time. `checks`, where it is given, names the checks
    that can notice what the program does: the others pass as they do on the solution. `here` judges it in the grader's
    own process, which takes a fraction of the time.
    """

    kind: Kind
    name: str
    seed: int
    source: str | None = None
    target: str = ""
    checks_only: bool = False
    checks: tuple[str, ...] | None = None
    here: bool = False

    def graded_by(self, exercise: Exercise) -> Exercise:
        """Return the exercise without the thresholds and checks that are left out."""
        if self.checks_only:
            exercise = msgspec.structs.replace(exercise, thresholds=())
        return exercise if self.checks is None else only(exercise, self.checks)

    def submission(self, course: Course, exercise: Exercise) -> Submission:
        """Return what is graded."""
        if self.kind == "stub":
            submission = read(course, exercise, course.stub(exercise))
        elif self.kind == "variant":
            submission = read(course, exercise, variants_folder(course, exercise) / self.name)
        else:
            submission = read(course, exercise, course.path, solution=True)
        if self.source is not None:
            files = {**submission.files, exercise.module: self.source.encode()}
            submission = msgspec.structs.replace(submission, files=files, untouched=False)
        return submission


def variants_folder(course: Course, exercise: Exercise) -> Path:
    """Return where an exercise's accepted variants lie."""
    return course.solution(exercise).parent / "variants"


def trials(
    course: Course,
    exercise: Exercise,
    seeds: Sequence[int],
    every: int = 1,
    reached: Reach | None = None,
    forms: bool = True,
) -> Iterator[Trial]:
    """Yield everything that is graded of an exercise.

    The stub is graded twice: as it is (the report says so at once), and with a comment added, so that every check
    really runs on it. Thresholds train with the yaml's seeds, so the first of `seeds` is enough for them.
    The known mistakes are graded each in its first form, or with `forms` in all of them; `every` leaves out all but
    each so-manieth. One function's have the first of `seeds`, the next one's the second: of one seed, every answer of
    a mistake is asked only once in a session.
    With `reached` they are graded by the checks that can notice them, and most of them here.
    """
    first = seeds[0]
    stub = course.stub(exercise).read_text("utf-8")
    yield Trial("stub", "stub", first)
    yield Trial("stub", "stub with a comment", first, stub + "\n# not the stub as it was handed out\n")
    variants = sorted(path.name for path in variants_folder(course, exercise).glob("*.py"))
    suspects = [one for one in Bank(course.solution(exercise)).suspects if one.whole]
    if not forms:
        suspects = [next(same) for _, same in groupby(suspects, key=lambda one: one.ids)]
    suspects = suspects[::every]
    for seed in seeds:
        again = seed != first
        yield Trial("solution", "solution", seed, checks_only=again)
        for name in variants:
            yield Trial("variant", name, seed, checks_only=again or every > 1, here=again)
    targets = list(dict.fromkeys(suspect.mistakes[0].target for suspect in suspects))
    for index, suspect in enumerate(suspects):
        (mistake,) = suspect.mistakes
        seed = seeds[targets.index(mistake.target) % len(seeds[:2])]
        trial = Trial("mistake", mistake.id, seed, suspect.source, mistake.target, checks_only=True)
        if reached:
            checks = noticing(exercise, reached, suspect.original, suspect.source)
            trial = msgspec.structs.replace(trial, checks=checks, here=index % SANDBOXED > 0)
        yield trial


def problem(trial: Trial, graded: ExerciseResult, exercise: Exercise) -> str:
    """Return what is wrong with how a program was graded, "" when it is as it should be."""
    infra = [f"{check.id}: {check.message}" for check in graded.checks if check.status == "infra"]
    if infra:
        return "; ".join(infra)
    if trial.kind == "mistake":
        return "; ".join(_misjudged(trial, graded, exercise))
    if trial.kind == "stub":
        return "; ".join(f"{check.id} gives {check.score:g}" for check in graded.checks if check.score)
    bad = next((check for check in graded.checks if check.status != "passed"), None)
    return f"{bad.id}: {bad.status}: {' '.join((bad.message or '').split())}" if bad else ""


def figures(trial: Trial, graded: ExerciseResult, exercise: Exercise) -> Figures:
    """Return what one grading adds to the figures."""
    if trial.kind == "variant":
        return Figures(variant_gradings=1, full=graded.status == "passed")
    if trial.kind != "mistake":
        return Figures()
    lost = _lost(graded)
    return Figures(
        mistake_gradings=1,
        caught=bool(lost),
        placed=bool(lost) and not list(_misplaced(trial, graded, exercise)),
        named=trial.name in _names(graded),
        misnamed=bool(_names(graded) - {trial.name}),
    )


def _misjudged(trial: Trial, graded: ExerciseResult, exercise: Exercise) -> Iterator[str]:
    if not _lost(graded):
        yield "keeps full marks"
        return
    yield from _misplaced(trial, graded, exercise)
    names = _names(graded)
    if trial.name not in names:
        yield "is not named"
    yield from (f"is called {name}" for name in sorted(names - {trial.name}))


def _misplaced(trial: Trial, graded: ExerciseResult, exercise: Exercise) -> Iterator[str]:
    """Find points that were lost where the mistake is not: neither in its function nor in what waits for it."""
    lost = _lost(graded)
    own = {check.id for check in lost if trial.target in check.targets and check.status != "skipped"}
    if not own:
        yield f"loses no points in {trial.target}"
    above = set(own)  # and all that builds on these; some of it may have passed all the same, or was not asked
    for check in exercise.checks:  # what a check builds on comes before it
        if above & set(check.depends):
            above.add(check.id)
    waits = {check.id for check in lost if check.status == "skipped"} & above
    elsewhere = [check.id for check in lost if check.id not in own | waits]
    if own and elsewhere:
        yield f"loses points in {', '.join(elsewhere)}, which does not depend on {trial.target}"


def _lost(graded: ExerciseResult) -> list[CheckResult]:
    return [check for check in graded.checks if check.status != "passed"]


def _names(graded: ExerciseResult) -> set[str]:
    return {check.diagnosis.id for check in graded.checks if check.diagnosis}
