"""`nngrade data`: which data sets there are, where they come from, what is in them; and `fetch`, which downloads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nngrade.cli.options import data_dir_option, data_option
from nngrade.cli.table import columns
from nngrade.errors import NngradeError, SetupError

if TYPE_CHECKING:
    from nngrade.api import Arrays, Dataset, DataSource, Labels, Numbers

TIED = "\N{NO-BREAK SPACE}"


def _source_options(function: Callable[..., Any]) -> Callable[..., Any]:
    return data_dir_option(data_option(function))


@click.group(epilog="Example: nngrade data show digits")
def command() -> None:
    """Show data sets, and fetch the one that needs a download."""


@command.command("list", epilog="Example: nngrade data list --data-dir ~/data")
@_source_options
def list_(data_dir: Path | None, data: str | None) -> None:
    """List the data sets and where each would come from now."""
    from nngrade.datasource import data_source
    from nngrade.plugins.manager import load_plugins

    source = data_source(data_dir, data == "embedded")
    rows = [(one.name, one.needs, one.licence, _where(one, source)) for one in load_plugins().datasets.values()]
    click.echo(columns(rows, head=("name", "needs", "licence", "comes now from"), indent=""))


@command.command("show", epilog="Example: nngrade data show digits")
@click.argument("name")
@_source_options
def show(name: str, data_dir: Path | None, data: str | None) -> None:
    """Show what is in the data set NAME, and whose it is."""
    from nngrade.datasource import data_source
    from nngrade.plugins.arrays import load_arrays
    from nngrade.plugins.manager import load_plugins, pick

    plugins, source = load_plugins(), data_source(data_dir, data == "embedded")
    dataset = pick("datasets", plugins.datasets, name)
    where = _where(dataset, source)  # before loading: that fills the cache
    arrays = load_arrays(plugins, name, source)
    rows = [
        (name, dataset.description),
        ("source", dataset.source),
        ("licence", dataset.licence),
        ("needs", dataset.needs),
        ("plugin", plugins.origin("datasets", name)),
        ("from", where),
        ("loaded", f"{arrays.variant}: {arrays.note}" if arrays.note else arrays.variant),
        ("training", f"{_shape(arrays.X_train)}\n{_counts(arrays.y_train)}"),
        ("test", f"{_shape(arrays.X_test)}\n{_counts(arrays.y_test)}"),
    ]
    # a count stays beside its class when a line is wrapped
    click.echo(columns(rows, indent="").replace(TIED, " "))


@command.command("fetch", epilog="Example: nngrade data fetch mnist")
@click.argument("name")
def fetch(name: str) -> None:
    """Download the data set NAME into the cache.

    This is the only command that uses the network.
    """
    from nngrade.api import DataSource
    from nngrade.datasource import cache_dir
    from nngrade.plugins.arrays import load_arrays
    from nngrade.plugins.manager import load_plugins, pick

    plugins = load_plugins()
    dataset = pick("datasets", plugins.datasets, name)
    if dataset.fetch is None:
        raise NngradeError(
            f"there is nothing to fetch for {name}: it needs {dataset.needs}. Try: nngrade data show {name}"
        )
    source = DataSource(
        data_dir=None, cache_dir=cache_dir()
    )  # what was fetched is to be loaded, not what lies elsewhere
    try:
        files = dataset.fetch(source)
    except (NngradeError, click.Abort):
        raise
    except Exception as error:
        whose = plugins.origin("datasets", name)
        raise SetupError(f"{name} ({whose}) cannot be fetched: {type(error).__name__}: {error}") from error
    arrays = load_arrays(plugins, name, source)
    click.echo(f"{name}: {len(files)} files in {files[0].parent}" if files else f"{name}: nothing had to be fetched")
    click.echo(f"verified: {_rows(arrays)}")


@command.command("path", epilog="Example: NNGRADE_DATA_DIR=~/data nngrade data path")
@_source_options
def path(data_dir: Path | None, data: str | None) -> None:
    """Say where data sets are looked for."""
    from nngrade.datasource import data_source
    from nngrade.reports.escape import one_line

    source = data_source(data_dir, data == "embedded")
    unset = "none: --data embedded" if source.embedded else "none: give --data-dir or set NNGRADE_DATA_DIR"
    click.echo(f"data   {one_line(str(source.data_dir or unset))}\ncache  {one_line(str(source.cache_dir))}")


def _where(dataset: Dataset, source: DataSource) -> str:
    """Return where the rows would come from; a damaged folder is worth a line, and no end of the list."""
    if dataset.where is None:
        return "its plugin"
    try:
        return dataset.where(source)
    except Exception:
        return f"(an error; try: nngrade data show {dataset.name})"


def _shape(X: Numbers) -> str:
    return f"{len(X):,} rows of {X.shape[1]} numbers ({X.dtype}) from {X.min():g} to {X.max():g}; of each class"


def _counts(y: Labels) -> str:
    import numpy as np

    labels, counts = np.unique(y, return_counts=True)
    return ", ".join(f"{label}:{TIED}{count:,}" for label, count in zip(labels, counts, strict=True))


def _rows(arrays: Arrays) -> str:
    return f"{len(arrays.X_train):,} training rows and {len(arrays.X_test):,} test rows"
