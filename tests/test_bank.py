"""The bank of known mistakes: how it is read, how a wrong module is made, and that a broken bank costs nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from nngrade.checks import bank as module
from nngrade.checks.bank import Bank, Suspect, read_mistakes
from nngrade.checks.guard import guarded
from nngrade.errors import CourseError
from nngrade.sandbox.handles import Implementation
from toy_course import MISTAKES, SOLUTION, TARGETS, bank, grade, statuses, toy, written

WRONG = SOLUTION.replace("2 *", "3 *")
HEAD = "from nngrade.api import Mistake\n"


@pytest.fixture
def made(tmp_path):
    """Make a bank with this mistakes.py beside the toy's solution."""

    def make(text: str | None, solution: str = SOLUTION) -> Bank:
        (tmp_path / "toy.py").write_text(solution)
        if text is not None:
            (tmp_path / "mistakes.py").write_text(text)
        return Bank(tmp_path / "toy.py")

    return make


def answers(suspect: Suspect, name: str, *arguments):
    return getattr(Implementation(suspect.link()), name)(*arguments)


def test_each_form_is_a_module_of_its_own(made):
    found = made(MISTAKES)
    assert found.there
    assert [suspect.ids for suspect in found.suspects] == [
        ("tripled",),
        ("tripled",),
        ("unchanged",),
        ("no-sum",),
        ("row-doubled",),
    ]
    assert [answers(suspect, "double", 5.0) for suspect in found.of(["double"])] == [15, 15, 5]
    assert answers(found.suspects[3], "pair", np.array([1.0, 3.0]))["sum"] == 2
    assert [suspect.ids for suspect in found.of(["pair", "nothing"])] == [("no-sum",), ("row-doubled",)]
    assert found.of([]) == []


def test_without_a_file_there_are_none(made):
    found = made(None)
    assert not found.there
    assert (found.mistakes, found.suspects) == ((), [])


def test_two_mistakes_in_one_file(made):
    suspects = made(MISTAKES).suspects
    both = suspects[0].with_(suspects[3])
    assert both.ids == ("tripled", "no-sum")
    assert answers(both, "double", 1.0) == 3
    assert answers(both, "pair", np.array([1.0, 3.0]))["sum"] == 2
    overlapping = suspects[0].with_(suspects[2])  # both change the same words
    assert not overlapping.whole
    with pytest.raises(CourseError, match=r"unchanged: .* occurs 0 times"):
        overlapping.link()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"nothing of the kind": "x"}, "occurs 0 times in toy.py; it must occur exactly once"),
        ({"np.": "xp."}, "occurs 4 times in toy.py"),
        ({"2 * np.asarray(x)": "(2"}, "double-it: '(' was never closed"),
        ({"2 * np.asarray(x)": "2\x00"}, "null"),
    ],
)
def test_a_change_that_cannot_be_made(made, form, words):
    (suspect,) = made(bank(("double-it", "double", form))).suspects
    assert not suspect.whole
    with pytest.raises(CourseError) as caught:
        suspect.link()
    assert "mistakes.py" in str(caught.value)
    assert "double-it" in str(caught.value)
    assert words in str(caught.value)


def test_a_link_is_a_module_newly_imported_and_a_dataclass_may_be_in_it(made):
    counter = "from dataclasses import dataclass\n@dataclass\nclass Seen:\n    n: int = 0\nSEEN = Seen()\n"
    form = written("SEEN.n += 1\n    return SEEN.n")
    (suspect,) = made(
        bank(("counts", "double", form)), "from __future__ import annotations\n" + counter + SOLUTION
    ).suspects
    for _ in range(2):
        one = Implementation(suspect.link())
        assert [one.double(1), one.double(1)] == [1, 2]
        assert one.fresh().double(1) == 1


BROKEN = {
    "raises": "raise RuntimeError('no')",
    "leaves": "import sys; sys.exit()",
    "no Python": "MISTAKES = (",
    "a null": "\x00",
    "loops": "while True:\n    pass",
    "prints": "print('x' * 9)\n1 / 0",
    "imports what is not there": "import nothing_of_that_name",
    "nothing": "",
    "no tuple": HEAD + "MISTAKES = {Mistake('a', 'double', 'b', 'c', {})}",
    "no mistakes": "MISTAKES = ({'id': 'a'},)",
    "no dict": HEAD + "MISTAKES = (Mistake('a', 'double', 'b', 'c', 'd'),)",
    "a number": HEAD + "MISTAKES = (Mistake(1, 'double', 'b', 'c', {'2 *': '3 *'}),)",
    "a number in a form": HEAD + "MISTAKES = (Mistake('a', 'double', 'b', 'c', {'2 *': 3}),)",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_file_that_is_no_bank_is_a_course_error_and_for_learners_none(made, text, monkeypatch, capfd):
    monkeypatch.setattr(module, "guarded", lambda: guarded(seconds=0.1))
    found = made(text)
    with pytest.raises(CourseError, match=r"mistakes\.py"):
        read_mistakes(found.path)
    assert found.suspects == []
    assert found.of(["double"]) == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["raises", "leaves", "loops", "no tuple", "no dict"])
def test_a_broken_bank_costs_no_grade(tmp_path, name, monkeypatch):
    monkeypatch.setattr(module, "guarded", lambda: guarded(seconds=0.1))
    right, wrong = grade(toy(tmp_path, mistakes=BROKEN[name], more=TARGETS), SOLUTION, WRONG)
    assert statuses(right) == ["passed", "passed"]
    assert statuses(wrong) == ["failed", "passed"]
    assert "in every entry" in (wrong.checks[0].message or "")
    assert wrong.checks[0].diagnosis is None


def test_a_broken_mistake_costs_neither_a_grade_nor_the_others_their_names(tmp_path, monkeypatch, capfd):
    broken = (
        ("no-such-words", "double", {"nothing of the kind": "x"}),
        ("no-python", "double", {"2 * np.asarray(x)": "("}),
        ("cannot-be-imported", "double", {"": "1 / 0\n"}),
        ("leaves", "double", {"": "raise SystemExit\n"}),
        ("prints", "double", {"": "print('x')\ndef double(x):\n    print(x)\n"}),
        ("asks", "double", written("return float(input())")),
        ("loops", "double", written("while True:\n        pass")),
        ("writes", "double", written("open('written.txt', 'w').write('x')\n    return 7 * x")),
        ("tripled", "double", {"2 *": "3 *"}),
        ("no-target", "nothing", {"2 *": "3 *"}),
    )
    monkeypatch.setattr("nngrade.checks.diagnosis.guarded", lambda seed: guarded(seed, 0.2))
    monkeypatch.chdir(tmp_path)
    course = toy(tmp_path / "course", mistakes=bank(*broken), more=TARGETS)
    wrong, seven = grade(course, WRONG, SOLUTION.replace("2 *", "7 *"))
    assert statuses(wrong) == ["failed", "passed"]
    assert [check.diagnosis and check.diagnosis.id for check in (wrong.checks[0], seven.checks[0])] == [
        "tripled",
        "writes",
    ]
    assert capfd.readouterr() == ("", "")
    assert [path.name for path in Path.cwd().iterdir()] == ["course"]
    assert not list(tmp_path.rglob("written.txt"))
