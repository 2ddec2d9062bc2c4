"""Tables for the screen: plain text, as wide as the screen, words instead of signs."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Sequence


def columns(rows: Iterable[Sequence[str]], head: Sequence[str] = (), indent: str = "  ") -> str:
    """Return `rows` as columns; the last one is wrapped, so that nothing is wider than the screen."""
    body = [[str(cell) for cell in row] for row in rows]
    every = [list(head), *body] if head else body
    if not every:
        return ""
    width = min(shutil.get_terminal_size().columns, 100)
    sizes = [max(len(row[index]) for row in every) for index in range(len(every[0]) - 1)]
    lines = []
    for row in every:
        left = indent + "".join(f"{cell:{size}}  " for cell, size in zip(row, sizes, strict=False))
        room = max(width - len(left), 20)
        wrapped = [part for line in row[-1].split("\n") for part in textwrap.wrap(line, room, break_on_hyphens=False)]
        for index, part in enumerate(wrapped or [""]):
            lines.append((left if index == 0 else " " * len(left)) + part)
    return "\n".join(line.rstrip() for line in lines)
