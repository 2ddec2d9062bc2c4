"""Tables for the screen: plain text, as wide as the screen, words instead of signs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

WIDEST = 100  # longer lines are hard to read


def screen_width() -> int:
    """Return the columns of the screen, 80 where there is none; `shutil` answers the same, but imports five codecs."""
    told = os.environ.get("COLUMNS", "")
    if told.isascii() and told.isdecimal() and 0 < len(told) < 6 and int(told) > 0:
        return min(int(told), WIDEST)
    try:
        return min(os.get_terminal_size().columns or 80, WIDEST)
    except OSError:
        return 80


def columns(rows: Iterable[Sequence[str]], head: Sequence[str] = (), indent: str = "  ") -> str:
    """Return `rows` as columns; the last one is wrapped, so that nothing is wider than the screen."""
    import textwrap

    body = [[str(cell) for cell in row] for row in rows]
    every = [list(head), *body] if head else body
    if not every:
        return ""
    width = screen_width()
    sizes = [max(len(row[index]) for row in every) for index in range(len(every[0]) - 1)]
    lines = []
    for row in every:
        left = indent + "".join(f"{cell:{size}}  " for cell, size in zip(row, sizes, strict=False))
        room = max(width - len(left), 20)
        wrapped = [part for line in row[-1].split("\n") for part in textwrap.wrap(line, room, break_on_hyphens=False)]
        for index, part in enumerate(wrapped or [""]):
            lines.append((left if index == 0 else " " * len(left)) + part)
    return "\n".join(line.rstrip() for line in lines)
