"""Which checks can notice a change of the solution: those that run what was changed, and no others."""

from __future__ import annotations

import msgspec
import pytest
from nngrade.api import DataSource
from nngrade.audit.parallel import Unit, run
from nngrade.audit.reach import differing, noticing, only, reach
from nngrade.audit.trials import trials
from toy_course import CHECKS, MISTAKES, SOLUTION, TARGETS, toy

USES = SOLUTION.replace("np.multiply(3, x)", "double(x) + x")
NESTED = "class A:\n    def f(self, n=1):\n        def g():\n            return n\n        return g()\n\nX = 1\n"


@pytest.mark.parametrize(
    ("change", "functions"),
    [
        (("return n\n", "return 2 * n\n"), {"A.f"}),
        (("n=1", "n=2"), {"A.f"}),
        (("X = 1", "X = 2"), None),
        (("class A", "class B"), None),
        (("def f", "def h"), None),
        (("X = 1\n", "X = 1\ndef f():\n    pass\n"), None),
        (("X = 1\n", "X = 1\n# a comment\n"), set()),
        (("return g()", "return g("), None),
    ],
)
def test_what_differs(change, functions):
    assert differing(NESTED, NESTED.replace(*change)) == functions


def test_a_function_written_twice_tells_nothing():
    twice = "def f():\n    return 1\n\n\ndef f():\n    return 2\n"
    assert differing(twice, twice.replace("return 2", "return 3")) in (None, {"f"})
    inside = "class A:\n    def f(self):\n        return 1\n\n    def f(self):\n        return 2\n"
    assert differing(inside, inside.replace("return 2", "return 3")) is None


def test_what_each_check_runs(tmp_path):
    course = toy(tmp_path, solution=USES + "\nREADY = double(1)\n", more=TARGETS)
    found = reach(course, course.exercises[0], (0, 1))
    assert found == {"": {"<module>", "double"}, "test_double": {"double"}, "test_pair": {"pair", "double"}}


def test_a_check_that_fails_on_the_solution_is_always_asked(tmp_path):
    wrong = CHECKS + "\n\ndef test_never(learner):\n    assert learner.double(1) == 3, 'never'\n"
    course = toy(tmp_path, wrong, more=TARGETS)
    (exercise,) = course.exercises
    found = reach(course, exercise, (0,))
    assert set(found) == {"", "test_double", "test_pair"}
    changed = SOLUTION.replace("np.sum(x)", "np.mean(x)")
    assert noticing(exercise, found, SOLUTION, changed) == ("test_pair", "test_never")


def test_who_can_notice(tmp_path):
    course = toy(tmp_path, solution=USES, more=TARGETS)
    (exercise,) = course.exercises
    found = reach(course, exercise, (0,))
    assert noticing(exercise, found, USES, USES.replace("2 *", "3 *")) == ("test_double", "test_pair")
    assert noticing(exercise, found, USES, USES.replace("np.sum(x)", "np.mean(x)")) == ("test_pair",)
    assert noticing(exercise, found, USES, USES + "\nX = 1\n") == ("test_double", "test_pair")
    assert noticing(exercise, found, USES, USES) == ("test_double", "test_pair")  # no change at all: ask everything


def test_what_a_check_waits_for_it_waits_for_through_one_that_is_left_out(tmp_path):
    checks = CHECKS + "\n\ndef test_last(same):\n    same(lambda impl: impl.double(2.0))\n"
    more = {"test_pair": {"depends": ["test_double"]}, "test_last": {"depends": ["test_pair"]}}
    (exercise,) = toy(tmp_path, checks, more=more).exercises
    left = only(exercise, ["test_double", "test_last"])
    assert [(check.id, check.depends) for check in left.checks] == [
        ("test_double", ()),
        ("test_last", ("test_double",)),
    ]


def test_a_mistake_comes_to_the_same_by_few_checks_here_and_by_all_in_workers(tmp_path):
    course = toy(tmp_path, mistakes=MISTAKES, more=TARGETS)
    (exercise,) = course.exercises
    source = DataSource(None, tmp_path, embedded=True)
    found = reach(course, exercise, (0,))
    for trial in trials(course, exercise, [0], reached=found):
        if trial.kind != "mistake":
            continue
        few, every = (
            run(Unit(course, exercise, (one,), "auto", source))[0]
            for one in (
                msgspec.structs.replace(trial, here=True),
                msgspec.structs.replace(trial, here=False, checks=None),
            )
        )
        lost = {check.id: check for check in every.checks if check.status != "passed"}
        assert {check.id for check in few.checks if check.status != "passed"} == set(lost) != set()
        for check in few.checks:
            if check.id in lost:
                same = ("status", "message", "diagnosis")
                assert [getattr(check, name) for name in same] == [getattr(lost[check.id], name) for name in same]
