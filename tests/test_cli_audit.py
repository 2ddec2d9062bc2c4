"""`nngrade audit` as an author runs it."""

from __future__ import annotations

import pytest
from toy_course import CHECKS, STUB, in_process, toy


@pytest.fixture
def audit(tmp_path, monkeypatch, capfd):
    """Run `nngrade audit …` in this process."""
    call = in_process(monkeypatch, capfd, tmp_path / "course", tmp_path)
    return lambda *arguments: call("audit", *arguments)


def test_all_well_is_0(audit, tmp_path):
    toy(tmp_path / "course")
    done = audit()
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("7 questions, all well.\n")
    assert "solution, seed 1: full marks" in done.out


def test_a_problem_is_3_and_named(audit, tmp_path):
    toy(tmp_path / "course", stub=STUB.replace("    raise NotImplementedError", "    return 2 * x", 1))
    done = audit("--seed", 7)
    assert (done.code, done.err) == (3, "")
    assert "test_double gives 33" in done.out
    assert done.out.endswith("7 questions, 1 with a problem.\n")
    assert "seed 7" in done.out and "seed 8" in done.out


def test_one_exercise_alone(audit, tmp_path):
    toy(tmp_path / "course")
    toy(tmp_path / "course", CHECKS + "def (", tests=("test_double", "test_pair"), exercise="02_broken")
    assert audit("1").code == 0
    done = audit("broken")
    assert done.code == 3
    assert "checks.py:9" in "".join(done.out.split())
    assert "01_toy" not in done.out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["3"], 2, "there is no exercise '3'"),
        (["--course", "nothing/here"], 2, "there is no course.yaml in it"),
        (["--format", "json"], 2, "--format"),
    ],
)
def test_a_wrong_call(audit, tmp_path, arguments, code, words):
    toy(tmp_path / "course")
    done = audit(*arguments)
    assert (done.code, done.out) == (code, "")
    assert words in done.err


def test_a_course_that_cannot_be_read_is_3(audit, tmp_path):
    toy(tmp_path / "course")
    (tmp_path / "course/exercises/01_toy/exercise.yaml").write_text("id: 01_toy\n")
    done = audit()
    assert (done.code, done.out) == (3, "")
    assert "exercise.yaml" in done.err
    assert len(done.err.splitlines()) == 1
