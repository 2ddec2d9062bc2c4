"""Draw a terminal's output as SVG for the README: python -m nngrade.reports.picture INPUT.ansi OUTPUT.svg."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

TITLE = "nngrade check 3"


def svg(ansi: str, title: str = TITLE, width: int = 80) -> str:
    """Return the picture of a terminal of `width` columns that shows `ansi`; the same text gives the same picture."""
    from rich.console import Console
    from rich.text import Text

    console = Console(record=True, width=width, file=io.StringIO(), force_terminal=True, legacy_windows=False)
    console.print(Text.from_ansi(ansi.rstrip("\n")), soft_wrap=True)
    drawing = console.export_svg(title=title, unique_id="nngrade")
    # no fonts from the network: the reader's own fixed-width font, at the lengths that the SVG states
    drawing = re.sub(r"\s*@font-face \{.*?\}", "", drawing, flags=re.DOTALL)
    return "\n".join(line.rstrip() for line in drawing.splitlines()) + "\n"


def main(arguments: list[str]) -> None:
    """Read the file named first and write the one named second."""
    if len(arguments) != 2:
        raise SystemExit("two files are needed: python -m nngrade.reports.picture INPUT.ansi OUTPUT.svg")
    source, target = map(Path, arguments)
    try:
        target.write_text(svg(source.read_text(encoding="utf-8")), encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SystemExit(f"no picture of {source}: {error}") from None


if __name__ == "__main__":
    main(sys.argv[1:])
