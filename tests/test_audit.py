"""What the audit finds: a stub that scores, a solution that does not, and what can be seen without running anything."""

from __future__ import annotations

import pytest
from nngrade.api import DataSource
from nngrade.audit import audit
from nngrade.errors import CourseError
from toy_course import CHECKS, SOLUTION, STUB, toy

HALF = STUB.replace("    raise NotImplementedError", "    return 2 * x", 1)


def found(course, **more):
    source = DataSource(None, course.path / "cache", embedded=True)
    return audit(course, course.exercises, source=source, **more)


def problems(course, **more):
    return {finding.question: finding.problem for finding in found(course, **more) if finding.problem}


def test_a_course_as_it_should_be(tmp_path):
    toy(tmp_path, exercise="02_more")
    course = toy(tmp_path)
    findings = found(course, seed=5)
    assert not [finding for finding in findings if finding.problem]
    assert [finding.exercise for finding in findings] == sorted(finding.exercise for finding in findings)
    assert [finding.question for finding in findings if finding.exercise == "02_more"] == [
        "exercise.yaml and checks.py agree",
        "there is a lesson",
        "every assertion has a sentence",
        "solution, seed 5: full marks",
        "stub, seed 5: 0 points",
        "stub with a comment, seed 5: 0 points",
        "solution, seed 6: full marks",
    ]


def test_a_stub_that_scores(tmp_path):
    assert problems(toy(tmp_path, stub=HALF)) == {"stub with a comment, seed 0: 0 points": "test_double gives 33"}


def test_a_stub_that_hides_a_broken_check(tmp_path):
    # infra on the stub: the check cannot cope with what is not written yet
    checks = "import pytest\n" + CHECKS.replace(
        "    x = rng.normal(size=4)\n", "    x = rng.normal(size=4)\n    same.nothing\n"
    )
    said = problems(toy(tmp_path, checks))
    assert "test_double: infra" in said["solution, seed 0: full marks"]
    assert "test_double: the check test_double is at fault" in said["stub with a comment, seed 0: 0 points"]


def test_a_check_that_depends_on_luck(tmp_path):
    checks = (
        "def test_luck(learner, rng):\n    x = learner.double(1.0)\n    assert x == 2 and rng.random() < 0.5, 'luck'\n"
    )
    course = toy(tmp_path, checks)
    said = problems(course)
    assert list(said) == ["solution, seed 1: full marks"]  # seed 0 draws 0.24, seed 1 draws 0.94
    assert "on the reference solution too" in said["solution, seed 1: full marks"]


@pytest.mark.parametrize(
    ("checks", "question", "words"),
    [
        (
            CHECKS + "def test_more(same):\n    pass\n",
            "exercise.yaml and checks.py agree",
            "test_more is written, but not",
        ),
        (CHECKS + CHECKS, "exercise.yaml and checks.py agree", "is written 2 times"),
        (CHECKS + "def (", "exercise.yaml and checks.py agree", "checks.py:9: "),
        (CHECKS + "\x00", "exercise.yaml and checks.py agree", "checks.py"),
        ("class TestA:\n    pass\n" + CHECKS, "exercise.yaml and checks.py agree", "TestA is a class of tests"),
        (CHECKS + "    assert True\n    assert 1, 'x'\n", "every assertion has a sentence", "on line 9"),
    ],
)
def test_what_is_seen_without_running_anything(tmp_path, checks, question, words):
    course = toy(tmp_path, checks, tests=("test_double", "test_pair"))
    said = problems(course)
    assert list(said) == [question]
    assert words in said[question]


def test_an_empty_lesson(tmp_path):
    course = toy(tmp_path)
    (course.folder(course.exercises[0]) / "README.md").write_text("")
    assert problems(course) == {"there is a lesson": "README.md is missing or empty"}


def test_a_target_that_the_stub_lacks(tmp_path):
    course = toy(tmp_path, more={"test_pair": {"targets": ["pear"]}})
    assert "the stub has no 'pear'; did you mean pair?" in problems(course)["exercise.yaml and checks.py agree"]


def test_a_solution_that_cannot_be_imported(tmp_path):
    with pytest.raises(CourseError, match=r"toy\.py cannot be imported: ZeroDivisionError"):
        found(toy(tmp_path, solution="1 / 0\n" + SOLUTION))


def test_a_solution_that_is_wrong_in_the_sandbox_only(tmp_path, monkeypatch):
    monkeypatch.setenv("ONLY_HERE", "1")
    secret = (
        SOLUTION + "import os\ndef double(x):\n    return 2 * np.asarray(x) if 'ONLY_HERE' in os.environ else None\n"
    )
    said = problems(toy(tmp_path, solution=secret))
    assert "test_double: failed: `double(x)` is None" in said["solution, seed 0: full marks"]
