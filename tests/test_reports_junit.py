"""JUnit XML: read back by a parser, with the rules that its readers apply."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nngrade.reports import junit
from nngrade.reports.options import JunitOptions
from report_samples import check, context, exercise, golden, ordinary, pages, perfect, result, rich, stub

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)


def parse(document: Any, **fields: Any) -> ET.Element:
    return ET.fromstring(junit.report(document, context(**fields)).encode("utf-8"))


def properties(element: ET.Element) -> dict[str, str]:
    return {item.attrib["name"]: item.attrib["value"] for item in element.findall("properties/property")}


@pytest.mark.parametrize("feedback", ["student", "staff"])
@pytest.mark.parametrize("make", [ordinary, stub, perfect, rich], ids=lambda make: make.__name__)
def test_counts_add_up(make: Any, feedback: str) -> None:
    root = parse(make(), feedback=feedback)
    for element in (root, *root.findall("testsuite")):
        cases = list(element.iter("testcase"))
        passed = sum(not {"failure", "error", "skipped"} & {child.tag for child in case} for case in cases)
        counts = {name: int(element.attrib[name]) for name in ("tests", "failures", "errors", "skipped")}
        assert counts["tests"] == len(cases)
        assert counts["tests"] == passed + counts["failures"] + counts["errors"] + counts["skipped"]
        assert counts["failures"] == len(list(element.iter("failure")))
        assert counts["errors"] == len(list(element.iter("error")))
        assert counts["skipped"] == len(list(element.iter("skipped")))


def test_each_status_has_its_element() -> None:
    found = {}
    for case in parse(rich(), feedback="staff").iter("testcase"):
        verdict = [child for child in case if child.tag in ("failure", "error", "skipped")]
        found[properties(case)["status"]] = verdict[0].tag if verdict else ""
    assert found == {
        "passed": "",
        "failed": "failure",
        "error": "error",
        "timeout": "error",
        "memory": "error",
        "blocked": "error",
        "skipped": "skipped",
        "infra": "error",
    }


def test_points_are_properties() -> None:
    suite = parse(rich()).find("testsuite")
    assert suite is not None
    assert properties(suite)["points"] == "17.5"
    assert properties(suite)["max_points"] == "120"  # the hidden check's are in the total
    case = suite.findall("testcase")[1]
    assert properties(case)["points"] == "2.5"
    assert properties(case)["visibility"] == "visible"
    assert set(case.attrib) == {"classname", "name", "time"}
    assert case.attrib["classname"] == "03_backprop"


def test_learner_text_comes_through_visibly() -> None:
    root = parse(rich())
    assert "]]> \\x1b[31mred" in (root.findtext(".//error") or "")
    output = root.findtext(".//system-out") or ""
    assert "<script>alert(1)</script> \\ud800 \\u202eevil" in output
    assert len(output) > 65536


def test_same_titles_become_different_names() -> None:
    items = [check("test_a", score=10, title="same"), check("test_b", score=10, title="same")]
    names = [case.attrib["name"] for case in parse(result(exercise("03_x", *items))).iter("testcase")]
    assert names == ["same (test_a)", "same (test_b)"]


def test_nothing_depends_on_time_or_machine() -> None:
    assert junit.report(rich(), context()) == junit.report(rich(), context())
    suite = parse(ordinary()).find("testsuite")
    assert suite is not None
    assert (suite.attrib["timestamp"], suite.attrib["hostname"]) == ("1970-01-01T00:00:00", "localhost")


def test_options() -> None:
    root = parse(ordinary(), options=JunitOptions(suite="week <3>", timestamp="2030-01-02T03:04:05"))
    assert root.attrib["name"] == "week <3>"
    assert {suite.attrib["timestamp"] for suite in root} == {"2030-01-02T03:04:05"}


def test_golden() -> None:
    assert golden("ordinary-junit.xml", pages()["ordinary-junit.xml"])


def test_lines_of_an_exception_are_not_taken_for_ours() -> None:
    item = check("test_f", "failed", message="ValueError: no\nHint: all is well", hint="Look again.")
    failure = parse(result(exercise("03_x", item))).find(".//failure")
    assert failure is not None and failure.text is not None
    assert failure.text.splitlines() == ["ValueError: no", "  Hint: all is well", "Hint: Look again."]


@settings(derandomize=True, database=None, deadline=None, max_examples=60)
@given(ANY_TEXT)
def test_any_text_is_well_formed(text: str) -> None:
    item = check("test_f", "failed", title=text, message=text, output=text, hint=text)
    root = parse(result(exercise("03_x", item, notes=(text,))), options=JunitOptions(suite=text, timestamp=text))
    assert len(list(root.iter("testcase"))) == 1
