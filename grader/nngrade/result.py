"""The result of a grading, `nngrade/result/v1`: every report is made from these structs."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

Status = Literal["passed", "failed", "error", "timeout", "memory", "blocked", "skipped", "infra"]
Overall = Literal["passed", "failed", "infra"]
Visibility = Literal["visible", "after_published", "after_due_date", "hidden"]
Feedback = Literal["student", "staff"]

SCHEMA: Literal["nngrade/result/v1"] = "nngrade/result/v1"


class Environment(msgspec.Struct, frozen=True):
    """What the grading ran on; `isolation` is the layers in force, joined by `+`."""

    nngrade: str
    python: str
    numpy: str
    platform: str
    isolation: str
    seed: int


class SubmissionInfo(msgspec.Struct, frozen=True):
    """What was graded: the path as typed, and the SHA-256 of what was copied."""

    path: str
    sha256: str


class CourseInfo(msgspec.Struct, frozen=True):
    """Which course graded it, and the SHA-256 of its files."""

    name: str
    sha256: str


class Diagnosis(msgspec.Struct, frozen=True):
    """A known mistake that was recognised by its numbers."""

    id: str
    target: str
    text: str


class CheckResult(msgspec.Struct, frozen=True):
    """The verdict on one check; `message`, `hint` and `diagnosis` are null unless it did not pass."""

    id: str
    title: str
    targets: tuple[str, ...]
    status: Status
    score: float
    max_score: float
    seconds: float
    visibility: Visibility
    message: str | None
    hint: str | None
    diagnosis: Diagnosis | None
    output: str


class ExerciseResult(msgspec.Struct, frozen=True):
    """The verdicts on one exercise, in the order of its manifest."""

    id: str
    status: Overall
    score: float
    max_score: float
    seconds: float
    notes: tuple[str, ...]
    datasets: dict[str, str]
    checks: tuple[CheckResult, ...]


class Result(msgspec.Struct, frozen=True):
    """One submission, graded."""

    schema: Literal["nngrade/result/v1"]
    environment: Environment
    submission: SubmissionInfo
    course: CourseInfo
    score: float
    max_score: float
    status: Overall
    exercises: tuple[ExerciseResult, ...]


class Example(NamedTuple):
    """Lines to be run in the folder of the module, and the files they read, by name."""

    lines: tuple[str, ...]
    files: dict[str, bytes]


class Judged(CheckResult, frozen=True):
    """A check's verdict as the grader keeps it: `detail` is for the staff (expected values), never sent as is.

    `example` is the smallest failing call as Python, where it was asked for.

    `reports.feedback.view` makes the plain `CheckResult` of the chosen view from it.
    """

    detail: str = ""
    example: Example | None = None
