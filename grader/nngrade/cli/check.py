"""`nngrade check`: grades one exercise and shows what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from nngrade.cli.grade_one import grade_and_report
from nngrade.cli.options import PATH, choose, exercise_argument, grading_options, report_options, solution_option
from nngrade.workspace import workspace_here


@click.command(epilog="Example: nngrade check 3")
@exercise_argument
@click.argument("path", required=False, type=PATH)
@solution_option
@grading_options
@report_options
@click.option("--explain", is_flag=True, help="Show the first call that fails, to be run at a Python prompt.")
def command(exercise: str | None, path: Path | None, course: str | None, **options: Any) -> int:
    """Grade one exercise.

    EXERCISE is 03_backprop, 3, 03 or backprop; inside its folder it may be left out. PATH is a file, a folder with
    the exercise's module, or a workspace; by default the workspace around the current folder.
    """
    workspace = workspace_here(course)  # around us, never around PATH: a submission does not choose its course
    loaded, chosen = choose(course, workspace, exercise)
    return grade_and_report(loaded, (chosen,), path, workspace, f"nngrade check {chosen.number}", **options)
