"""The README's picture: the text of a terminal, as SVG."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from nngrade.reports import terminal
from nngrade.reports.picture import main, svg
from report_samples import context, ordinary


def test_picture_holds_the_report() -> None:
    drawing = svg(terminal.report(ordinary(), context(colour=True)))
    text = "".join(ET.fromstring(drawing).itertext()).replace("\xa0", " ")
    assert "nngrade check 3" in text
    assert "gradients: every parameter" in text
    assert "\x1b" not in drawing


def test_picture_fetches_nothing_and_stays_the_same() -> None:
    drawing = svg("\x1b[31mFAIL\x1b[0m")
    assert "url(http" not in drawing
    assert "@font-face" not in drawing
    assert drawing == svg("\x1b[31mFAIL\x1b[0m")


def test_main_writes_the_file(tmp_path: Path) -> None:
    (tmp_path / "in.ansi").write_text("\x1b[1m40/100\x1b[0m\n", encoding="utf-8")
    main([str(tmp_path / "in.ansi"), str(tmp_path / "out.svg")])
    assert "40/100" in (tmp_path / "out.svg").read_text(encoding="utf-8")


def test_main_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="two files are needed"):
        main(["one"])
    with pytest.raises(SystemExit, match=r"no picture of .*nothing\.ansi"):
        main([str(tmp_path / "nothing.ansi"), str(tmp_path / "out.svg")])
