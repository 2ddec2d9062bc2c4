"""Gradescope's results.json: only the fields that its documentation lists.

Gradescope shows tests by their own visibility and adds up their scores, so a total is given only where checks are
left out of the student's view. A result with a fault of the grader carries no score at all: Gradescope then reports
that the autograder failed, and records no grade. In the staff's view every test is hidden from students, since its
text may name expected values.
"""

from __future__ import annotations

from typing import Any

from nngrade.api import ReportContext
from nngrade.reports import words
from nngrade.reports.escape import hanging, one_line, quoted
from nngrade.reports.feedback import view
from nngrade.reports.json_report import dump
from nngrade.reports.options import GradescopeOptions
from nngrade.result import CheckResult, ExerciseResult, Result


def report(result: Result, context: ReportContext) -> str:
    """Return the text of results.json."""
    seen = view(result, context.feedback)
    options = context.options if isinstance(context.options, GradescopeOptions) else GradescopeOptions()
    graded = seen.status != "infra"
    document: dict[str, Any] = {}
    # without tests a score is required, and a sum of tests would lack the points of those left out
    if graded and (words.not_shown(seen) > 0 or not any(exercise.checks for exercise in seen.exercises)):
        document["score"] = seen.score
    document |= {
        "execution_time": round(sum(exercise.seconds for exercise in seen.exercises), 3),
        "output": _overview(seen, context),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": options.visibility,
        "stdout_visibility": options.stdout_visibility,
        "extra_data": {
            "schema": seen.schema,
            "course": seen.course.name,
            "sha256": seen.submission.sha256,
            "isolation": seen.environment.isolation,
            "seed": seen.environment.seed,
        },
    }
    document["tests"] = [
        _test(exercise, check, f"{_number(exercise, i)}.{j}", graded, context)
        for i, exercise in enumerate(seen.exercises, 1)
        for j, check in enumerate(exercise.checks, 1)
    ]
    return dump(document)


def _test(
    exercise: ExerciseResult, check: CheckResult, number: str, graded: bool, context: ReportContext
) -> dict[str, Any]:
    staff = context.feedback == "staff"
    return {
        **({"score": check.score} if graded else {}),
        "max_score": check.max_score,
        "status": "passed" if check.status == "passed" else "failed",
        "name": one_line(check.title),
        "name_format": "text",
        "number": number,
        "output": _output(exercise, check),
        "output_format": "text",
        "visibility": "hidden" if staff else check.visibility,
        "extra_data": {"exercise": exercise.id, "id": check.id, "status": check.status},
    }


def _output(exercise: ExerciseResult, check: CheckResult) -> str:
    if check.status == "passed":
        return ""
    shared = words.common_note(exercise)
    text = f"waits{words.needs(check)}" if check.status == "skipped" else words.explanation(check)
    if not text and shared and check.visibility == "visible":
        text = shared
    text = hanging(text)
    parts = [f"{words.MARKS[check.status]}: {text}" if check.status not in ("failed", "skipped") else text]
    parts += [f"Hint: {check.hint}"] if check.hint else []
    parts += [f"What your code printed:\n{quoted(check.output)}"] if check.output else []
    return "\n".join(part for part in parts if part)


def _overview(result: Result, context: ReportContext) -> str:
    lines = [f"{one_line(exercise.id)}: {words.points(exercise)}" for exercise in result.exercises]
    lines += [f"note: {one_line(note)}" for exercise in result.exercises for note in exercise.notes]
    warning = words.weak_isolation(result.environment.isolation)
    if context.feedback == "staff" and warning:  # students can do nothing about it
        lines.append(warning)
    else:
        lines.append(f"isolation: {one_line(result.environment.isolation)}")
    if result.status == "infra":
        lines.append(words.advice(result, context))
    return "\n".join(lines)


def _number(exercise: ExerciseResult, position: int) -> str:
    short = words.short_id(exercise.id)
    return short if short.isdigit() else str(position)
