"""`nngrade audit`: the author's command; it tries what a course promises."""

from __future__ import annotations

from pathlib import Path

import click

from nngrade.cli.options import exercise_argument, grading_options, open_course
from nngrade.errors import SETUP


@click.command(epilog="Example: nngrade audit --course week-one")
@exercise_argument
@grading_options
def command(
    exercise: str | None, course: str | None, isolation: str, seed: int, data_dir: Path | None, data: str | None
) -> int:
    """Try what a course promises.

    The stub scores 0, the solution full marks with two seeds, exercise.yaml and checks.py agree, there is a lesson,
    every assertion has a sentence. Without EXERCISE the whole course. The exit code is 3 when something is wrong.
    """
    from nngrade.audit import audit
    from nngrade.cli.progress import Progress
    from nngrade.cli.table import columns
    from nngrade.datasource import data_source

    loaded = open_course(course, None, exercise)
    with Progress() as progress:
        findings = audit(
            loaded,
            loaded.exercises,
            seed=seed,
            isolation=isolation,
            source=data_source(data_dir, data == "embedded"),
            on_check=progress.step,
        )
    rows = [
        (finding.exercise, finding.question, "no" + (f"\n-> {finding.problem}") if finding.problem else "ok")
        for finding in findings
    ]
    click.echo(columns(rows))
    wrong = sum(bool(finding.problem) for finding in findings)
    click.echo(
        f"\n{len(findings)} questions, {wrong} with a problem." if wrong else f"\n{len(findings)} questions, all well."
    )
    return SETUP if wrong else 0
