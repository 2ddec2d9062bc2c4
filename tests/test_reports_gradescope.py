"""Gradescope's results.json: the documented fields and their rules."""

from __future__ import annotations

import json
from typing import Any

import pytest
from nngrade.reports import gradescope
from nngrade.reports.options import GradescopeOptions
from report_samples import check, context, exercise, golden, ordinary, pages, perfect, result, rich, stub

VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}
FORMATS = {"text", "html", "simple_format", "md", "ansi"}
TOP = {
    "score": (int, float),
    "execution_time": (int, float),
    "output": str,
    "output_format": str,
    "test_output_format": str,
    "test_name_format": str,
    "visibility": str,
    "stdout_visibility": str,
    "extra_data": dict,
    "tests": list,
    "leaderboard": list,
}
TEST = {
    "score": (int, float),
    "max_score": (int, float),
    "status": str,
    "name": str,
    "name_format": str,
    "number": str,
    "output": str,
    "output_format": str,
    "tags": list,
    "visibility": str,
    "extra_data": dict,
}


def report(document: Any, **fields: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(gradescope.report(document, context(**fields)))
    return made


@pytest.mark.parametrize("feedback", ["student", "staff"])
@pytest.mark.parametrize("make", [ordinary, stub, perfect, rich], ids=lambda make: make.__name__)
def test_only_documented_fields(make: Any, feedback: str) -> None:
    made = report(make(), feedback=feedback)
    for part, fields in ((made, TOP), *((test, TEST) for test in made["tests"])):
        assert set(part) <= set(fields)
        assert all(isinstance(value, fields[key]) for key, value in part.items())
        assert all(part[key] in FORMATS for key in part if key.endswith("_format"))
        assert all(part[key] in VISIBILITIES for key in part if key.endswith("visibility"))
    assert {test["status"] for test in made["tests"]} <= {"passed", "failed"}


def test_scores_add_up_without_a_total() -> None:
    made = report(ordinary())
    assert "score" not in made
    assert sum(test["score"] for test in made["tests"]) == 40
    assert [test["number"] for test in made["tests"]] == ["3.1", "3.2", "3.3", "3.4", "3.5"]


def test_the_total_is_given_where_checks_are_left_out() -> None:
    hidden = check("test_h", score=20, max_score=20, visibility="hidden")
    document = result(exercise("03_x", check("test_f", score=10), hidden))
    assert report(document)["score"] == 30
    assert "score" not in report(document, feedback="staff")
    assert report(result(exercise("03_x", hidden)))["tests"] == []


def test_visibility_of_a_test_is_the_checks() -> None:
    seen = {test["extra_data"]["id"]: test["visibility"] for test in report(rich())["tests"]}
    assert seen["test_plain"] == "visible"
    assert seen["test_later"] == "after_published"
    assert seen["test_due"] == "after_due_date"
    assert "test_hidden" not in seen


def test_staff_text_is_never_shown_to_students() -> None:
    assert {test["visibility"] for test in report(rich(), feedback="staff")["tests"]} == {"hidden"}


def test_a_fault_of_the_grader_gives_no_score() -> None:
    made = report(rich())
    assert "score" not in made
    assert not any("score" in test for test in made["tests"])
    assert "the grader is at fault, not your code" in made["output"]


def test_output_of_a_test() -> None:
    outputs = [test["output"] for test in report(ordinary())["tests"]]
    assert outputs[0] == ""
    assert outputs[2].startswith('`gradients(x, y_true)["b1"]` is 0 everywhere')
    assert outputs[2].endswith("Hint: Look at b1.\nWhat your code printed:\n| b1 [0. 0.]")
    assert outputs[3] == "waits (needs gradients)"


def test_one_reason_stands_at_every_test() -> None:
    assert all("is not written yet" in test["output"] for test in report(stub())["tests"])


def test_options() -> None:
    made = report(ordinary(), options=GradescopeOptions(visibility="after_due_date", stdout_visibility="visible"))
    assert (made["visibility"], made["stdout_visibility"]) == ("after_due_date", "visible")


def test_exercises_without_a_number_are_counted() -> None:
    document = result(*(exercise(id, check("test_f", score=10)) for id in ("linear", "07_deep")))
    assert [test["number"] for test in report(document)["tests"]] == ["1.1", "7.1"]


def test_golden() -> None:
    assert golden("ordinary-gradescope.json", pages()["ordinary-gradescope.json"])
