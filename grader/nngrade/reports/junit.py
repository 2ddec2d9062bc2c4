"""JUnit XML in pytest's xunit2 dialect, for the test tabs of CI systems.

An exercise is a test suite, a check a test case; points and visibility, for which JUnit has no place, are properties.
A wrong answer is a failure, whatever else kept a check from passing an error of that type, a waiting check skipped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from nngrade.api import ReportContext
from nngrade.reports import words
from nngrade.reports.escape import hanging, one_line, quoted, visible
from nngrade.reports.feedback import view
from nngrade.reports.options import JunitOptions
from nngrade.result import CheckResult, Environment, ExerciseResult, Result


def report(result: Result, context: ReportContext) -> str:
    """Return the XML document; nothing in it depends on the machine's name or, unless an option says so, the time."""
    seen = view(result, context.feedback)
    options = context.options if isinstance(context.options, JunitOptions) else JunitOptions()
    root = ET.Element("testsuites", name=visible(options.suite))
    suites = [_suite(exercise, seen.environment, options) for exercise in seen.exercises]
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    root.set("time", f"{sum(exercise.seconds for exercise in seen.exercises):.3f}")
    root.extend(suites)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(exercise: ExerciseResult, environment: Environment, options: JunitOptions) -> ET.Element:
    cases = _cases(exercise)
    kinds = Counter(_kind(check) for check in exercise.checks)
    suite = ET.Element(
        "testsuite",
        name=visible(exercise.id),
        tests=str(len(cases)),
        failures=str(kinds["failure"]),
        errors=str(kinds["error"]),
        skipped=str(kinds["skipped"]),
        time=f"{exercise.seconds:.3f}",
        timestamp=visible(options.timestamp),
        hostname="localhost",
    )
    points = {"points": words.number(exercise.score), "max_points": words.number(exercise.max_score)}
    others = {"status": exercise.status, "isolation": environment.isolation, "seed": str(environment.seed)}
    notes = {"note": "\n".join(exercise.notes)} if exercise.notes else {}
    _properties(ET.SubElement(suite, "properties"), points | others | notes)
    suite.extend(cases)
    return suite


def _cases(exercise: ExerciseResult) -> list[ET.Element]:
    titles = Counter(one_line(check.title) for check in exercise.checks)
    cases = []
    for check in exercise.checks:
        name = one_line(check.title)
        if titles[name] > 1:  # CI systems tell cases apart by class and name
            name = f"{name} ({one_line(check.id)})"
        cases.append(_case(visible(exercise.id), name, check))
    return cases


def _case(classname: str, name: str, check: CheckResult) -> ET.Element:
    case = ET.Element("testcase", classname=classname, name=name, time=f"{check.seconds:.3f}")
    points = {"points": words.number(check.score), "max_points": words.number(check.max_score)}
    others = {"id": check.id, "status": check.status, "visibility": check.visibility}
    _properties(ET.SubElement(case, "properties"), points | others)
    kind = _kind(check)
    if kind:
        text = hanging(visible(words.explanation(check)))
        verdict = ET.SubElement(case, kind, type=check.status, message=one_line(text.partition("\n")[0]))
        verdict.text = "\n".join(part for part in (text, f"Hint: {visible(check.hint)}" if check.hint else "") if part)
    if check.output:
        ET.SubElement(case, "system-out").text = quoted(check.output)
    return case


def _kind(check: CheckResult) -> str:
    kinds = {"passed": "", "failed": "failure", "skipped": "skipped"}
    return kinds.get(check.status, "error")


def _properties(parent: ET.Element, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        ET.SubElement(parent, "property", name=name, value=visible(value))
