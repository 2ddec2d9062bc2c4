"""Lay text out in columns: wrapping that keeps numbers and code whole, rows, and colour that costs no width."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import Any

from nngrade.reports.escape import FILLER, padded, visible

# Spans that read badly in halves: `code`, shapes and tuples of numbers, entries such as [2, 1].
_WHOLE = re.compile(r"`[^`\n]{1,100}`|[(\[][-+\d., e]{1,60}[)\]]")
_GLUE = "\u00a0"  # the no-break space, at which textwrap does not break; printed as a space
_WORD = re.compile(r"[^ ]+")


def commands(text: str) -> str:
    """Return our own `text` without backticks, the commands in them kept on one line."""
    return re.sub(r"`([^`]*)`", lambda m: m[1].replace(" ", _GLUE), text)


def _glue(text: str, room: int) -> str:
    glued = _WHOLE.sub(lambda m: m[0].replace(" ", _GLUE), text)
    # what is wider than the line breaks at its spaces after all, not in the middle of a word
    return _WORD.sub(lambda m: m[0] if len(m[0]) <= room else m[0].replace(_GLUE, " "), glued)


class _Wrapper(textwrap.TextWrapper):
    """Breaks long words, but none between a character of two columns and its filler."""

    def _handle_long_word(self, reversed_chunks: list[str], cur_line: list[str], cur_len: int, width: int) -> None:
        end = width - cur_len
        torn = end > 0 and reversed_chunks[-1][end : end + 1] == FILLER
        super()._handle_long_word(reversed_chunks, cur_line, cur_len, width - torn)


@dataclass(frozen=True)
class Look:
    """How a page looks: its width in columns, whether it has colour, and the sign between two parts of a line."""

    width: int
    colour: bool
    dot: str

    @property
    def narrow(self) -> bool:
        """Whether columns would leave too little room for sentences."""
        return self.width < 64

    def paint(self, text: str, **style: Any) -> str:
        """Return `text` in a colour or weight of `click.style`, or as it is."""
        if not self.colour or not text:
            return text
        import click

        return click.style(text, **style)

    def wrap(self, text: str, indent: int, lead: str | None = None) -> list[str]:
        """Return `text` as lines of the page's width, each line of it a paragraph.

        Every line begins with `indent` spaces, the very first one with `lead` where that is given.
        """
        margin = " " * indent
        lead = margin if lead is None else lead
        width = max(self.width, indent + 8, len(lead) + 8)
        lines: list[str] = []
        for paragraph in visible(text).expandtabs(4).split("\n"):
            start = margin if lines else lead
            glued = _glue(padded(paragraph), width - max(len(start), indent))
            wrapper = _Wrapper(width, initial_indent=start, subsequent_indent=margin, break_on_hyphens=False)
            lines += wrapper.wrap(glued) or ([start.rstrip()] if start.strip() else [])
        return [line.replace(_GLUE, " ").replace(FILLER, "") for line in lines]

    def ends(self, left: str, right: str) -> list[str]:
        """Return `left` and, at the right margin, `right`: on one line if both fit, else on two."""
        if not right:
            return self.wrap(left, 2, "")
        gap = self.width - len(padded(left)) - len(padded(right))
        if gap >= 2:
            return [left + " " * gap + right]
        return [*self.wrap(left, 2, ""), *self.wrap(right, 2)]
