"""The learner's page, as text: golden files, widths, colour, and what it must and must not say."""

from __future__ import annotations

import re
import subprocess
import sys

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nngrade.reports import plain, terminal
from nngrade.reports.layout import Look
from nngrade.reports.words import shorter
from nngrade.result import Diagnosis
from report_samples import NASTY, check, context, exercise, golden, ordinary, pages, perfect, result, rich, stub

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)
PAGES = pages()


@pytest.mark.parametrize("name", sorted(name for name in PAGES if name.endswith((".txt", ".ansi"))))
def test_golden(name: str) -> None:
    assert golden(name, PAGES[name]), f"{name} differs; if it is meant to: cd tests && python -m report_samples"


@pytest.mark.parametrize("width", [80, 64, 63, 50, 40])
def test_no_line_is_wider_than_the_page(width: int) -> None:
    for document in (ordinary(), stub(), rich(), perfect("01_a", "02_b")):
        lines = terminal.report(document, context(width=width, next_command="nngrade show 4")).splitlines()
        assert max(map(len, lines)) <= width
        assert all(line == line.rstrip() for line in lines)


def test_colour_changes_nothing_but_colour() -> None:
    coloured = terminal.report(rich(), context(colour=True))
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == terminal.report(rich(), context(colour=False))


def test_plain_says_the_same_in_ascii() -> None:
    text = plain.report(rich(), context(colour=True))
    assert text.isascii()
    assert text == terminal.report(rich(), context(colour=False)).replace("·", "-")


def test_last_line_says_the_score_and_the_next_command() -> None:
    def last(document: object, **fields: object) -> str:
        return terminal.report(document, context(**fields)).splitlines()[-1].strip()  # type: ignore[arg-type]

    assert last(ordinary()) == "40/100   repair gradients first, then: nngrade check 3"
    assert last(stub()) == "0/100   start with mse_loss: nngrade show 3, then: nngrade check 3"
    assert last(perfect(), next_command="nngrade show 4") == "100/100   all passed. Next: nngrade show 4"
    assert last(perfect()) == "100/100   all passed."
    assert last(msgspec.structs.replace(result(), status="infra")).startswith("0/0   no grade: the grader is at fault")
    missing = check("test_f", "error", message="`f` is not written yet.")
    assert last(result(exercise("03_x", missing))) == "0/10   write f first, then: nngrade check 3"
    hidden = check("test_f", "failed", visibility="hidden")
    assert "not shown" in last(result(exercise("03_x", check("test_g", score=10), hidden)))
    two = result(exercise("01_a", check("test_g", score=10)), exercise("02_b", check("test_f", "failed", message="no")))
    assert last(two) == "10/20   repair f in 02_b first, then: nngrade check 2"


def test_one_reason_is_said_once() -> None:
    text = terminal.report(stub(), context())
    assert text.count("not written yet") == 1
    assert "all 4 checks" in text
    assert "test_train" not in text


def test_a_file_that_cannot_be_imported() -> None:
    sentence = "`backprop.py` cannot be imported: line 3: '(' was never closed."
    first = check("test_a", "error", message=sentence, output="  line 3\n    x = (\nSyntaxError: '(' was never closed")
    document = result(exercise("03_backprop", first, check("test_b", "error"), notes=(sentence,)))
    text = terminal.report(document, context())
    assert text.count("never closed.") == 1
    assert "| SyntaxError" in text
    assert text.endswith("0/20   repair that first, then: nngrade check 3\n")


def test_a_reason_whose_check_is_not_shown() -> None:
    hidden = check("test_a", "error", message="it hangs", visibility="hidden")
    document = result(exercise("03_backprop", hidden, check("test_b", "error"), notes=("it hangs",)))
    assert "it hangs" in terminal.report(document, context())


def test_the_same_message_is_said_once() -> None:
    checks = [check(f"test_{n}", "error", message="`f` is not written yet.") for n in range(3)]
    assert terminal.report(result(exercise("03_x", *checks)), context()).count("not written yet") == 1


def test_output_only_under_the_first_failing_check() -> None:
    checks = [check(f"test_{n}", "failed", message=f"message {n}", output=f"printed {n}") for n in range(3)]
    text = terminal.report(result(exercise("03_x", check("test_ok", score=1, output="printed ok"), *checks)), context())
    assert re.findall(r"\| (.*)", text) == ["printed 0"]


