"""`nngrade show`: the lesson."""

from __future__ import annotations

import sys

import click

from nngrade.cli.options import choose, course_option, exercise_argument
from nngrade.cli.table import WIDEST
from nngrade.errors import CourseError


@click.command(epilog="Example: nngrade show 3")
@exercise_argument
@course_option
def command(exercise: str | None, course: str | None) -> None:
    """Show the lesson of an exercise.

    EXERCISE may be left out inside its folder. On a screen the lesson is laid out, into a pipe goes its plain text.
    """
    from nngrade.workspace import workspace_here

    loaded, chosen = choose(course, workspace_here(course), exercise)
    lesson = loaded.folder(chosen) / "README.md"
    try:
        text = lesson.read_text("utf-8")
    except UnicodeDecodeError:
        raise CourseError(f"{lesson} is not text in UTF-8; save it as UTF-8.") from None
    if sys.stdout is None or not sys.stdout.isatty():
        click.echo(text, nl=not text.endswith("\n"))
        return
    from rich.console import Console
    from rich.markdown import Markdown
    from rich.theme import Theme

    # the screen's own colours: rich's would put code on black, also where the screen is white
    console = Console(theme=Theme({"markdown.code": "bold", "markdown.code_block": "none"}))
    console.print(Markdown(text, code_theme="ansi_dark"), width=min(console.width, WIDEST))
