"""What is invisible or acts on a terminal becomes a visible escape."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nngrade.reports.escape import FILLER, clip, excerpt, one_line, padded, quoted, visible
from nngrade.reports.layout import Look

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=300)  # surrogates and controls too


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x9b31m", "\\x9b31m"),
        ("bell\a null\0 del\x7f", "bell\\x07 null\\x00 del\\x7f"),
        ("100%\rdone", "100%\\rdone"),
        ("one\r\ntwo\n\tthree", "one\ntwo\n\tthree"),
        ("\ud800 \udcff", "\\ud800 \\udcff"),
        ("\u202eevil\u2066", "\\u202eevil\\u2066"),
        ("zero\u200bwidth \ufeff", "zero\\u200bwidth \\ufeff"),
        ("line\u2028end \u0085", "line\\u2028end \\x85"),
        ("\ufffe \uffff", "\\ufffe \\uffff"),
        ("tag \U000e0041", "tag \\U000e0041"),
        ("naïve 中文 σ 👩\u200d🔬 می\u200cخواهم", "naïve 中文 σ 👩\u200d🔬 می\u200cخواهم"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@settings(derandomize=True, database=None, deadline=None)
@given(ANY_TEXT)
def test_visible_text_is_utf8_and_stays_as_it_is(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    assert shown.encode("utf-8").decode("utf-8") == shown
    assert all(char.isprintable() or char in "\n\t" or ord(char) > 0x9F for char in shown)


def test_one_line() -> None:
    assert one_line(" a\n b\t\x0bc\u2028 ") == "a b \\x0bc\\u2028"


def test_clip() -> None:
    assert clip("abcdef", 6) == "abcdef"
    assert clip("abcdefg", 6) == "abc..."


def test_excerpt_keeps_head_and_tail() -> None:
    text = "\n".join(f"line {n}" for n in range(100)) + "\n\n"
    assert excerpt(text, 2, 3, 80) == ["line 0", "line 1", "... 95 lines left out ...", "line 97", "line 98", "line 99"]
    assert excerpt("a\nb\nc\n", 1, 1, 80) == ["a", "b", "c"]  # a line that says so would be as long as the line
    assert excerpt("", 2, 3, 80) == []
    assert excerpt("x" * 65536, 2, 3, 10) == ["xxxxxxx..."]


def test_wide_characters_take_two_columns() -> None:
    for wide in "\u3000", "\u5b57", "\uff21", "\U0001f600", "\uac00":
        assert len(padded(wide * 3)) == 6, wide
        assert clip(wide * 10, 20) == wide * 10 and clip(wide * 10, 19) == wide * 8 + "..."
    assert padded("é \u00e9\u0301") == "é \u00e9\u0301"
    lines = Look(20, colour=False, dot="-").wrap("\u3000" * 40 + "  100/100", 4)
    assert all(len(padded(line)) <= 20 and line.startswith("    ") for line in lines)
    assert max(map(len, map(padded, Look(39, False, "-").wrap("a" + wide * 90, 2)))) <= 39
    assert FILLER not in "".join(lines) and visible(FILLER) == "\\ufdd0"


def test_what_a_program_printed_begins_no_line() -> None:
    assert quoted("::error::x\n[[ATTACHMENT|/etc/passwd]]\n\x1b[2J\n\n") == (
        "| ::error::x\n| [[ATTACHMENT|/etc/passwd]]\n| \\x1b[2J"
    )
