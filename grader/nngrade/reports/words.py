"""The words that reports share: marks, points, what is wrong, and what to do next."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nngrade.api import ReportContext
from nngrade.reports.escape import one_line
from nngrade.result import CheckResult, ExerciseResult, Result, Status

MARKS: dict[Status, str] = {
    "passed": "pass",
    "failed": "FAIL",
    "error": "error",
    "timeout": "timeout",
    "memory": "memory",
    "blocked": "blocked",
    "skipped": "waits",
    "infra": "infra",
}
NOT_YOURS = "the grader is at fault, not your code"
NOT_WRITTEN = "not written yet"
_RIGHT = re.compile(r"; [\w, ]{1,80} (is|are) right\.$")
_PLACE = re.compile(r"\S+\.py:\d+( in \w+)?(: |$)")
WITHHELD = {
    "after_published": "shown once the grades are published",
    "after_due_date": "shown after the due date",
}


def number(value: float) -> str:
    """Return a score without needless digits: 10, 2.5."""
    return f"{value:.10g}"


def points(item: CheckResult | ExerciseResult | Result) -> str:
    """Return "score/maximum"."""
    return f"{number(item.score)}/{number(item.max_score)}"


def short_id(exercise: str) -> str:
    """Return what a learner types for an exercise: "3" for "03_backprop", else the whole id."""
    prefix = exercise.split("_", 1)[0]
    return str(int(prefix)) if prefix.isascii() and prefix.isdigit() else one_line(exercise)


def count(n: int, noun: str) -> str:
    """Return "1 check", "8 checks"."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def first_problem(exercise: ExerciseResult) -> CheckResult | None:
    """Return the first check to repair: the first that neither passed nor waits; None when there is none."""
    return next((check for check in exercise.checks if check.status not in ("passed", "skipped")), None)


def common_note(exercise: ExerciseResult) -> str | None:
    """Return the sentence that explains all checks at once: a file that cannot be imported, an untouched stub.

    Such an exercise has one status throughout, its sentence among the notes, and no messages but the first one's.
    """
    if len({check.status for check in exercise.checks}) != 1 or not exercise.notes:
        return None
    first, *others = exercise.checks
    if first.status in ("passed", "failed", "skipped") or any(check.message is not None for check in others):
        return None
    if first.message is None:  # the check that had the sentence is not for this reader; the note is
        return exercise.notes[0]
    # the staff's message has the detail behind the sentence
    return next((first.message for note in exercise.notes if first.message.startswith(note)), None)


def culprit(check: CheckResult) -> str:
    """Return the target of the named mistake, or that the message names first, or the first one; "" without targets."""
    if check.diagnosis and check.diagnosis.target in check.targets:
        return check.diagnosis.target
    places = {target: (check.message or "").find(f"`{target.rpartition('.')[2]}") for target in check.targets}
    named = [target for target in check.targets if places[target] >= 0]
    return min(named, key=places.__getitem__) if named else (check.targets or ("",))[0]


def needs(check: CheckResult) -> str:
    """Return why a check waits, " (needs gradients)", or "" when nobody said."""
    return f" ({one_line(check.message)})" if check.message else ""


def wrong(check: CheckResult) -> str:
    """Return what is wrong, without the diagnosis; "" when there is nothing to say."""
    if check.status == "infra":
        return f"{NOT_YOURS[0].upper()}{NOT_YOURS[1:]}. {check.message or ''}".rstrip()
    if check.status == "passed":
        return ""
    return check.message or WITHHELD.get(check.visibility, "")


def shorter(message: str, named: bool) -> list[str]:
    """Return a message and, each shorter than the one before, what may stand for it where there is little room.

    What was asked goes first, then the parts that are right, or wrong as well. Where the mistake is `named`, too, the
    line that raised says more than the exception, and one part where several are wrong says too little.
    """
    lines = message.split("\n")
    told = [line for line in lines if not line.startswith("Asked with ")] or lines
    place = [line for line in told if _PLACE.match(line)]
    several = any(line.startswith("The same is true of ") or " not right either" in line for line in told)
    least = (place or told[:1] * (not several)) if named else told[:1]
    placed = told[:1] + place if place else told
    clause = [_RIGHT.sub(".", line) for line in least]
    return ["\n".join(some) for some in (lines, told, placed, least, clause)] if message else [""]


def has_call(check: CheckResult) -> bool:
    """Say whether `check --explain` may have a call to show: the code ran, and gave something else."""
    return check.status in ("failed", "error") and NOT_WRITTEN not in (check.message or "")


def explanation(check: CheckResult) -> str:
    """Return what is wrong and the diagnosis, as one text of paragraphs."""
    return "\n".join(part for part in (wrong(check), check.diagnosis.text if check.diagnosis else "") if part)


def not_shown(result: Result | ExerciseResult) -> float:
    """Return the points of checks that this view leaves out."""
    return result.max_score - sum(check.max_score for check in _checks(result))


def _checks(result: Result | ExerciseResult) -> Iterable[CheckResult]:
    exercises = result.exercises if isinstance(result, Result) else (result,)
    return (check for exercise in exercises for check in exercise.checks)


def weak_isolation(isolation: str) -> str | None:
    """Return a warning when the kernel did not confine the code that was graded, else None."""
    layers = isolation.split("+")
    if "container" in layers or ("seccomp" in layers and any(layer.startswith("landlock") for layer in layers)):
        return None
    return (
        f"warning: isolation is {one_line(isolation)}: the kernel did not confine this code. "
        "Grade only code that you trust; what is missing: `nngrade doctor`"
    )


def advice(result: Result, context: ReportContext) -> str:
    """Return what to do next, for the line with the score; commands are in backticks."""
    if result.status == "infra":
        return f"no grade: {NOT_YOURS}. Next: `nngrade doctor`"
    if result.status == "passed":
        return "all passed." + (f" Next: `{one_line(context.next_command)}`" if context.next_command else "")
    exercise = next((e for e in result.exercises if e.status != "passed" and first_problem(e)), None)
    problem = first_problem(exercise) if exercise else None
    if exercise is None or problem is None:
        return "what is missing is in checks that are not shown"
    several = len(result.exercises) > 1
    again = f"nngrade check {short_id(exercise.id)}" if several else one_line(context.command)
    where = f" in {one_line(exercise.id)}" if several else ""
    target = one_line(culprit(problem).rpartition(".")[2] or problem.title)
    note = common_note(exercise)
    if note is not None and NOT_WRITTEN in note:
        return f"start with {target}{where}: `nngrade show {short_id(exercise.id)}`, then: `{again}`"
    if note is not None:
        return f"repair that{where} first, then: `{again}`"
    verb = "write" if problem.message and NOT_WRITTEN in problem.message else "repair"
    return f"{verb} {target}{where} first, then: `{again}`"
