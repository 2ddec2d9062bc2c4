"""The audit of a whole course: solution, stub, known mistakes and variants, each with its answer, and the figures."""

from __future__ import annotations

import pytest
from nngrade.api import DataSource
from nngrade.audit.findings import Audit, Figures
from nngrade.audit.run import SHOWN, audit
from nngrade.errors import CourseError
from toy_course import CHECKS, MISTAKES, SOLUTION, STUB, TARGETS, bank, toy, written

HALF = STUB.replace("    raise NotImplementedError", "    return 2 * x", 1)
ON_PAPER = [
    "exercise.yaml and checks.py agree",
    "there is a lesson",
    "every assertion has a sentence",
    "targets, titles, dependencies are sound",
    "no hint is the answer",
]
VARIANTS = {
    "loops.py": SOLUTION + "def double(x):\n    return [2 * number for number in x]\n",
    "adds.py": '"""Adds."""\n' + SOLUTION.replace("2 * np.asarray(x)", "np.asarray(x) + x"),
}


def found(course, **more) -> Audit:
    source = DataSource(None, course.path / "cache", embedded=True)
    return audit(course, course.exercises, source=source, jobs=1, **more)


def problems(course, **more) -> dict[str, str]:
    return {finding.question: finding.problem for finding in found(course, **more).wrong}


def test_a_course_as_it_should_be(tmp_path):
    toy(tmp_path, exercise="02_more")
    course = toy(tmp_path, mistakes=MISTAKES, variants=VARIANTS, more=TARGETS)
    steps = []
    done = found(course, seeds=[5, 6, 7], on_step=lambda *step: steps.append((step[0].id, *step[1:])))
    assert done.wrong == []
    assert (done.course, done.seeds, done.status) == ("toy", (5, 6, 7), "passed")
    assert [finding.question for finding in done.findings if finding.exercise == "02_more"] == [
        *ON_PAPER,
        "stub, 1 seed: 0 points",
        "solution, 3 seeds: full marks",
    ]
    assert [finding.question for finding in done.findings if finding.exercise == "01_toy"] == [
        *ON_PAPER,
        "the bank of mistakes can be read",
        "stub, 1 seed: 0 points",
        "solution, 3 seeds: full marks",
        "2 variants, 3 seeds: full marks",
        "4 known mistakes, 2 seeds: caught, named",
    ]
    assert [finding.exercise for finding in done.findings] == sorted(finding.exercise for finding in done.findings)
    assert done.figures == Figures(
        mistakes=4,
        mistake_gradings=4,
        caught=4,
        placed=4,
        named=4,
        misnamed=0,
        variants=2,
        variant_gradings=6,
        full=6,
    )
    assert steps[-1] == ("02_more", 20, 20)
    assert [done for _, done, _ in steps] == sorted(done for _, done, _ in steps)
    assert {total for *_, total in steps} == {20}


def test_a_stub_that_scores(tmp_path):
    assert problems(toy(tmp_path, stub=HALF)) == {
        "stub, 1 seed: 0 points": "stub with a comment (seed 0): test_double gives 33"
    }


def test_a_check_that_is_broken_on_the_stub_and_on_the_solution(tmp_path):
    checks = CHECKS.replace("    x = rng.normal(size=4)\n", "    x = rng.normal(size=4)\n    same.nothing\n")
    said = problems(toy(tmp_path, checks), seeds=[0])
    assert "test_double: the check test_double is at fault" in said["solution, 1 seed: full marks"].replace(
        " infra:", ""
    )
    assert "test_double: the check test_double is at fault" in said["stub, 1 seed: 0 points"]


def test_a_check_that_depends_on_luck(tmp_path):
    checks = (
        "def test_luck(learner, rng):\n    x = learner.double(1.0)\n    assert x == 2 and rng.random() < 0.5, 'luck'\n"
    )
    said = problems(toy(tmp_path, checks))
    assert list(said) == ["solution, 2 seeds: full marks"]  # seed 0 draws 0.24, seed 1 draws 0.94
    assert said["solution, 2 seeds: full marks"].startswith("solution (seed 1): ")
    assert "on the reference solution too" in said["solution, 2 seeds: full marks"]


def test_a_variant_that_loses_points(tmp_path):
    variants = {**VARIANTS, "wrong.py": SOLUTION.replace("2 *", "3 *"), "broken.py": "def ("}
    done = found(toy(tmp_path, variants=variants), seeds=[3, 4])
    (wrong,) = done.wrong
    assert wrong.question == "4 variants, 2 seeds: full marks"
    assert [line.partition(":")[0] for line in wrong.problem.splitlines()] == [
        "broken.py (seed 3)",
        "wrong.py (seed 3)",
        "broken.py (seed 4)",
        "wrong.py (seed 4)",
    ]
    assert "wrong.py (seed 3): test_double: failed: `double(x)` is 1.5 times" in wrong.problem
    assert (done.figures.variants, done.figures.variant_gradings, done.figures.full) == (4, 8, 4)


