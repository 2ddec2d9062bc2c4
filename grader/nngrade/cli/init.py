"""`nngrade init`: makes a workspace."""

from __future__ import annotations

from pathlib import Path

import click

from nngrade.cli.options import PATH, course_option, init_course


@click.command(epilog="Example: nngrade init nets")
@click.argument("directory", metavar="DIR", type=PATH)
@course_option
def command(directory: Path, course: str | None) -> None:
    """Make a workspace: the lessons and the files to complete.

    What is there already is kept, so it may be run again at any time.
    """
    from nngrade.reports.escape import one_line
    from nngrade.scaffold import make_workspace

    name, loaded = init_course(course)
    made = make_workspace(loaded, name, directory)
    for inside in made.kept:
        click.echo(f"kept your {one_line(str(made.root / inside))}")
    root = one_line(click.format_filename(made.root))
    if not made.new:
        click.echo(f"{root} is a workspace already; nothing was missing.")
        return
    click.echo(f"{root}: {loaded.title}, {len(loaded.exercises)} exercises ({len(made.new)} new files).")
    first = loaded.exercises[0].number
    click.echo(f"Next:\n  cd {root}\n  nngrade show {first}\n  nngrade check {first}")
