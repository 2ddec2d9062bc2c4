"""Our own six exercises, for the tests of what they say."""

from __future__ import annotations

from types import ModuleType

import pytest
from nngrade.course.content import content_root
from nngrade.course.load import load_course
from nngrade.course.model import Exercise
from nngrade.sandbox.local import load

COURSE = load_course(content_root())
IDS = [exercise.id for exercise in COURSE.exercises]
each_exercise = pytest.mark.parametrize("exercise", COURSE.exercises, ids=IDS)


def readme(exercise: Exercise) -> str:
    """Return the lesson."""
    return (COURSE.folder(exercise) / "README.md").read_text("utf-8")


def stub(exercise: Exercise) -> str:
    """Return what a learner starts from."""
    return COURSE.stub(exercise).read_text("utf-8")


def reference(name: str) -> ModuleType:
    """Return the reference solution as a module."""
    return load(COURSE.solution(COURSE.exercises[IDS.index(name)]))
