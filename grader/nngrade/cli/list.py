"""`nngrade list`: the exercises and how far one is."""

from __future__ import annotations

import click

from nngrade.cli.options import course_option, open_course, say
from nngrade.cli.table import screen_width
from nngrade.course.model import Course
from nngrade.state import Remembered


@click.command(epilog="Example: nngrade list")
@course_option
def command(course: str | None) -> None:
    """Show the exercises with the last score of each."""
    from nngrade.state import State
    from nngrade.workspace import workspace_here

    workspace = workspace_here(course)
    loaded = open_course(course, workspace)
    scores = State(workspace.root, say).read().exercises if workspace else {}
    click.echo(table(loaded, scores, screen_width()))
    if workspace is None:
        say("no workspace here, so no scores; nngrade init DIR makes one.")


def table(course: Course, scores: dict[str, Remembered], width: int) -> str:
    """Return the list, no wider than `width` where the names allow it."""
    rows = [(one, _score(scores.get(one.id))) for one in course.exercises]
    wide = max(len(one.id) for one in course.exercises)
    right = max(len(score) for _, score in rows)
    room = max(width - wide - right - 6, 8)
    lines = [course.title, ""]
    for one, score in rows:
        title = one.title if len(one.title) <= room else one.title[: room - 3].rstrip() + "..."
        lines.append(f"  {one.id:{wide}}  {title:{room}}  {score:>{right}}")
    got = [scores[one.id] for one in course.exercises if one.id in scores]
    total = f"{sum(one.score for one in got):g}/{sum(one.points for one in course.exercises)}"
    lines += ["", f"{total}   {_next(course, scores)}"]
    return "\n".join(lines)


def _next(course: Course, scores: dict[str, Remembered]) -> str:
    """Name the command for the first exercise that does not pass: its lesson, or its check once it was tried."""
    for one in course.exercises:
        remembered = scores.get(one.id)
        if remembered is None or remembered.status != "passed":
            return f"next: nngrade {'check' if remembered and remembered.status else 'show'} {one.number}"
    return "everything passed."


def _score(remembered: Remembered | None) -> str:
    if remembered is None or not remembered.status:
        return "not graded yet"
    return f"{remembered.score:g}/{remembered.max_score:g}"
