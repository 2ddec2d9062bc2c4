"""The bare pytest: checks that are missing, extra, doubled or broken are never a pass, and nothing around is heard."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from nngrade.checks.pytest_plugin import CheckPlugin, asserts
from nngrade.course.load import load_course
from nngrade.errors import CourseError
from toy_course import SOLUTION, grade, statuses, toy

ASK = "    same(lambda impl: impl.double(1.0))\n"
GOOD = "def test_a(same):\n" + ASK


def verdict(tmp_path, checks, source=SOLUTION, **more):
    """Grade the solution with one check; return its verdict."""
    [graded] = grade(toy(tmp_path / "course", checks, **more), source)
    return graded.checks[0]


@pytest.mark.parametrize(
    ("checks", "tests", "words"),
    [
        (GOOD, ("test_a", "test_b"), "test_b is listed in exercise.yaml and collected 0 times"),
        (GOOD + GOOD.replace("_a", "_b"), ("test_a",), "test_b is written, but not listed in exercise.yaml"),
        (GOOD + GOOD, ("test_a",), "test_a is written more than once"),
        (GOOD + "\nasync " + GOOD, ("test_a",), "test_a is written more than once"),
        (
            "import pytest\n@pytest.mark.parametrize('x', [1, 2])\ndef test_a(same, x):\n" + ASK,
            ("test_a",),
            "collected 2 times",
        ),
        ("import pytest\n@pytest.mark.parametrize('x', [1])\ndef test_a(same, x):\n" + ASK, ("test_a[1]",), None),
        ("class TestAll:\n    def test_a(self, same):\n    " + ASK, ("test_a",), "collected 0 times"),
        ("test_a = 3\n", ("test_a",), "collected 0 times"),
        ("", ("test_a",), "collected 0 times"),
        ("def test_a(same):\n" + ASK + "    yield\n", ("test_a",), "could not be read: 'yield' keyword"),
        ("import pytest\npytest.skip('x', allow_module_level=True)\n" + GOOD, ("test_a",), "collected 0 times"),
        ("import pytest\npytest.exit('x')\n" + GOOD, ("test_a",), "could not be read"),
        ("import sys\nsys.exit(0)\n" + GOOD, ("test_a",), "could not be read: it leaves with exit code 0"),
        ("import nothing_of_that_name\n" + GOOD, ("test_a",), "ModuleNotFoundError: No module named 'nothing_of_that"),
        ("def test_a(same:\n" + ASK, ("test_a",), "could not be read: SyntaxError: '(' was never closed"),
        ("1 / 0\n" + GOOD, ("test_a",), "could not be read: ZeroDivisionError: division by zero"),
    ],
)
def test_checks_and_manifest_must_agree(tmp_path, checks, tests, words):
    if words is None:
        with pytest.raises(CourseError):  # no name of a function
            toy(tmp_path / "course", checks, tests=tests)
        return
    course = toy(tmp_path / "course", checks, tests=tests)
    with pytest.raises(CourseError) as caught:
        grade(course, SOLUTION)
    assert "checks.py" in str(caught.value)
    assert words in str(caught.value)
    assert caught.value.exit_code == 3


BROKEN = [
    ("def test_a():\n    pass\n", "it asks the learner's code nothing"),
    ("def test_a(learner):\n    assert True, 'always'\n", "it asks the learner's code nothing"),
    ("def test_a(same):\n    same(lambda impl: 3)\n", "it asks the learner's code nothing"),
    ("def test_a(learner):\n    learner.double(1.0)\n", "it asks, and judges nothing"),
    ("def test_a(learner):\n    return learner.double(1.0) == 2\n", "it returns a value"),
    ("def test_a(same):\n    return same(lambda impl: impl.double(1.0)) is None\n", "it returns a value"),
    ("import pytest\ndef test_a(same):\n    pytest.skip('later')\n", "Skipped: later"),
    ("import pytest\n@pytest.mark.skip\n" + GOOD, "Skipped: unconditional skip"),
    ("import pytest\n@pytest.mark.skipif(True, reason='r')\n" + GOOD, "Skipped: r"),
    ("import pytest\n@pytest.mark.xfail(run=False)\n" + GOOD, "is at fault"),
    ("import pytest\n" + GOOD + "    pytest.xfail('x')\n", "is at fault"),
    ("import pytest\n" + GOOD + "    pytest.fail('x')\n", "Failed: x"),
    ("import pytest\n" + GOOD + "    pytest.exit('x')\n", "Exit: x"),
    ("import sys\n" + GOOD + "    sys.exit(0)\n", "SystemExit: 0"),
    ("import unittest\n" + GOOD + "    raise unittest.SkipTest('x')\n", "is at fault"),
    (
        "def test_a(same, tmp_path):\n" + ASK,
        "there is no fixture 'tmp_path'; there are rng, same, learner and untou",
    ),
    ("def test_a(same, monkeypatch):\n" + ASK, "there is no fixture 'monkeypatch'"),
    ("def test_a(same, nothing):\n" + ASK, "there is no fixture 'nothing'"),
    ("async " + GOOD, "is at fault"),
    (GOOD + "    1 / 0\n", "on the reference solution too: ZeroDivisionError"),
    (
        "def test_a(learner):\n    assert learner.double(1.0) == 3, 'never'\n",
        "on the reference solution too: Assert",
    ),
    (
        "import pytest\n@pytest.fixture\ndef gone():\n    yield\n    raise KeyError('end')\n"
        "def test_a(same, gone):\n" + ASK,
        "KeyError: 'end'",
    ),
    (
        "import pytest\n@pytest.fixture\ndef gone():\n    1 / 0\ndef test_a(same, gone):\n" + ASK,
        "ZeroDivisionError",
    ),
]


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """Return the verdicts on all broken checks and a sound one, judged in one session on the right answer."""
    texts = [text.replace("test_a", f"test_n{n}").replace("gone", f"gone_{n}") for n, (text, _) in enumerate(BROKEN)]
    names = (*(f"test_n{n}" for n in range(len(BROKEN))), "test_a")
    course = toy(tmp_path_factory.mktemp("broken"), "\n".join([*texts, GOOD]), tests=names)
    return grade(course, SOLUTION)[0]


@pytest.mark.parametrize(("number", "words"), [(n, words) for n, (_, words) in enumerate(BROKEN)])
def test_a_broken_check_is_infra_for_the_right_answer(broken, number, words):
    check = broken.checks[number]
    assert (check.status, check.score) == ("infra", 0.0)
    assert check.max_score > 0
    assert words in check.message
    assert check.hint is None


def test_broken_checks_leave_the_others_their_points(broken):
    assert broken.status == "infra"
    assert broken.checks[-1].status == "passed"
    assert broken.score == broken.checks[-1].max_score
    assert broken.max_score == 100


def test_a_check_that_skips_itself_for_one_learner_only_is_infra_there(tmp_path):
    checks = "import pytest\ndef test_a(learner):\n    if learner.double(1.0) == 3:\n        pytest.skip('odd')\n"
    checks += "    assert learner.double(1.0) == 2, 'double: twice'\n"
    right, odd, wrong = grade(
        toy(tmp_path, checks), SOLUTION, SOLUTION.replace("2 *", "3 *"), SOLUTION.replace("2 *", "4 *")
    )
    assert [statuses(one) for one in (right, odd, wrong)] == [["passed"], ["infra"], ["failed"]]
    assert wrong.checks[0].message == "double: twice."


def test_a_check_that_breaks_on_the_reply_alone_is_the_learners(tmp_path):
    checks = (
        "def test_a(learner):\n    first, second = learner.double([1.0, 2.0])\n    assert first < second, 'grows'\n"
    )
    right, none, three, falls = grade(
        toy(tmp_path, checks),
        SOLUTION,
        "def double(x): pass",
        "def double(x): return 1.0, 2.0, 3.0",
        "def double(x): return 2.0, 1.0",
    )
    assert statuses(right) == ["passed"]
    assert [one.checks[0].status for one in (none, three, falls)] == ["failed"] * 3
    assert none.checks[0].message.startswith("`double(x)` is None (is there a `return`?)")
    assert three.checks[0].message.startswith("`double(x)` has shape (3,); (2,) is expected")
    assert falls.checks[0].message == "grows."


def test_an_assertion_in_a_helper_counts(tmp_path):
    checks = """
