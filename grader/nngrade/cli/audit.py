"""`nngrade audit`: the author's command; it tries what a course promises."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from nngrade.cli.options import MAX_SEED, exercise_argument, grading_options, open_course, output_option, write_output
from nngrade.errors import SETUP

if TYPE_CHECKING:
    from nngrade.audit.findings import Audit


@click.command(epilog="Example: nngrade audit --course ./week-one")
@exercise_argument
@grading_options
@click.option(
    "--seeds",
    type=click.IntRange(1, 1000),
    default=2,
    show_default=True,
    metavar="N",
    help="Grade solution and variants with N seeds, from --seed on.",
)
@click.option(
    "--every",
    type=click.IntRange(1, 1000),
    default=1,
    show_default=True,
    metavar="K",
    help="Quicker: every K-th of the known mistakes, variants without thresholds.",
)
@click.option("--forms", is_flag=True, help="Grade each known mistake in all its forms, not in the first alone.")
@click.option("--mutants", is_flag=True, help="Change the solutions mechanically, too: no change may keep full marks.")
@click.option("--symptoms", is_flag=True, help="Write symptoms.json first: it makes naming a mistake faster.")
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="Processes at once.  [default: all processors]")
@click.option("--format", "format_name", type=click.Choice(["terminal", "json"]), default="terminal", show_default=True)
@output_option
def command(
    exercise: str | None,
    course: str | None,
    isolation: str,
    seed: int,
    data_dir: Path | None,
    data: str | None,
    seeds: int,
    mutants: bool,
    every: int,
    forms: bool,
    symptoms: bool,
    jobs: int | None,
    format_name: str,
    output: Path | None,
) -> int:
    """Try what a course promises.

    The stub scores 0, solution and accepted variants full marks; every known mistake loses points in its own function
    and is named by its own sentence; exercise.yaml and checks.py agree, and no hint is the answer. Without EXERCISE the
    whole course. The exit code is 3 when something is wrong.
    """
    from nngrade.audit.run import audit
    from nngrade.audit.symptoms import write_symptoms
    from nngrade.cli.progress import Progress
    from nngrade.datasource import data_source

    loaded = open_course(course, None, exercise)
    with Progress() as progress:
        if symptoms:
            write_symptoms(loaded, loaded.exercises, jobs, progress.step)
        found = audit(
            loaded,
            loaded.exercises,
            seeds=[min(seed, MAX_SEED - seeds) + number for number in range(seeds)],
            isolation=isolation,
            source=data_source(data_dir, data == "embedded"),
            jobs=jobs,
            mutants=mutants,
            every=every,
            forms=forms,
            on_step=progress.step,
        )
    if format_name == "json":
        import msgspec

        from nngrade.reports.json_report import dump

        text = dump(msgspec.to_builtins(found))
    else:
        text = _table(found)
    write_output(text, output)
    return SETUP if found.wrong else 0


def _table(found: Audit) -> str:
    import textwrap
    from itertools import groupby

    from nngrade.cli.table import screen_width

    lines: list[str] = []
    width = screen_width()
    for exercise, findings in groupby(found.findings, key=lambda finding: finding.exercise):
        lines += ([""] if lines else []) + [exercise]
        for one in findings:
            lines.append(f"  {'NO' if one.problem else 'ok'}  {one.question}")
            for problem in one.problem.split("\n") if one.problem else []:
                lines += textwrap.wrap(problem, width, initial_indent=" " * 6, subsequent_indent=" " * 8)
    wrong, questions = len(found.wrong), len(found.findings)
    last = f"{questions} questions, {f'{wrong} with a problem' if wrong else 'all well'}."
    return "\n".join([*lines, *_figures(found), "", last]) + "\n"


def _figures(found: Audit) -> list[str]:
    """Return the figures that the README shows."""
    f, lines = found.figures, []
    if f.mistake_gradings:
        shares = [f"{100 * n / f.mistake_gradings:.1f} %".replace(".0 %", " %") for n in (f.caught, f.placed, f.named)]
        lines += [
            "",
            f"{_of(f.mistakes, 'known mistake', f.mistake_gradings)}: {shares[0]} caught, {shares[1]} in the",
            f"right function, {shares[2]} named rightly, {f.misnamed} named wrongly.",
        ]
    if f.variant_gradings:
        full = f"{f.full} times full marks" if f.full < f.variant_gradings else "always full marks"
        lines += [f"{_of(f.variants, 'accepted variant', f.variant_gradings)}: {full}."]
    return lines


def _of(count: int, what: str, gradings: int) -> str:
    return f"{count} {what}{'s' * (count != 1)}, graded {'once' if gradings == 1 else f'{gradings} times'}"
