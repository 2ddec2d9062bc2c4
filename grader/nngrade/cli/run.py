"""`nngrade run`: grades every exercise of the course."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from nngrade.cli.grade_one import grade_and_report
from nngrade.cli.options import PATH, grading_options, open_course, report_options, solution_option
from nngrade.workspace import workspace_here


@click.command(epilog="Example: nngrade run --solution")
@click.argument("path", required=False, type=PATH)
@solution_option
@grading_options
@report_options
def command(path: Path | None, course: str | None, **options: Any) -> int:
    """Grade every exercise.

    PATH is a workspace; by default the one around the current folder.
    """
    workspace = workspace_here(course)  # around us, never around PATH: a submission does not choose its course
    loaded = open_course(course, workspace)
    return grade_and_report(loaded, loaded.exercises, path, workspace, "nngrade run", **options)