def positive(value):
    assert value > 0, "double: positive"
def both(value):
    for one in [value]:
        positive(one)
def test_a(learner):
    both(learner.double(1.0))
def test_b(learner):
    check = lambda value: positive(value)
    check(learner.double(1.0))
def test_c(learner):
    if learner.double(1.0) < 0:
        raise AssertionError("double: not negative")
"""
    right, wrong = grade(toy(tmp_path, checks), SOLUTION, SOLUTION.replace("2 *", "-2 *"))
    assert statuses(right) == ["passed"] * 3
    assert statuses(wrong) == ["failed"] * 3


def test_an_assertion_without_a_sentence_says_the_title(tmp_path):
    [wrong] = grade(
        toy(tmp_path, "def test_a(learner):\n    assert learner.double(1.0) == 2\n"), "def double(x): return 1"
    )
    assert wrong.checks[0].message == "what the check asks does not hold: about test_a."


def test_a_fixture_of_the_authors_own_does_no_harm(tmp_path):
    checks = """
import pytest
@pytest.fixture(scope="module")
def number():
    return 1.5
@pytest.fixture(autouse=True)
def around():
    yield
def test_a(same, number):
    same(lambda impl: impl.double(number))
"""
    assert verdict(tmp_path, checks).status == "passed"


def test_two_courses_in_one_process_do_not_mix(tmp_path):
    first = toy(tmp_path / "first", GOOD)
    second = toy(tmp_path / "second", GOOD.replace("double", "pair").replace("1.0", "[1.0]"))
    source = "def double(x): return 2 * x\ndef pair(x): return None"
    assert statuses(grade(first, source)[0]) == ["passed"]
    assert statuses(grade(second, source)[0]) == ["failed"]
    assert not [name for name in sys.modules if name.endswith("01_toy.checks")]


@pytest.mark.parametrize("name", ["course [2026]", "a::b", "früh", "-x", "linked", "a" * 200])
def test_a_course_may_lie_anywhere(tmp_path, name):
    root = tmp_path / name
    if name == "linked":
        toy(tmp_path / "real", GOOD)
        root.symlink_to(tmp_path / "real")
        course = load_course(root)
    else:
        course = toy(root, GOOD)
    assert statuses(grade(course, SOLUTION)[0]) == ["passed"]


def test_a_course_may_be_named_by_a_relative_path(tmp_path, monkeypatch):
    toy(tmp_path / "course", GOOD)
    monkeypatch.chdir(tmp_path)
    course = load_course(Path("course"))
    assert statuses(grade(course, SOLUTION)[0]) == ["passed"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PYTEST_ADDOPTS", "--collect-only"),
        ("PYTEST_ADDOPTS", "--no-such-option"),
        ("PYTEST_ADDOPTS", "-k nothing --maxfail=1"),
        ("PYTEST_PLUGINS", "no_such_plugin"),
    ],
)
def test_variables_for_pytest_are_not_heard_and_are_put_back(tmp_path, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    before = {key: value for key, value in os.environ.items() if key != "PYTEST_CURRENT_TEST"}
    assert verdict(tmp_path, GOOD).status == "passed"
    assert {key: value for key, value in os.environ.items() if key != "PYTEST_CURRENT_TEST"} == before


def test_files_around_the_course_are_not_heard(tmp_path, monkeypatch):
    course = toy(tmp_path / "course", GOOD)
    trap = "raise RuntimeError('this file was imported')\n"
    for folder in (tmp_path, course.path, course.path / "exercises", course.path / "exercises" / "01_toy"):
        (folder / "conftest.py").write_text(trap)
        (folder / "pytest.ini").write_text("[pytest]\naddopts = --collect-only\n")
        (folder / "pyproject.toml").write_text("[tool.pytest.ini_options]\npython_functions = ['nothing']\n")
        (folder / "tox.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (course.path / "exercises" / "01_toy" / "numpy.py").write_text(trap)
    monkeypatch.chdir(course.path / "exercises" / "01_toy")
    assert statuses(grade(course, SOLUTION)[0]) == ["passed"]
    assert not list(tmp_path.rglob("__pycache__/conftest*")) and not list(tmp_path.rglob(".pytest_cache"))


def test_an_error_of_the_loop_comes_out(tmp_path):
    course = toy(tmp_path, GOOD)
    checks = course.checks(course.exercises[0])

    def loop(plugin):
        plugin.item(checks, "test_a")
        with pytest.raises(CourseError, match="collected 0 times"):
            plugin.item(checks, "test_b")
        assert not asserts(plugin.item(checks, "test_a"))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        CheckPlugin([checks], course.path, loop).main()
