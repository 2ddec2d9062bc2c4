"""`nngrade hint`: graded first, then one step at a time, for the first thing that does not pass."""

from __future__ import annotations

import os

import pytest
from nngrade.reports.escape import padded


@pytest.fixture
def hint(nngrade, small_course, tmp_path):
    """Ask for a hint for exercise 1 whose file holds the given text (None: as it is)."""
    nngrade("init", "nets", "--course", small_course.root, cwd=tmp_path)
    module = tmp_path / "nets" / "01_double" / "double.py"

    def ask(text: str | None = None):
        if text is not None:
            module.write_text(text)
        return nngrade("hint", "1", "--course", small_course.root, cwd=tmp_path / "nets")

    return ask


def test_an_untouched_stub_gets_the_first_steps(hint):
    shown = [hint() for _ in range(5)]
    assert [one.code for one in shown] == [0] * 5
    texts = [one.out for one in shown]
    assert "Hint 1 of 3:\n  first hint\n" in texts[0]
    assert "Hint 2 of 3:\n  second hint\n" in texts[1]
    assert "Hint 3 of 3:\n  third hint\n" in texts[2]
    assert texts[3] == texts[4]
    assert "Hint 3 of 3, the last one, once more:\n  third hint\n" in texts[3]
    assert all("double: twice the number" in text for text in texts)


def test_no_line_is_wider_than_the_page(hint):
    for text in ("漢" * 300, "y" * 300):
        shown = hint(f"def double(x):\n    raise ValueError({text!r})\n").out
        assert text[:20] in shown and max(len(padded(line)) for line in shown.splitlines()) <= 80


def test_what_passes_is_passed_over(hint):
    hint()
    shown = hint("def double(x):\n    return 2 * x\n\n\ndef half(x):\n    return x\n")
    assert "half: half the number" in shown.out
    assert "Hint 1 of 3:\n  look at half\n" in shown.out


def test_a_file_that_does_not_load_comes_before_any_hint(hint):
    shown = hint("def double(x:\n")
    assert "Hint" not in shown.out
    assert "Repair that first, then: nngrade check 1" in shown.out
    assert "Hint 1 of 3" in hint("def double(x):\n    return x\n").out


@pytest.mark.parametrize("kind", ["pipe", "link"])
def test_a_file_that_is_no_file_is_not_read(hint, tmp_path, kind):
    module = tmp_path / "nets" / "01_double" / "double.py"
    module.unlink()
    if kind == "pipe":
        os.mkfifo(module)
    else:
        module.symlink_to("/dev/zero")
    shown = hint()
    assert shown.code == 0
    assert ("is no ordinary file" if kind == "pipe" else "is a link") in shown.out


def test_where_all_passes_there_is_no_hint(hint):
    shown = hint("def double(x):\n    return 2 * x\n\n\ndef half(x):\n    return x / 2\n")
    assert shown.code == 0
    assert "100/100: everything passes" in shown.out


def test_the_score_is_remembered(hint, nngrade, small_course, tmp_path):
    hint("def double(x):\n    return 2 * x\n")
    assert "60/100" in nngrade("list", "--course", small_course.root, cwd=tmp_path / "nets").out


def test_without_a_workspace(nngrade, small_course):
    done = nngrade("hint", "1", "--course", small_course.root)
    assert (done.code, done.out) == (2, "")
    assert "nngrade init DIR" in done.err


def test_a_fault_of_the_grader_is_no_hint(hint, small_course):
    checks = small_course.manifest().parent / "checks.py"
    checks.write_text("raise ValueError('broken')\n")
    shown = hint()
    assert (shown.code, shown.out) == (3, "")
    assert "Traceback" not in shown.err


MISTAKES = """\
from nngrade.api import Mistake

MISTAKES = (
    Mistake("tripled", "double", "The number is tripled.", "Look at the factor.", {"2 * x": "3 * x"}),
    Mistake("squared", "double", "The number is squared" + ", on and on" * 8, "See.", {"2 * x": "x * x"}),
)
"""
SEVERAL = """\
def test_double(same, rng):
    for x in rng.normal(size=3):
        same(lambda impl: impl.double(float(x)))


def test_half(same):
    same(lambda impl: impl.half(3.0))
"""


@pytest.fixture
def banked(hint, small_course):
    """The same, of a course that knows two mistakes."""
    (small_course.root / "solutions/01_double/mistakes.py").write_text(MISTAKES)
    (small_course.manifest().parent / "checks.py").write_text(SEVERAL)
    return hint


def test_a_known_mistake_is_named_before_the_hint_and_another_one_begins_anew(banked):
    tripled, squared = (f"def double(x):\n    return {body}\n" for body in ("x * 3", "x ** 2"))
    shown = [banked(text).out for text in (tripled, squared, tripled, "def double(x):\n    return 7\n")]
    assert "\n  The number is tripled. Repair: Look at the factor.\n\nHint 1 of 3:\n  first hint\n" in shown[0]
    assert "squared" in shown[1]
    assert "Hint 1 of 3:" in shown[1]
    assert "Hint 2 of 3:" in shown[2]
    assert "tripled" not in shown[3]
    assert "Hint 1 of 3:" in shown[3]
    assert all(max(map(len, text.splitlines())) <= 80 for text in shown)


def test_a_bank_that_cannot_be_read_costs_no_hint(banked, small_course):
    (small_course.root / "solutions/01_double/mistakes.py").write_text("1 / 0")
    shown = banked("def double(x):\n    return 3 * x\n")
    assert (shown.code, shown.err) == (0, "")
    assert "Hint 1 of 3:\n  first hint\n" in shown.out
