"""`--format json` is `nngrade/result/v1` to the letter, and the published schema is the structs'."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nngrade.reports import json_report
from nngrade.reports.json_report import dump
from nngrade.reports.schema import schema
from nngrade.result import Result
from report_samples import check, context, exercise, golden, ordinary, pages, perfect, result, rich, stub

PUBLISHED = Path(__file__).parents[1] / "docs" / "schema" / "nngrade-result-v1.json"
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)


def strict(part: Any) -> Any:
    """Return the schema with no key allowed that it does not list."""
    if isinstance(part, dict):
        closed = {key: strict(value) for key, value in part.items()}
        return closed | ({"additionalProperties": False} if "properties" in closed else {})
    return [strict(item) for item in part] if isinstance(part, list) else part


def test_published_schema_is_up_to_date() -> None:
    text = PUBLISHED.read_text(encoding="utf-8")
    assert text == dump(schema()), "python -m nngrade.reports.schema > docs/schema/nngrade-result-v1.json"
    jsonschema.Draft202012Validator.check_schema(json.loads(text))


@pytest.mark.parametrize("feedback", ["student", "staff"])
@pytest.mark.parametrize("document", [ordinary, stub, perfect, rich], ids=lambda make: make.__name__)
def test_valid_by_the_published_schema(document: Any, feedback: str) -> None:
    report = json.loads(json_report.report(document(), context(feedback=feedback)))
    jsonschema.Draft202012Validator(strict(json.loads(PUBLISHED.read_text(encoding="utf-8")))).validate(report)
    assert msgspec.convert(report, Result).max_score == document().max_score


def test_keys_stand_in_the_order_of_the_design() -> None:
    report = json.loads(json_report.report(ordinary(), context()))
    assert list(report) == [
        "schema",
        "environment",
        "submission",
        "course",
        "score",
        "max_score",
        "status",
        "exercises",
    ]
    (exercise,) = report["exercises"]
    assert list(exercise) == ["id", "status", "score", "max_score", "seconds", "notes", "datasets", "checks"]
    assert list(exercise["checks"][0]) == [
        "id",
        "title",
        "targets",
        "status",
        "score",
        "max_score",
        "seconds",
        "visibility",
        "message",
        "hint",
        "diagnosis",
        "output",
    ]
    assert list(report["environment"]) == ["nngrade", "python", "numpy", "platform", "isolation", "seed"]


def test_golden() -> None:
    assert golden("ordinary.json", pages()["ordinary.json"])


def test_text_is_escaped_and_nothing_is_lost() -> None:
    text = json_report.report(rich(), context(feedback="staff"))
    assert text.endswith("}\n")
    checks = {item["id"]: item for item in json.loads(text)["exercises"][0]["checks"]}
    assert "\\x1b[31mred" in checks["test_error"]["message"]
    assert "\\ud800" in checks["test_error"]["message"]
    assert len(checks["test_error"]["output"]) > 65536
    assert checks["test_plain"]["title"] == "commas, newlines\nand a tab\tin a title"


@settings(derandomize=True, database=None, deadline=None, max_examples=60)
@given(ANY_TEXT)
def test_no_text_makes_it_raise(text: str) -> None:
    item = check("test_f", "failed", title=text, message=text, output=text, hint=text, targets=(text,))
    document = result(exercise("03_x", item, notes=(text,), **{text: text}), path=text)
    report = json.loads(json_report.report(document, context()))
    assert report["exercises"][0]["checks"][0]["message"] == report["submission"]["path"]
