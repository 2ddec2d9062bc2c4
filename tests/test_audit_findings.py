"""An audit as a document: `nngrade/audit/v1`, and the published schema is the structs'."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import msgspec
from nngrade.audit.findings import Audit, Figures, Finding, whole
from nngrade.reports.json_report import dump
from nngrade.reports.schema import schema

PUBLISHED = Path(__file__).parents[1] / "docs" / "schema" / "nngrade-audit-v1.json"
FINE, WRONG = Finding("01_toy", "there is a lesson", ""), Finding("02_more", "no hint is the answer", "it is")


def test_the_whole():
    found = whole("toy", (3, 4), iter([FINE, WRONG]), Figures(mistakes=2))
    assert (found.status, found.wrong, found.findings) == ("failed", [WRONG], (FINE, WRONG))
    assert whole("toy", (3,), [FINE], Figures()).status == "passed"
    assert whole("toy", (3,), [], Figures()).wrong == []


def test_figures_add_up():
    one, other = Figures(1, 2, 3, 4, 5, 6, 7, 8, 9), Figures(misnamed=10)
    assert one + other == Figures(1, 2, 3, 4, 5, 16, 7, 8, 9)
    assert Figures() + one == one


def test_published_schema_is_up_to_date():
    text = PUBLISHED.read_text(encoding="utf-8")
    assert text == dump(schema("audit")), "make schema"
    jsonschema.Draft202012Validator.check_schema(json.loads(text))


def test_valid_by_the_published_schema_and_read_again():
    found = whole("toy", (0, 1), [FINE, WRONG], Figures(1, 2, 2, 2, 2, 0, 1, 2, 2))
    document = json.loads(dump(msgspec.to_builtins(found)))
    jsonschema.validate(document, json.loads(PUBLISHED.read_text(encoding="utf-8")))
    assert list(document) == ["schema", "course", "seeds", "status", "figures", "findings"]
    assert document["findings"][1] == {
        "exercise": "02_more",
        "question": "no hint is the answer",
        "problem": "it is",
    }
    assert msgspec.convert(document, Audit) == found
