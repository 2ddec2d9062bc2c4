"""`nngrade doctor`: what this machine can do, and what to do where it cannot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from nngrade.cli.options import data_dir_option, data_option

if TYPE_CHECKING:
    from nngrade.sandbox.probe import Row

# without these nothing can be graded; the others only say how well, and with which data
NEEDED = frozenset({"Python", "NumPy", "scikit-learn", "course", "plugins"})


@click.command(epilog="Example: nngrade doctor")
@data_dir_option
@data_option
def command(data_dir: Path | None, data: str | None) -> int:
    """Show what this machine can do, and what it lacks.

    Under what it cannot stands what to do about it. The exit code is 3 when something is missing without which
    nothing can be graded.
    """
    from nngrade.cli.table import columns
    from nngrade.datasource import data_source
    from nngrade.errors import SETUP
    from nngrade.machine import dataset_rows, rows
    from nngrade.sandbox.probe import probe

    found = [*probe(), *rows(), *dataset_rows(data_source(data_dir, data == "embedded"))]
    click.echo(columns([_cells(row) for row in found]))
    return SETUP if any(row.name in NEEDED and not row.ok for row in found) else 0


def _cells(row: Row) -> tuple[str, str, str]:
    advice = f"\n-> {row.advice}" if row.advice and not row.ok else ""
    return row.name, "ok" if row.ok else "no", row.value + advice
