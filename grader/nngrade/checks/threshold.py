"""A threshold: trains with the learner's functions as the yaml says, predicts, and turns a metric into points."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from nngrade.api import Arrays, Metric
from nngrade.checks.asking import Wrong
from nngrade.checks.compare import as_array
from nngrade.course.model import Band, Run, Step, Threshold
from nngrade.sandbox.handles import Handle, Implementation, plain
from nngrade.sandbox.link import Process
from nngrade.sandbox.outcome import TimedOut

Array = np.ndarray[Any, Any]


class Rows(NamedTuple):
    """The rows of one run: training and validation with labels for the learner, test labels for the grader alone."""

    X_train: Array
    y_train: Array
    X_val: Array
    y_val: Array
    X_test: Array
    y_test: Array


class Reached(NamedTuple):
    """What a threshold came to: points, the sentence ("" at the top), the metric of each run."""

    points: float
    sentence: str
    values: tuple[float, ...]


def run_threshold(threshold: Threshold, arrays: Arrays, metric: Metric, spawn: Callable[[], Process]) -> Reached:
    """Train and predict once for each run, each in a new worker, and take the median of the metric.

    The runs share the threshold's CPU seconds. The last ones are left out where they cannot change the full points.
    Raises what the learner's code comes to, or `Wrong` for predictions that are none.
    """
    stand_in = threshold.stand_in if arrays.variant != threshold.dataset else None
    settings = {**threshold.settings, **(stand_in.settings if stand_in else {})}
    bands = stand_in.bands if stand_in else threshold.bands
    train = stand_in.train if stand_in else threshold.split.train
    left = threshold.seconds
    values = []
    for run in threshold.runs:
        rows = scale(split(threshold, arrays, run, train), threshold.scale)
        link = spawn()
        link.start(left)
        try:
            predictions = _predict(threshold, settings, rows, run, Implementation(link))
        except TimedOut as error:
            if left == threshold.seconds:
                raise
            raise TimedOut(
                f"{len(threshold.runs)} trainings took more than {threshold.seconds:g} s together"
            ) from error
        values.append(_judged(metric, predictions, rows, threshold))
        left = max(left - link.used(), 0.1)
        link.close()
        if sum(_points(value, bands, metric) >= threshold.points for value in values) > len(threshold.runs) / 2:
            break
    return judge(values, bands, threshold.points, metric)


def _judged(metric: Metric, predictions: Any, rows: Rows, threshold: Threshold) -> float:
    labels = _labels(predictions, rows, threshold)
    try:
        return float(metric.compute(rows.y_test, labels))
    except MemoryError:
        raise
    except Exception as error:
        if not isinstance(error, ValueError):  # how a metric says that these are no predictions for it
            metric.compute(rows.y_test, rows.y_test)  # its own fault, where it cannot judge these either
        raise Wrong(
            f"`{_name(threshold)}` returned what the {metric.name} cannot judge: {str(error)[:200]}."
        ) from error


def judge(values: list[float], bands: tuple[Band, ...], points: float, metric: Metric) -> Reached:
    """Return the points of the best band that the median reaches, scaled so that the last band gives `points`."""
    median = float(np.median(values))  # NaN where one of them is, and no band is reached
    score = _points(median, bands, metric)
    if score >= points:
        return Reached(points, "", tuple(values))
    missing = [band for band in bands if not _reaches(median, band, metric)]
    runs = f" (median of {', '.join(f'{value:.4f}' for value in values)})" if len(values) > 1 else ""
    word = "at least" if metric.direction == "higher" else "at most"
    steps = ", ".join(f"{word} {band.reach:g} gives {band.points:g}" for band in missing)
    name = metric.name.replace("_", " ")
    return Reached(score, f"The {name} on the test rows is {median:.4f}{runs}; {steps} points.", tuple(values))


def _reaches(value: float, band: Band, metric: Metric) -> bool:
    return value >= band.reach if metric.direction == "higher" else value <= band.reach


def _points(value: float, bands: tuple[Band, ...], metric: Metric) -> float:
    return max((band.points for band in bands if _reaches(value, band, metric)), default=0.0)


def split(threshold: Threshold, arrays: Arrays, run: Run, train: float | int | None) -> Rows:
    """Divide the rows: the given test rows and some training rows, or all rows pooled and split by fractions."""
    rng = np.random.default_rng([run.split, 0x5EED])
    if threshold.split.given:
        chosen = np.arange(len(arrays.X_train))
        if train is not None and train < len(chosen):
            chosen = rng.permutation(len(chosen))[: int(train)]
        validation = round(len(chosen) * threshold.split.validation)
        if validation:
            chosen = rng.permutation(chosen)
        kept, held = chosen[validation:], chosen[:validation]
        X, y = arrays.X_train, arrays.y_train
        return Rows(X[kept], y[kept], X[held], y[held], arrays.X_test, arrays.y_test)
    X = np.concatenate([arrays.X_train, arrays.X_test])
    y = np.concatenate([arrays.y_train, arrays.y_test])
    share = threshold.split.train
    if share is None:
        share = 1 - threshold.split.validation - threshold.split.test
    fractions = (share, threshold.split.validation)
    groups = [np.flatnonzero(y == label) for label in np.unique(y)] if threshold.split.stratify else [np.arange(len(y))]
    parts: list[list[Array]] = [[], [], []]
    for group in groups:
        order = rng.permutation(group)
        first = round(len(order) * fractions[0])
        second = first + round(len(order) * fractions[1])
        for part, some in zip(parts, (order[:first], order[first:second], order[second:]), strict=True):
            part.append(some)
    one, two, three = (rng.permutation(np.concatenate(part)) for part in parts)
    return Rows(X[one], y[one], X[two], y[two], X[three], y[three])


def scale(rows: Rows, how: str | float) -> Rows:
    """Scale `X`: by a number, or by the training rows' mean and standard deviation (a constant column becomes 0)."""
    if how == "none":
        return rows
    if isinstance(how, str):
        mean, deviation = rows.X_train.mean(axis=0), rows.X_train.std(axis=0)
        deviation[np.ptp(rows.X_train, axis=0) == 0] = 1.0  # not where it is 0: of six times 0.1 it is 1e-17
        new = [(X - mean) / deviation for X in (rows.X_train, rows.X_val, rows.X_test)]
    else:
        new = [X / float(how) for X in (rows.X_train, rows.X_val, rows.X_test)]
    return rows._replace(X_train=new[0], X_val=new[1], X_test=new[2])


