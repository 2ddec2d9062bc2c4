"""`nngrade hint`: one more step towards the first thing that does not pass."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nngrade.cli.options import choose, exercise_argument, grading_options, say
from nngrade.cli.table import screen_width

if TYPE_CHECKING:
    from nngrade.course.model import Course, Exercise
    from nngrade.result import CheckResult, ExerciseResult, Result
    from nngrade.state import State


@click.command(epilog="Example: nngrade hint 3")
@exercise_argument
@grading_options
def command(
    exercise: str | None,
    course: str | None,
    isolation: str,
    seed: int,
    data_dir: Path | None,
    data: str | None,
) -> None:
    """Give the next hint for what is not right yet.

    Grades the exercise and gives the first of three hints for the first check that does not pass; asked again, the
    next. EXERCISE may be left out inside its folder.
    """
    from nngrade.cli.progress import Progress
    from nngrade.datasource import data_source
    from nngrade.grading import grade
    from nngrade.state import State
    from nngrade.workspace import need_workspace

    workspace = need_workspace()
    loaded, chosen = choose(course, workspace, exercise)
    source = data_source(data_dir, data == "embedded")
    with Progress() as progress:
        result = grade(
            loaded,
            (chosen,),
            workspace.root,
            seed=seed,
            isolation=isolation,
            source=source,
            on_check=progress.step,
        )
    state = State(workspace.root, say)
    state.record(result)
    click.echo(advise(loaded, chosen, result, state, screen_width()))


def advise(course: Course, exercise: Exercise, result: Result, state: State, width: int) -> str:
    """Return the next hint, or what stands before any hint; the state counts the hints that were given.

    Raises
    ------
    SetupError
        Where the grader was at fault: a hint would speak of code that was not judged.
    """
    from nngrade.errors import SetupError
    from nngrade.reports.escape import visible
    from nngrade.state import HINTS

    graded = result.exercises[0]
    head = f"{exercise.id} · {exercise.title}"
    if graded.status == "infra":
        faults = [check.message for check in graded.checks if check.status == "infra" and check.message]
        why = (*faults, *graded.notes, "no reason was given")[0]
        raise SetupError(
            f"{exercise.id} could not be graded: {visible(why)} This is no fault of your code; see nngrade doctor."
        )
    check = _first_open(graded)
    if check is None:
        return f"{head}\n\n{graded.score:g}/{graded.max_score:g}: everything passes, there is nothing to hint at."
    if _did_not_load(graded) and not _untouched(course, exercise, state):
        why = _told(check.message or "", width)
        return f"{head}\n\n{why}\n\nRepair that first, then: nngrade check {exercise.number}"
    item = next(item for item in exercise.items if item.id == check.id)
    step, again = state.next_hint(exercise.id, check.id, check.diagnosis.id if check.diagnosis else "")
    count = f"Hint {step} of {HINTS}" + (", the last one, once more" if again else "")
    more = f"nngrade check {exercise.number}"
    if step < HINTS:
        more += f"   another hint: nngrade hint {exercise.number}"
    elif again:
        more += f"   the lesson: nngrade show {exercise.number}"
    told = [check.message or "", check.diagnosis.text if check.diagnosis else ""]
    sentences = [_told(text, width) for text in told if text]
    wrong = "\n".join(sentences) + "\n\n" if sentences and not _did_not_load(graded) else ""
    return f"{head}\n{check.title}\n\n{wrong}{count}:\n{_wrap(item.hints[step - 1], width)}\n\nThen: {more}"


def _first_open(graded: ExerciseResult) -> CheckResult | None:
    """Return the first check that did not pass and waits for no other."""
    return next((check for check in graded.checks if check.status not in ("passed", "skipped")), None)


def _did_not_load(graded: ExerciseResult) -> bool:
    """Return whether the file itself was refused: then one sentence speaks for all checks, and none was tried."""
    first, *others = graded.checks
    return (
        first.message is not None
        and first.message in graded.notes
        and all(check.status == first.status and check.message is None for check in others)
    )


def _untouched(course: Course, exercise: Exercise, state: State) -> bool:
    """Return whether the learner's file is the stub: there the hints are the way in."""
    from nngrade.submission import read

    return read(course, exercise, state.file.parent.parent).untouched


def _told(text: str, width: int) -> str:
    """Lay out a message, in which a learner's words may stand: no line is wider than the page."""
    from nngrade.reports.layout import Look

    return "\n".join(Look(width, colour=False, dot="·").wrap(text, 2))


def _wrap(text: str, width: int) -> str:
    """Indent by two and wrap what is longer than the line; lines that are indented are code and stay."""
    lines = []
    for line in text.strip().splitlines():
        if line.startswith(" ") or len(line) <= width - 2:
            lines.append("  " + line)
        else:
            lines += textwrap.wrap(
                line, width, initial_indent="  ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
            )
    return "\n".join(lines)