def test_output_is_bounded() -> None:
    loud = check("test_f", "failed", message="no", output="\n".join(f"line {n} " + "x" * 500 for n in range(1000)))
    lines = [line for line in terminal.report(result(exercise("03_x", loud)), context()).splitlines() if "| " in line]
    assert len(lines) == 9
    assert any("left out" in line for line in lines)


def test_three_lines_and_the_diagnosis_comes_first() -> None:
    diagnosis = Diagnosis("d", "f", "The loss is a mean: divide by n.")
    wordy = check("test_f", "failed", message="words " * 200, diagnosis=diagnosis)
    lines = terminal.report(result(exercise("03_x", wordy)), context()).splitlines()
    said = lines[lines.index(next(line for line in lines if "FAIL" in line)) + 1 : -4]
    assert [line.strip() for line in said] == ["The loss is a mean: divide by n."]


def test_a_mistake_is_told_once() -> None:
    diagnosis = Diagnosis("d", "f", "The loss is a mean: divide by n.")
    items = [check(f"test_{n}", "failed", message=f"wrong {n}", diagnosis=diagnosis) for n in (1, 2)]
    text = terminal.report(result(exercise("03_x", *items)), context())
    assert text.count("divide by n") == 1
    assert text.count("The same mistake as above.") == 1
    assert "wrong 2" not in text


FIRST = "`f(X)` is 2 times what it should be, in every entry."
RIGHT, ALSO = "W1, W2 and W3 are right; b1 and b2 are right.", "W1 is not right either."
RAISED = "`f` raised ValueError: operands could not be broadcast together."
PLACE = "mlp.py:41 in backward: dW = A1 @ dZ2"
ASKED = "Asked with X of shape (7, 5), y of shape (7,), int64."
LONG = f"{ASKED[:-1]}, W1 of shape (5, 4), W2 of shape (4, 3), lr = 0.1, epochs = 3."
NAMED = Diagnosis(
    "d", "f", "The gradients are those of one sample. Average them over the batch, as the loss is a mean."
)


def told(message: str, diagnosis: Diagnosis | None, **fields: object) -> list[str]:
    """Return what a learner reads about a check that failed."""
    item = check("test_f", "failed", message=message, diagnosis=diagnosis)
    lines = terminal.report(result(exercise("03_x", item)), context(**fields)).splitlines()
    first = next(n for n, line in enumerate(lines) if "FAIL" in line) + 1
    return [line.strip() for line in lines[first : next(n for n, line in enumerate(lines) if "More:" in line)]]


@pytest.mark.parametrize(
    ("message", "diagnosis", "kept"),
    [
        ([FIRST], None, [FIRST]),
        ([FIRST, RIGHT, ASKED], None, [FIRST, RIGHT, ASKED]),
        ([FIRST, RIGHT, LONG], None, [FIRST, RIGHT]),  # what was asked gives way first
        ([FIRST], NAMED, [FIRST, NAMED.text]),
        ([FIRST, ASKED], NAMED, [FIRST, NAMED.text]),
        ([FIRST, RIGHT, ASKED], NAMED, [FIRST, NAMED.text]),  # then the parts that are right
        ([FIRST, f"{RIGHT} {ALSO}", ASKED], NAMED, [NAMED.text]),  # one wrong part of several says too little
        ([RAISED, PLACE, ASKED], NAMED, [PLACE, NAMED.text]),
        ([RAISED, PLACE], None, [RAISED, PLACE]),
        ([FIRST, LONG], None, [FIRST, LONG]),
    ],
)
def test_what_gives_way_where_three_lines_are_not_enough(message, diagnosis, kept) -> None:
    lines = told("\n".join(message), diagnosis)
    assert len(lines) <= 3
    assert " ".join(lines) == " ".join(kept)


