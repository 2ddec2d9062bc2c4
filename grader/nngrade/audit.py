"""Audits a course: what its author promises is tried. Stub 0, solution full marks, yaml and checks agree."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from nngrade.api import DataSource
from nngrade.course.manifest import check_manifest
from nngrade.course.model import Course, Exercise
from nngrade.errors import CourseError
from nngrade.grading import Progress, grade_many
from nngrade.result import ExerciseResult, Result
from nngrade.submission import Submission, read


class Finding(NamedTuple):
    """One line of the audit: what was asked of which exercise, and what is wrong ("" when it is as it should be)."""

    exercise: str
    question: str
    problem: str


def audit(
    course: Course,
    exercises: Sequence[Exercise],
    *,
    seed: int = 0,
    isolation: str = "auto",
    source: DataSource,
    on_check: Progress | None = None,
) -> list[Finding]:
    """Try a course's exercises; return one finding for each question, right or wrong.

    The stub is graded twice: as it is (the report says so at once), and with a comment added, so that every check
    really runs on it. The solution is graded with two seeds.
    """
    findings = [finding for exercise in exercises for finding in _on_paper(course, exercise)]
    if any(finding.problem for finding in findings):
        return findings  # checks that do not agree with the yaml cannot be run
    for one in (seed, seed + 1):
        batch: list[tuple[str, list[Submission]]] = [
            ("solution", [read(course, exercise, course.path, solution=True) for exercise in exercises])
        ]
        if one == seed:
            stubs = [read(course, exercise, course.stub(exercise)) for exercise in exercises]
            batch += [("stub", stubs), ("stub with a comment", [_edited(stub) for stub in stubs])]
        results: list[Result] = []
        grade_many(
            course,
            exercises,
            batch,
            results.append,
            seed=one,
            isolation=isolation,
            source=source,
            on_check=on_check,
        )
        for (name, _), result in zip(batch, results, strict=True):
            judged = _full if name == "solution" else _zero
            question = f"{name}, seed {one}: " + ("full marks" if name == "solution" else "0 points")
            findings += [Finding(graded.id, question, judged(graded)) for graded in result.exercises]
    return sorted(findings, key=lambda finding: [exercise.id for exercise in exercises].index(finding.exercise))


def _on_paper(course: Course, exercise: Exercise) -> Iterator[Finding]:
    """Look at what can be seen without running anything."""
    disagree = ""
    try:
        check_manifest(course, exercise)
    except CourseError as error:
        disagree = error.message
    yield Finding(exercise.id, "exercise.yaml and checks.py agree", disagree)
    readme = course.folder(exercise) / "README.md"
    there = readme.is_file() and readme.stat().st_size > 0
    yield Finding(exercise.id, "there is a lesson", "" if there else f"{readme.name} is missing or empty")
    if disagree:
        return  # checks.py may not even be Python
    silent = _asserts_without_sentence(course.checks(exercise).read_text("utf-8"))
    lines = ", ".join(map(str, silent))
    problem = f"checks.py: no sentence for the learner on line {lines}" if silent else ""
    yield Finding(exercise.id, "every assertion has a sentence", problem)


def _asserts_without_sentence(source: str) -> list[int]:
    return [node.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assert) and node.msg is None]


def _edited(stub: Submission) -> Submission:
    """Return the stub with a comment, which is a submission like any other."""
    module = stub.exercise.module
    files = {**stub.files, module: stub.files[module] + b"\n# not the stub as it was handed out\n"}
    return msgspec.structs.replace(stub, files=files, untouched=False)


def _full(graded: ExerciseResult) -> str:
    for check in graded.checks:
        if check.status != "passed":
            return f"{check.id}: {check.status}: {check.message}"
    return ""


def _zero(graded: ExerciseResult) -> str:
    scored = [f"{check.id} gives {check.score:g}" for check in graded.checks if check.score]
    infra = [f"{check.id}: {check.message}" for check in graded.checks if check.status == "infra"]
    return "; ".join(scored + infra)
