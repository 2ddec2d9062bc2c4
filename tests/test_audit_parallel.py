"""The programs of an audit in several processes: the same answers in the same order, and no process too many."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from nngrade.api import DataSource
from nngrade.audit import parallel
from nngrade.audit.parallel import processors, run_all, units
from nngrade.audit.run import audit
from nngrade.audit.trials import trials
from nngrade.errors import CourseError
from toy_course import MISTAKES, SOLUTION, TARGETS, bank, toy

SOURCE = DataSource(None, Path("/nowhere"), embedded=True)


def test_a_unit_has_one_seed_one_kind_and_not_too_many(tmp_path, monkeypatch):
    monkeypatch.setattr(parallel, "MOST", 4)
    course = toy(tmp_path, mistakes=MISTAKES, variants={f"v{n}.py": SOLUTION for n in range(5)}, more=TARGETS)
    (exercise,) = course.exercises
    every = list(trials(course, exercise, [0, 1]))
    found = list(units(course, exercise, every, "auto", SOURCE))
    assert [trial for unit in found for trial in unit.trials] == every
    assert [(unit.trials[0].kind, unit.trials[0].seed, len(unit.trials)) for unit in found] == [
        ("stub", 0, 2),
        ("solution", 0, 1),
        ("variant", 0, 2),
        ("variant", 0, 2),
        ("variant", 0, 1),
        ("solution", 1, 1),
        ("variant", 1, 4),
        ("variant", 1, 1),
        ("mistake", 0, 3),
        ("mistake", 1, 2),
    ]
    for unit in found:
        assert len({(trial.kind, trial.seed, trial.checks_only) for trial in unit.trials}) == 1
    assert list(units(course, exercise, [], "auto", SOURCE)) == []


def test_in_processes_and_in_one_the_same(tmp_path):
    mistakes = bank(("tripled", "double", {"2 *": "3 *"}), ("equal", "double", {"2 *": "1 * 2 *"}))
    variants = {"right.py": SOLUTION, "wrong.py": SOLUTION.replace("3, x", "4, x")}
    course = toy(tmp_path, mistakes=mistakes, variants=variants, more=TARGETS)
    heard = []
    alone, together = (
        audit(
            course,
            course.exercises,
            seeds=(0, 1),
            source=SOURCE,
            jobs=jobs,
            on_step=lambda _, done, total, jobs=jobs: heard.append((jobs, done, total)),
        )
        for jobs in (1, 2)
    )
    assert alone == together
    assert len(alone.wrong) == 2
    assert [one for one in heard if one[0] == 2][-1] == (2, 10, 10)
    assert multiprocessing.active_children() == []


def test_what_goes_wrong_in_a_process_is_told_here(tmp_path):
    course = toy(tmp_path, solution="1 / 0\n" + SOLUTION)
    with pytest.raises(CourseError, match="cannot be imported: ZeroDivisionError"):
        audit(course, course.exercises, seeds=range(6), source=SOURCE, jobs=2)
    assert multiprocessing.active_children() == []


def test_whoever_stops_listening_leaves_no_process(tmp_path):
    course = toy(tmp_path)
    (exercise,) = course.exercises
    todo = list(units(course, exercise, list(trials(course, exercise, range(6))), "auto", SOURCE))

    def stop(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(run_all(todo, 2, stop))
    assert multiprocessing.active_children() == []


def test_processors():
    assert processors() >= 1
