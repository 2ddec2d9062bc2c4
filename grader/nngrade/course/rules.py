"""What must hold of an exercise beyond the types of its keys: sums, order, names that refer to each other, files."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from nngrade.course import threshold_rules
from nngrade.course.find import nearest
from nngrade.course.model import Exercise, Threshold

Problem = tuple[str, str]  # the place in the file ("checks[2].points"), and what is wrong there

_NAME = r"[A-Za-z_][A-Za-z0-9_]*"


def broken(exercise: Exercise, course: Path, folder: str, ids: Sequence[str]) -> Iterator[Problem]:
    """Yield each rule that `exercise`, read from `exercises/<folder>` of `course`, breaks."""
    if exercise.id != folder:
        yield "id", f"it is {exercise.id!r}, but the folder is {folder!r}; they must be equal"
    yield from _requires(exercise, ids)
    yield from _files(exercise, course)
    yield from _items(exercise)
    for index, threshold in enumerate(exercise.thresholds):
        for place, problem in threshold_rules.broken(threshold):
            yield f"thresholds[{index}].{place}", problem
    total = math.fsum(item.points for item in exercise.items)
    if total != exercise.points:
        yield "", f"the points of checks and thresholds add up to {total:g}; they must add up to {exercise.points}"


def _requires(exercise: Exercise, ids: Sequence[str]) -> Iterator[Problem]:
    # what comes later cannot be required: a learner would never be able to start
    earlier = ids[: ids.index(exercise.id)] if exercise.id in ids else ids
    for index, one in enumerate(exercise.requires):
        if one not in earlier:
            problem = (
                "comes later in the course" if one in ids else f"is no exercise of the course{nearest(one, earlier)}"
            )
            yield f"requires[{index}]", f"{one!r} {problem}"


def _files(exercise: Exercise, course: Path) -> Iterator[Problem]:
    folder, solution = f"exercises/{exercise.id}", f"solutions/{exercise.id}/{exercise.module}"
    stub = f"{folder}/{exercise.module}"
    for place, file, what in (
        ("module", stub, "the stub"),
        ("module", solution, "the reference solution"),
        ("checks", f"{folder}/checks.py", "the file with the checks"),
        ("", f"{folder}/README.md", "the lesson"),
    ):
        if not (course / file).is_file():
            yield place, f"{what} {file} does not exist"


def _items(exercise: Exercise) -> Iterator[Problem]:
    earlier: list[str] = []
    places = [f"checks[{i}]" for i in range(len(exercise.checks))]
    places += [f"thresholds[{i}]" for i in range(len(exercise.thresholds))]
    if not places:
        yield "checks", "there is neither a check nor a threshold"
    everyone = {item.id for item in exercise.items}
    for place, item in zip(places, exercise.items, strict=True):
        key = "name" if isinstance(item, Threshold) else "test"
        if item.id in earlier:
            yield f"{place}.{key}", f"{item.id!r} stands twice"
        if key == "test" and not re.fullmatch(f"test_{_NAME}", item.id):
            yield f"{place}.test", f"{item.id!r} is no name of a test function; it starts with test_"
        if not item.targets:
            yield f"{place}.targets", "the list is empty; name the function or class that the check is about"
        for index, target in enumerate(item.targets):
            if not re.fullmatch(rf"{_NAME}(\.{_NAME})*", target):
                yield f"{place}.targets[{index}]", f"{target!r} is no name like backward or Neuron.feedforward"
        for index, one in enumerate(item.depends):
            if one not in earlier:
                late = one in everyone
                problem = (
                    "is not listed before this one" if late else f"is no check of this file{nearest(one, earlier)}"
                )
                yield f"{place}.depends[{index}]", f"{one!r} {problem}"
        for index, hint in enumerate(item.hints):
            if not hint.strip():
                yield f"{place}.hints[{index}]", "the hint is empty"
        earlier.append(item.id)