def test_mistakes_that_are_not_caught_not_placed_not_named_or_called_by_another_name(tmp_path):
    mistakes = bank(
        ("equal", "double", written("return x + x")),
        ("elsewhere", "double", {"np.sum(x)": "np.mean(x)"}),
        ("one", "pair", {"multiply(3": "multiply(2"}),
        ("twin", "pair", {"multiply(3, x)": "add(x, x)"}),
        ("both", "double", {"2 *": "7 *", "np.sum(x)": "np.prod(x)"}),
        ("fine", "double", {"2 *": "3 *"}),
    )
    done = found(toy(tmp_path, mistakes=mistakes, more=TARGETS), seeds=[0])
    (wrong,) = done.wrong
    assert wrong.question == "6 known mistakes, 1 seed: caught, named"
    said = dict(line.split(" (seed 0): ") for line in wrong.problem.splitlines())
    assert said == {
        "equal": "keeps full marks",
        "elsewhere": "loses no points in double; is not named",
        "one": "is not named",
        "twin": "is not named",
        "both": "loses points in test_pair, which does not depend on double",
    }
    counts = done.figures
    assert (counts.mistake_gradings, counts.caught, counts.placed, counts.named, counts.misnamed) == (6, 5, 3, 2, 0)


def test_of_many_problems_the_first_are_told(tmp_path):
    mistakes = bank(*((f"equal-{n}", "double", written(f"return x * 2  # {n}")) for n in range(SHOWN + 3)))
    (wrong,) = found(toy(tmp_path, mistakes=mistakes), seeds=[0]).wrong
    lines = wrong.problem.splitlines()
    assert len(lines) == SHOWN + 1
    assert lines[-1] == "... and 3 more"


def test_a_broken_bank_is_told_and_the_rest_is_tried(tmp_path):
    said = problems(toy(tmp_path, mistakes="1 / 0", variants=VARIANTS), seeds=[0])
    assert list(said) == ["the bank of mistakes can be read"]
    assert "mistakes.py cannot be imported: ZeroDivisionError" in said["the bank of mistakes can be read"]


def test_a_mistake_that_cannot_be_made_is_told_and_the_others_are_tried(tmp_path):
    mistakes = bank(
        ("gone", "double", {"nothing of the kind": "x"}),
        ("leaves", "double", {"": "raise SystemExit\n"}),
        ("fine", "double", {"2 *": "3 *"}),
    )
    done = found(toy(tmp_path, mistakes=mistakes, more=TARGETS), seeds=[0])
    assert "gone: 'nothing of the kind' occurs 0 times in toy.py" in done.wrong[0].problem
    assert "leaves leaves the program" in done.wrong[0].problem
    assert done.figures.named == 1
    assert "gone" not in done.wrong[1].problem
    assert done.wrong[1].problem.startswith("leaves (seed 0): ")


def test_what_is_wrong_on_paper_is_not_run(tmp_path):
    course = toy(tmp_path, CHECKS + "def (", tests=("test_double", "test_pair"), mistakes=MISTAKES)
    done = found(course)
    assert [finding.question for finding in done.findings] == ON_PAPER[:2]
    assert done.status == "failed"
    assert done.figures == Figures()


def test_a_solution_that_cannot_be_imported(tmp_path):
    with pytest.raises(CourseError, match=r"toy\.py cannot be imported: ZeroDivisionError"):
        found(toy(tmp_path, solution="1 / 0\n" + SOLUTION))


def test_a_solution_that_is_wrong_in_the_sandbox_only(tmp_path, monkeypatch):
    monkeypatch.setenv("ONLY_HERE", "1")
    secret = (
        SOLUTION + "import os\ndef double(x):\n    return 2 * np.asarray(x) if 'ONLY_HERE' in os.environ else None\n"
    )
    said = problems(toy(tmp_path, solution=secret), seeds=[0])
    assert "test_double: failed: `double(x)` is None" in said["solution, 1 seed: full marks"]


MUTANTS = "mechanical mutants: each is noticed, or listed with its reason"


def test_mechanical_mutants_that_no_check_notices(tmp_path):
    solution = "def double(x):\n    return 2 * x\n\n\ndef pair(x):\n    return 1\n"
    checks = "def test_double(same, rng):\n    x = rng.normal(size=4)\n    same(lambda impl: impl.double(x))\n"
    course = toy(tmp_path, checks, solution)
    done = found(course, seeds=[0], mutants=True)
    (wrong,) = done.wrong
    assert wrong.question == MUTANTS
    assert all(line.startswith("line 6: pair: return 1 -> ") for line in wrong.problem.splitlines())
    assert all(line.endswith(": keeps full marks") for line in wrong.problem.splitlines())
    listed = (
        "- {function: pair, reason: nobody asks it anything}\n- {function: pear, reason: it is not there any more}\n"
    )
    (tmp_path / "solutions" / "01_toy" / "equivalents.yaml").write_text(listed)
    (wrong,) = found(course, seeds=[0], mutants=True).wrong
    assert (
        wrong.problem
        == "line 0: pear: anything -> anything: stands in equivalents.yaml, and no mutant is like that any more"
    )
    assert MUTANTS not in [finding.question for finding in found(course, seeds=[0]).findings]
