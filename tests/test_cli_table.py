"""Tables: aligned, wrapped in the last column, never wider than the screen."""

from __future__ import annotations

import pytest
from nngrade.cli.table import columns, screen_width


def test_columns_are_aligned_and_the_last_is_wrapped(monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    shown = columns(
        [("a", "ok", "short"), ("longer", "no", "many words " * 8 + "\nand a new line")], head=("x", "y", "z")
    )
    lines = shown.splitlines()
    assert lines[0] == "  x       y   z"
    assert lines[1] == "  a       ok  short"
    assert lines[2].startswith("  longer  no  many words")
    assert lines[-1] == "              and a new line"
    assert max(map(len, lines)) <= 40


def test_no_rows_are_no_table():
    assert columns([]) == ""


@pytest.mark.parametrize(
    ("told", "width"), [("40", 40), ("200", 100), ("0", 80), ("-5", 80), ("wide", 80), ("", 80), ("²", 80)]
)
def test_the_width_of_the_screen(monkeypatch, told, width):
    def no_screen() -> None:
        raise OSError

    monkeypatch.setattr("os.get_terminal_size", no_screen)
    monkeypatch.setenv("COLUMNS", told)
    assert screen_width() == width
