"""One result, two views."""

from __future__ import annotations

import msgspec
import pytest
from nngrade.reports.feedback import view
from nngrade.result import CheckResult, Diagnosis
from report_samples import check, exercise, result, rich

DIAGNOSIS = Diagnosis("id", "f", "a sentence")


def one(**fields: object) -> object:
    item = check("test_f", "failed", message="wrong", hint="look", diagnosis=DIAGNOSIS, output="printed", **fields)
    return result(exercise("01_a", item))


def test_student_sees_visible_checks_whole_but_for_the_detail() -> None:
    (seen,) = view(one(detail="expected 3"), "student").exercises[0].checks
    assert type(seen) is CheckResult
    assert (seen.message, seen.hint, seen.diagnosis, seen.output) == ("wrong", "look", DIAGNOSIS, "printed")


@pytest.mark.parametrize("visibility", ["after_published", "after_due_date"])
def test_student_sees_title_status_and_points_of_later_checks(visibility: str) -> None:
    (seen,) = view(one(visibility=visibility, detail="expected 3"), "student").exercises[0].checks
    assert (seen.title, seen.status, seen.score, seen.max_score) == ("test_f: what it does", "failed", 0.0, 10.0)
    assert (seen.message, seen.hint, seen.diagnosis, seen.output) == (None, None, None, "")


@pytest.mark.parametrize("visibility", ["hidden", "a word of the future"])
def test_student_sees_no_hidden_check_but_its_points(visibility: str) -> None:
    seen = view(one(visibility=visibility), "student")
    assert seen.exercises[0].checks == ()
    assert (seen.max_score, seen.exercises[0].max_score, seen.status) == (10.0, 10.0, "failed")


def test_staff_sees_the_detail_behind_the_message() -> None:
    (seen,) = view(one(visibility="hidden", detail="expected 3"), "staff").exercises[0].checks
    assert type(seen) is CheckResult
    assert seen.message == "wrong\nexpected 3"


def test_a_passed_check_has_no_message_for_anyone() -> None:
    passed = result(exercise("01_a", check("test_f", score=10, detail="expected 3")))
    assert view(passed, "staff").exercises[0].checks[0].message is None


def test_an_unknown_feedback_level_is_the_student() -> None:
    assert view(rich(), "everything") == view(rich(), "student")  # type: ignore[arg-type]


@pytest.mark.parametrize("feedback", ["student", "staff"])
def test_viewing_twice_changes_nothing(feedback: str) -> None:
    once = view(rich(), feedback)  # type: ignore[arg-type]
    assert view(once, feedback) == once  # type: ignore[arg-type]
    assert "detail" not in str(msgspec.to_builtins(once))