def _predict(threshold: Threshold, settings: dict[str, Any], rows: Rows, run: Run, impl: Implementation) -> Any:
    values: dict[str, Any] = {**settings, "rng": impl.seeded([run.seed])}
    values |= {name: getattr(rows, name) for name in ("X_train", "y_train", "X_val", "y_val")}
    for step in threshold.steps:
        # One result stays where it is, whatever it is: a model of 100 MB, a dict of functions, a number.
        result = _call(step, values, impl, "keep" if isinstance(step.save, str) else "call")
        if isinstance(step.save, str):
            values[step.save] = result
            continue
        if step.save:
            try:
                values |= dict(zip(step.save, plain(result), strict=True))
            except (TypeError, ValueError) as error:
                expected = " and ".join(step.save)
                raise Wrong(f"`{step.call}` must return {len(step.save)} things here: {expected}.") from error
    values["X_test"] = rows.X_test
    return _call(threshold.predict, values, impl)


def _call(step: Step, values: dict[str, Any], impl: Implementation, operation: str = "call") -> Any:
    def value(argument: Any) -> Any:
        if isinstance(argument, list | tuple):
            return type(argument)(map(value, argument))
        if isinstance(argument, dict):
            return {key: value(item) for key, item in argument.items()}
        return values[argument[1:]] if isinstance(argument, str) and argument.startswith("$") else argument

    first, *methods = step.call.removeprefix("$").split(".")
    function = values[first] if step.call.startswith("$") else getattr(impl, first)
    for method in methods:
        if not isinstance(function, Handle):
            raise Wrong(f"`{method}` was to be called on `{first}`, which is no object of your own.")
        function = getattr(function, method)
    if not isinstance(function, Handle):
        raise Wrong(f"`{step.call.removeprefix('$')}` was to be called, and is no function.")
    arguments = tuple(value(argument) for argument in step.args)
    return function._call(operation, arguments, {name: value(argument) for name, argument in step.kwargs.items()})


def _name(threshold: Threshold) -> str:
    return threshold.predict.call.rpartition(".")[2].removeprefix("$")


def _labels(predictions: Any, rows: Rows, threshold: Threshold) -> Array:
    """Return the predictions as an array of one label (or one row of numbers) a test row, or raise `Wrong`."""
    name = _name(threshold)
    array, problem = as_array(plain(predictions))
    if array is None:
        raise Wrong(f"`{name}` {problem.replace('is ', 'returned ', 1)}; one label for each row is expected.")
    count = len(rows.y_test)
    if array.ndim == 0 or len(array) != count or array.ndim > 2:
        raise Wrong(f"`{name}` returned an array of shape {array.shape} for {count} rows; ({count},) is expected.")
    if array.ndim == 2 and threshold.metric != "log_loss":
        raise Wrong(f"`{name}` returned an array of shape {array.shape}; labels of shape ({count},) are expected.")
    if np.iscomplexobj(array) or not np.isfinite(array).all():
        raise Wrong(f"`{name}` returned numbers that are not finite or not real.")
    return array
