"""The programs that an audit grades, and what it says of how each of them was graded."""

from __future__ import annotations

import pytest
from nngrade.audit.trials import Trial, figures, problem, trials, variants_folder
from nngrade.result import Diagnosis
from report_samples import check, exercise
from toy_course import CHECKS, MISTAKES, SOLUTION, TARGETS, toy

THREE = CHECKS + "\n\ndef test_more(same):\n    same(lambda impl: impl.double(2.0))\n"
MORE = {**TARGETS, "test_more": {"targets": ["double"], "depends": ["test_pair"]}}
IN_DOUBLE = Trial("mistake", "tripled", 0, "", "double", checks_only=True)
IN_PAIR = Trial("mistake", "no-sum", 0, "", "pair", checks_only=True)


@pytest.fixture
def course(tmp_path):
    variants = {"b.py": SOLUTION, "a.py": SOLUTION + "A = 1\n", "notes.txt": "", "toy.py": SOLUTION + "B = 1\n"}
    return toy(tmp_path, THREE, mistakes=MISTAKES, variants=variants, more=MORE)


def graded(double="passed", pair="passed", more="passed", named="", at="test_double"):
    """Return a result with these verdicts, and a name in one check."""
    found = {}
    for name, target, status in (
        ("test_double", "double", double),
        ("test_pair", "pair", pair),
        ("test_more", "double", more),
    ):
        diagnosis = Diagnosis(named, target, "x") if named and name == at else None
        found[name] = check(name, status, 10 if status == "passed" else 0, targets=(target,), diagnosis=diagnosis)
    return exercise("01_toy", *found.values())


def test_what_is_graded(course):
    every = list(trials(course, course.exercises[0], [7, 8, 9]))
    assert [(one.kind, one.name, one.seed, one.checks_only) for one in every] == [
        ("stub", "stub", 7, False),
        ("stub", "stub with a comment", 7, False),
        *[
            (kind, name, seed, seed != 7)
            for seed in (7, 8, 9)
            for kind, name in (
                ("solution", "solution"),
                ("variant", "a.py"),
                ("variant", "b.py"),
                ("variant", "toy.py"),
            )
        ],
        *[("mistake", name, 7, True) for name in ("tripled", "tripled", "unchanged")],
        *[("mistake", name, 8, True) for name in ("no-sum", "row-doubled")],
    ]


def test_one_seed_without_bank_and_variants(tmp_path):
    course = toy(tmp_path)
    assert [one.name for one in trials(course, course.exercises[0], [0])] == ["stub", "stub with a comment", "solution"]


def test_submissions(course):
    (exercise,) = course.exercises
    every = {(one.name, one.seed): one.submission(course, exercise) for one in trials(course, exercise, [0, 1])}
    assert every["stub", 0].untouched
    assert not every["stub with a comment", 0].untouched
    assert every["solution", 1].files["toy.py"].decode() == SOLUTION
    assert every["a.py", 0].files == {"toy.py": (SOLUTION + "A = 1\n").encode()}  # graded alone, as the module
    assert every["toy.py", 0].files["toy.py"] == (SOLUTION + "B = 1\n").encode()
    assert b"np.mean(x)" in every["no-sum", 1].files["toy.py"]
    assert variants_folder(course, exercise).name == "variants"


@pytest.mark.parametrize(
    ("trial", "result", "words"),
    [
        (Trial("solution", "solution", 0), graded(), ""),
        (Trial("variant", "a.py", 0), graded(), ""),
        (Trial("solution", "solution", 0), graded(pair="error", more="skipped"), "test_pair: error: "),
        (Trial("stub", "stub", 0), graded("error", "error", "error"), ""),
        (Trial("stub", "stub", 0), graded(pair="failed"), "test_double gives 10; test_more gives 10"),
        (Trial("stub", "stub", 0), graded("infra", "error", "skipped"), "test_double: None"),
        (IN_DOUBLE, graded("infra", named="tripled"), "test_double: None"),
        (IN_DOUBLE, graded("failed", named="tripled"), ""),
        (IN_DOUBLE, graded("timeout"), "is not named"),
        (IN_DOUBLE, graded(), "keeps full marks"),
        (IN_DOUBLE, graded("failed", named="unchanged"), "is not named; is called unchanged"),
        (IN_DOUBLE, graded("failed", named="tripled+unchanged"), "is not named; is called tripled+unchanged"),
        (
            IN_DOUBLE,
            graded("failed", "failed", "skipped", "tripled"),
            "loses points in test_pair, test_more, which does not depend on double",
        ),
        (IN_PAIR, graded(pair="failed", more="skipped", named="no-sum", at="test_pair"), ""),
        (
            IN_PAIR,
            graded(pair="failed", more="failed", named="no-sum", at="test_pair"),
            "loses points in test_more, which does not depend on pair",
        ),
        (IN_PAIR, graded(double="failed"), "loses no points in pair; is not named"),
    ],
)
def test_problems(course, trial, result, words):
    assert problem(trial, result, course.exercises[0]) == words


def test_a_check_waits_for_what_it_builds_on_by_way_of_one_that_passed(tmp_path):
    chain = {"test_pair": {"targets": ["pair"], "depends": ["test_double"]}, "test_more": MORE["test_more"]}
    (one,) = toy(tmp_path, THREE, mistakes=MISTAKES, more=chain).exercises
    assert problem(IN_DOUBLE, graded("failed", "passed", "skipped", "tripled"), one) == ""
    assert "loses points in test_pair" in problem(IN_DOUBLE, graded("failed", "failed", "skipped", "tripled"), one)
    assert problem(IN_PAIR, graded("skipped", "failed", named="no-sum", at="test_pair"), one).startswith("loses points")


def test_figures(course):
    def of(trial, result):
        found = figures(trial, result, course.exercises[0])
        return found.mistake_gradings, found.caught, found.placed, found.named, found.misnamed

    assert of(IN_DOUBLE, graded("failed", named="tripled")) == (1, 1, 1, 1, 0)
    assert of(IN_DOUBLE, graded("failed", named="unchanged")) == (1, 1, 1, 0, 1)
    assert of(IN_DOUBLE, graded("failed", "failed", named="tripled")) == (1, 1, 0, 1, 0)
    assert of(IN_DOUBLE, graded()) == (1, 0, 0, 0, 0)
    assert of(IN_PAIR, graded(double="failed")) == (1, 1, 0, 0, 0)
    assert of(Trial("solution", "solution", 0), graded()) == (0, 0, 0, 0, 0)
    whole = figures(Trial("variant", "a.py", 0), graded(), course.exercises[0])
    part = figures(Trial("variant", "b.py", 0), graded("failed"), course.exercises[0])
    assert ((whole + part).variant_gradings, (whole + part).full) == (2, 1)
