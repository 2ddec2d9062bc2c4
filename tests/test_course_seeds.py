"""No seed draws what the reference solution cannot answer: SEEDS=300 tries so many, and the accepted variants too."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from nngrade.api import DataSource
from nngrade.audit.parallel import Unit, run
from nngrade.audit.trials import Trial, variants_folder
from nngrade.course.content import content_root
from nngrade.course.load import load_course
from nngrade.course.model import Exercise

COURSE = load_course(content_root())
MANY = int(os.environ.get("SEEDS", "0"))
DIVERGED = 45  # in 05 once a training whose loss was so large that how it is held finite decided
SEEDS = [*range(MANY), DIVERGED, 2**31]


@pytest.mark.parametrize("exercise", COURSE.exercises, ids=lambda exercise: exercise.id)
def test_every_seed_has_questions_with_an_answer(exercise: Exercise, tmp_path: Path) -> None:
    source = DataSource(None, tmp_path, embedded=True)
    variants = sorted(one.name for one in variants_folder(COURSE, exercise).glob("*.py")) if MANY else []
    for seed in SEEDS:
        solution = Trial("solution", "the solution", seed, checks_only=True, here=True)
        others = [Trial("variant", name, seed, checks_only=True, here=True) for name in variants]
        for trial in (solution, *others):
            (graded,) = run(Unit(COURSE, exercise, (trial,), "auto", source))
            missed = [(check.id, check.message) for check in graded.checks if check.status != "passed"]
            assert not missed, (trial.name, seed)
