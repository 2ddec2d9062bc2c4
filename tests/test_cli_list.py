"""`nngrade list`: the exercises, the last scores, what is next, and all of it in 80 columns."""

from __future__ import annotations

import pytest
from nngrade.cli.list import table
from nngrade.course.load import load_course
from nngrade.state import Remembered


@pytest.fixture
def course(small_course):
    small_course.edit("The exercise 02_half", "A title that is far too long " * 5, small_course.manifest("02_half"))
    return load_course(small_course.root)


def test_scores_and_what_is_next(course):
    failed, passed = Remembered(40.5, 100.0, "failed"), Remembered(100.0, 100.0, "passed")
    assert table(course, {}, 80).splitlines()[-1] == "0/200   next: nngrade show 1"
    shown = table(course, {"01_double": failed}, 80)
    assert "01_double  The exercise 01_double" in shown
    assert shown.splitlines()[2].endswith("40.5/100")
    assert shown.splitlines()[-1] == "40.5/200   next: nngrade check 1"
    assert table(course, {"01_double": passed}, 80).splitlines()[-1] == "100/200   next: nngrade show 2"
    both = {"01_double": passed, "02_half": passed}
    assert table(course, both, 80).splitlines()[-1] == "200/200   everything passed."


def test_hints_alone_are_no_score(course):
    assert "not graded yet" in table(course, {"01_double": Remembered(hints={"test_double": 1})}, 80)


@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_is_wider_than_the_screen(course, width):
    lines = table(course, {}, width).splitlines()
    assert max(len(line) for line in lines) <= width
    assert "..." in lines[3]


def test_outside_a_workspace_the_list_is_the_same_and_the_way_in_is_named(nngrade, small_course):
    shown = nngrade("list", "--course", small_course.root)
    assert shown.code == 0
    assert "02_half" in shown.out
    assert "nngrade init DIR" in shown.err
    assert "nngrade init DIR" not in shown.out


def test_a_course_that_is_broken_is_named(nngrade, small_course):
    small_course.edit("points: 60", "pionts: 60")
    shown = nngrade("list", "--course", small_course.root)
    assert (shown.code, shown.out) == (3, "")
    assert "checks[0].pionts" in shown.err
    assert "Traceback" not in shown.err
