"""The hooks a plugin may implement. Each returns a list; a plugin implements those it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from nngrade.api import CourseSource, Dataset, Metric, Reporter

hookspec = pluggy.HookspecMarker("nngrade")
hookimpl = pluggy.HookimplMarker("nngrade")


@hookspec
def nngrade_courses() -> list[CourseSource]:
    """Give courses, each a folder with `course.yaml`.

    Example
    -------
    >>> @hookimpl
    ... def nngrade_courses():
    ...     return [CourseSource("week-one", Path(__file__).parent / "week-one")]
    """
    raise NotImplementedError


@hookspec
def nngrade_datasets() -> list[Dataset]:
    """Give data sets that thresholds and `nngrade data` know by name.

    Example
    -------
    >>> @hookimpl
    ... def nngrade_datasets():
    ...     return [Dataset("moons", "two half moons", "CC0", "made here", "nothing", load_moons)]
    """
    raise NotImplementedError


@hookspec
def nngrade_metrics() -> list[Metric]:
    """Give metrics that thresholds know by name; they run in the grader, on the learner's predictions.

    Example
    -------
    >>> @hookimpl
    ... def nngrade_metrics():
    ...     return [Metric("error_rate", "share of wrong labels", "lower", lambda t, p: float((t != p).mean()))]
    """
    raise NotImplementedError


@hookspec
def nngrade_reporters() -> list[Reporter]:
    r"""Give formats for `--format NAME`.

    Example
    -------
    >>> @hookimpl
    ... def nngrade_reporters():
    ...     return [Reporter("score", "the score alone", ("result",), "text", lambda r, c: f"{r.score}\n")]
    """
    raise NotImplementedError
