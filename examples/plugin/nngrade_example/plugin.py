"""What this package gives nngrade, by hook; nothing here imports NumPy, so that `nngrade list` stays fast."""

from __future__ import annotations

from typing import Any

import msgspec
from nngrade.api import Dataset, Metric, ReportContext, Reporter
from nngrade.plugins.hookspecs import hookimpl
from nngrade.result import Result

from nngrade_example import moons


def error_rate(y_true: Any, y_pred: Any) -> float:
    """Return the share of wrong labels, both of shape (n,)."""
    return float((y_true != y_pred).mean())


class ScoreOptions(msgspec.Struct):
    """Options of the format, set with `--option percent=true`; every one has a default."""

    percent: bool = False


def score(result: Result, context: ReportContext) -> str:
    """Return the score alone, for a script."""
    if isinstance(context.options, ScoreOptions) and context.options.percent:
        return f"{100 * result.score / result.max_score:.0f} %\n"
    return f"{result.score:g}/{result.max_score:g}\n"


@hookimpl
def nngrade_datasets() -> list[Dataset]:
    """Give the data set."""
    return [
        Dataset(
            name="moons",
            description="Points of two half moons that reach into each other: 0 the upper, 1 the lower one.",
            licence="CC0-1.0",
            source="Made by this plugin.",
            needs="nothing",
            load=moons.load,
        )
    ]


@hookimpl
def nngrade_metrics() -> list[Metric]:
    """Give the metric."""
    return [Metric("error_rate", "the share of wrong labels", "lower", error_rate)]


@hookimpl
def nngrade_reporters() -> list[Reporter]:
    """Give the format."""
    return [Reporter("score", "the score alone", ("result",), "text", score, options=ScoreOptions)]
