"""`nngrade reset`: the stub again."""

from __future__ import annotations

import click

from nngrade.cli.options import choose, course_option, exercise_argument, say


@click.command(epilog="Example: nngrade reset 3")
@exercise_argument
@course_option
def command(exercise: str | None, course: str | None) -> None:
    """Put the stub back; your file is kept beside it.

    EXERCISE may be left out inside its folder. The file you wrote gets today's date in its name.
    """
    from datetime import date

    from nngrade.scaffold import reset_module
    from nngrade.state import State
    from nngrade.workspace import need_workspace

    workspace = need_workspace()
    loaded, chosen = choose(course, workspace, exercise)
    kept = reset_module(loaded, chosen, workspace, date.today())
    State(workspace.root, say).forget(chosen.id)
    click.echo(f"{chosen.id}/{chosen.module} is the stub again.")
    if kept is not None:
        click.echo(f"Your file is {chosen.id}/{kept.name}.")