@pytest.mark.parametrize("width", [100, 80])
def test_two_lines_of_a_diagnosis_are_told_whole(width: int) -> None:
    from nngrade.audit.paper import LINE, LINES

    text = " ".join(["x" * (LINE // 3 - 1)] * 3 * LINES)
    assert len(text) == LINE * LINES - 1
    lines = told("words " * 100, Diagnosis("d", "f", text), width=width)
    assert " ".join(lines) == text  # and the message, which has no room, not by halves


def test_the_staff_sees_all_of_it() -> None:
    item = check("test_f", "failed", message=f"wrong\n{RIGHT}\n{ASKED}", diagnosis=NAMED, detail="expected 7")
    shown = " ".join(terminal.report(result(exercise("03_x", item)), context(feedback="staff")).split())
    for part in ("wrong", RIGHT, ASKED, NAMED.text, "expected 7"):
        assert part in shown


def test_the_way_to_the_failing_call_where_there_may_be_one() -> None:
    def more(status: str, message: str) -> str:
        text = terminal.report(result(exercise("03_x", check("test_f", status, message=message))), context())
        return next((line.strip() for line in text.splitlines() if "More:" in line), "")

    both = "More: nngrade hint 3 · nngrade check 3 --explain"
    assert more("failed", "wrong") == both
    assert more("error", "`f` raised ValueError") == both
    for status in ("timeout", "memory", "blocked"):
        assert more(status, "it is") == "More: nngrade hint 3"
    assert more("error", "`f` is not written yet.") == "More: nngrade hint 3"
    assert more("infra", "broken") == ""


def test_numbers_and_code_are_not_broken() -> None:
    text = "the shape of `backward(X, y, params)` is (4, 5, 6); expected were (5, 4, 6), off by 1e-6 at [2, 1]"
    for width in range(30, 80):
        lines = "\n".join(Look(width, False, "-").wrap(text, 2))
        for whole in ("`backward(X, y, params)`", "(4, 5, 6)", "(5, 4, 6)", "1e-6", "[2, 1]"):
            assert whole in lines


def test_infra_is_told_apart() -> None:
    text = terminal.report(result(exercise("03_x", check("test_f", "infra", message="checks.py raised"))), context())
    assert "The grader is at fault, not your code. checks.py raised" in text
    assert "no grade" in text.splitlines()[-1]
    assert "nngrade hint" not in text


@pytest.mark.parametrize("isolation", ["process", "rlimits", "landlock7+rlimits"])
def test_weak_isolation_is_a_warning(isolation: str) -> None:
    document = result(exercise("03_x", check("test_f", score=10)), isolation=isolation)
    assert f"warning: isolation is {isolation}" in terminal.report(document, context())


def test_the_stand_in_is_named_even_without_a_note() -> None:
    document = result(exercise("06_x", check("test_f", score=10), mnist="stand-in"))
    assert "the data of mnist is the stand-in" in terminal.report(document, context())
    real = result(exercise("06_x", check("test_f", score=10), mnist="mnist"))
    assert "the data of" not in terminal.report(real, context())


@settings(derandomize=True, database=None, deadline=None, max_examples=60)
@given(ANY_TEXT, ANY_TEXT, st.integers(40, 100))
def test_any_text_keeps_to_the_page(text: str, other: str, width: int) -> None:
    diagnosis = Diagnosis("d", "f", other)
    items = (
        check("test_f", "failed", title=text, message=other, output=text, diagnosis=diagnosis),
        check("test_g", "skipped", title=other, message=text),
    )
    where = {("03_x", "f"): other}
    document = result(exercise("03_x", *items, notes=(text,)), path=other)
    page = terminal.report(document, context(width=width, lines=where, title=text))
    page.encode("utf-8")
    assert "\x1b" not in page
    assert max(len(line) for line in page.split("\n")) <= width


def test_nasty_text_is_shown_escaped() -> None:
    text = terminal.report(result(exercise("03_x", check("test_f", "failed", message=NASTY))), context())
    assert "\\x1b[31mred" in text
    assert "\\u202e" in text


def test_the_page_needs_no_slow_import() -> None:
    code = (
        "import sys, nngrade.reports.plugin, nngrade.reports.terminal\n"
        "print(sorted({'rich', 'numpy', 'pytest', 'xml.etree', 'secrets', 'sklearn'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_line_that_raised_stays_where_the_advice_has_no_room() -> None:
    said = "`f` raised ValueError: no.\nbackprop.py:7 in f: raise ValueError"
    assert said in shorter(f"{said}\nAdvice.", named=False)
    assert shorter(f"{said}\nAdvice.", named=False)[-1] == "`f` raised ValueError: no."
