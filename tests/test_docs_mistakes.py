"""docs/mistakes.md says what the code does: fields, questions, numbers."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from nngrade.api import Mistake
from nngrade.audit import paper
from nngrade.audit.paper import on_paper
from nngrade.audit.run import PROMISES
from nngrade.checks import alike, asking, bench, guard
from nngrade.checks.symptoms import NAME
from nngrade.mutation.equivalents import Equivalent
from toy_course import MISTAKES, toy

TEXT = (Path(__file__).parent.parent / "docs" / "mistakes.md").read_text("utf-8")
ROWS = re.findall(r"^\| ([^|]+) \|", TEXT, re.M)
FLAT = " ".join(TEXT.split())


def test_the_fields_of_a_mistake_and_of_an_equivalent():
    assert [name for name in inspect.signature(Mistake).parameters if name not in ROWS] == []
    assert [name for name in Equivalent.__struct_fields__ if f"`{name}`" not in ROWS] == []


def test_every_question_of_the_audit(tmp_path):
    course = toy(tmp_path, mistakes=MISTAKES)
    (course.solution(course.exercises[0]).parent / NAME).touch()
    asked = [one.question for one in on_paper(course, course.exercises[0])]
    plural = {"variant": "variants", "mistake": "known mistakes"}
    asked += [f"{plural.get(kind, kind)}: {promise}" for kind, promise in PROMISES.items()]
    assert [question for question in asked if question not in ROWS] == []


def test_every_number():
    for words in (
        f"for {asking.GO_ON_SECONDS:g} s of CPU ({bench.TRAINING * asking.GO_ON_SECONDS:g} s where",
        f"for {guard.SECONDS:g} s of CPU at most",
        f"{paper.MOST_FORMS} forms at most, {paper.MOST_IN_ONE} in one function",
        f"two lines of a report, {paper.LINE} letters each",
        f"numbers within {100 * alike.SENTENCE_NEAR:g} %",
    ):
        assert words in FLAT
    assert paper.LINES == 2
    assert alike.NEAR == {"value": 1e-5, "gradient": 1e-4, "trajectory": 1e-4}
    assert "values within 1e-5 (gradients and trajectories within 1e-4 in norm)" in FLAT
