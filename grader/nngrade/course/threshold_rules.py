"""What must hold of a threshold: fractions and bands that add up, and every "$name" meaning something."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from nngrade.course.find import nearest
from nngrade.course.model import Band, Step, Threshold

Problem = tuple[str, str]  # the place below the threshold ("bands[1].points"), and what is wrong there

_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_DATA = {"X_train", "y_train", "rng"}


def broken(one: Threshold) -> Iterator[Problem]:
    """Yield each rule that the threshold breaks; the places are relative to it."""
    if not one.runs:
        yield "runs", "the list is empty; a threshold is the median of one or more trainings"
    if isinstance(one.scale, float) and one.scale <= 0:
        yield "scale", f"{one.scale:g} is not above 0"
    yield from _split(one)
    yield from _bands(one.bands, one.points, "bands")
    if one.stand_in is not None:
        yield from _bands(one.stand_in.bands, one.points, "stand_in.bands")
        if one.stand_in.train is not None and one.stand_in.train < 1:
            yield "stand_in.train", f"{one.stand_in.train} is no number of rows"
        for key in one.stand_in.settings:
            if key not in one.settings:
                yield f"stand_in.settings.{key}", f"{key!r} is not among the settings{nearest(key, one.settings)}"
    yield from _steps(one)


def _split(one: Threshold) -> Iterator[Problem]:
    split = one.split
    if split.given:
        if split.train is not None and (isinstance(split.train, float) or split.train < 1):
            yield "split.train", f"{split.train} is no number of rows (the data set's own rows are kept)"
        if split.test:
            yield "split.test", "the data set's own test rows are kept; leave this key out"
        if not 0 <= split.validation < 1:
            yield "split.validation", f"{split.validation:g} is no fraction of the training rows, 0 or more and below 1"
        return
    if len({run.split for run in one.runs}) > 1:  # a worker may find a way to tell the next one what it has seen
        yield "runs", "test rows of one run would be training rows of another; give all runs the same split"
    parts = {"train": split.train, "validation": split.validation, "test": split.test}
    for key, value in parts.items():
        if value is not None and not 0 <= value < 1:
            yield f"split.{key}", f"{value:g} is no fraction of the rows, 0 or more and below 1"
    total = math.fsum(value for value in parts.values() if value is not None)
    if split.test == 0 or split.train == 0:
        yield "split", "training and test both need rows; the three fractions are train, validation and test"
    elif total > 1 + 1e-9 or (split.train is not None and total < 1 - 1e-9):
        yield "split", f"the three fractions add up to {total:g}; they must add up to 1"


def _bands(bands: Sequence[Band], points: float, place: str) -> Iterator[Problem]:
    if not bands:
        yield place, "the list is empty; give at least one band with all the points"
        return
    if any(after.points <= before.points for before, after in pairwise(bands)):
        yield place, "the points must rise from band to band"
    steps = [after.reach - before.reach for before, after in pairwise(bands)]
    # whether higher or lower is better is the metric's to say, and a plugin may bring the metric
    if not (all(step > 0 for step in steps) or all(step < 0 for step in steps)):
        yield place, "what is to be reached must get harder from band to band"
    if bands[-1].points != points:
        yield f"{place}[{len(bands) - 1}].points", f"the last band gives {bands[-1].points:g} of {points:g} points"


def _steps(one: Threshold) -> Iterator[Problem]:
    known = _DATA | set(one.settings) | ({"X_val", "y_val"} if one.split.validation else set())
    for key in sorted(set(one.settings) & {*_DATA, "X_val", "y_val", "X_test", "y_test"}):
        yield f"settings.{key}", f"{key!r} is the name of the data"
    saved: set[str] = set()
    for index, step in enumerate(one.steps):
        yield from _step(step, f"steps[{index}]", known, saved)
        names = (step.save,) if isinstance(step.save, str) else step.save
        for name in filter(None, names):
            if not re.fullmatch(_NAME, name) or name in known - saved:
                yield f"steps[{index}].save", f"{name!r} is no new name"
            saved.add(name)
            known = known | {name}
    yield from _step(one.predict, "predict", known | {"X_test"}, saved)
    if one.predict.save:
        yield "predict.save", "the result of predict is what the metric judges; leave this key out"


def _step(step: Step, place: str, known: set[str], saved: set[str]) -> Iterator[Problem]:
    if not re.fullmatch(rf"\$?{_NAME}(\.{_NAME})*", step.call):
        yield f"{place}.call", f"{step.call!r} is no call; write a function's name, or $name.method"
    elif step.call.startswith("$") and step.call[1:].split(".")[0] not in saved:
        name = step.call[1:].split(".")[0]
        yield f"{place}.call", f"no earlier step saved {name!r}{nearest(name, sorted(saved))}"
    given = [(f"args[{index}]", value) for index, value in enumerate(step.args)]
    given += [(f"kwargs.{key}", value) for key, value in step.kwargs.items()]
    for where, value in given:
        for name in _names(value):
            if name == "y_test":
                yield f"{place}.{where}", "the test labels never reach the learner's code"
            elif name == "X_test" and name not in known:
                yield f"{place}.{where}", "the test rows are to be had in predict only"
            elif name not in known:
                yield f"{place}.{where}", f"nothing is called ${name} here{nearest(name, sorted(known))}"


def _names(value: Any) -> Iterator[str]:
    """Yield the names that `value` refers to: "$rng" does to "rng", also inside a list or a mapping."""
    if isinstance(value, str) and value.startswith("$"):
        yield value[1:]
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _names(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _names(one)
