"""Feedback is policy: make the student's or the staff's view of a result."""

from __future__ import annotations

from typing import Any

import msgspec

from nngrade.result import CheckResult, ExerciseResult, Feedback, Judged, Result


def view(result: Result, feedback: Feedback) -> Result:
    """Return what `feedback` may see of `result`, with plain `CheckResult`s; doing it twice changes nothing.

    - "student": `visible` checks whole; `after_published` and `after_due_date` with title, status and points only;
      all others left out. Totals and statuses keep what is left out.
    - "staff": everything, with a check's `detail` behind its message.

    Anything but "staff" is taken as "student", any unknown visibility as "hidden".
    """
    exercises = tuple(_exercise(exercise, feedback) for exercise in result.exercises)
    return msgspec.structs.replace(result, exercises=exercises)


def _exercise(exercise: ExerciseResult, feedback: Feedback) -> ExerciseResult:
    if feedback == "staff":
        checks = tuple(_for_staff(check) for check in exercise.checks)
    else:
        checks = tuple(seen for check in exercise.checks if (seen := _for_student(check)) is not None)
    return msgspec.structs.replace(exercise, checks=checks)


def _for_staff(check: CheckResult) -> CheckResult:
    detail = check.detail if isinstance(check, Judged) else ""
    if not detail or check.status == "passed":  # a passed check has no message, by the schema
        return _plain(check)
    return _plain(check, message=f"{check.message}\n{detail}" if check.message else detail)


def _for_student(check: CheckResult) -> CheckResult | None:
    if check.visibility == "visible":
        return _plain(check)
    if check.visibility in ("after_published", "after_due_date"):
        return _plain(check, message=None, hint=None, diagnosis=None, output="")
    return None


def _plain(check: CheckResult, **changes: Any) -> CheckResult:
    # field by field of the base class: whatever a subclass holds stays with the grader
    return CheckResult(**{name: getattr(check, name) for name in CheckResult.__struct_fields__} | changes)
