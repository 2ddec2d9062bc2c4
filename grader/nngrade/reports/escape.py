"""Make text from learners and courses safe to print: what is invisible or acts on a terminal becomes an escape."""

from __future__ import annotations

import re

# Named by code point, not by `unicodedata`, so that every Python version escapes the same characters.
_UNSAFE = re.compile(
    "["
    "\u0000-\u0008\u000b-\u001f\u007f-\u009f"  # control characters but tab and newline; ANSI escapes begin with one
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional marks and overrides: they reorder what is read
    "\u00ad\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff0-\ufffb"  # invisible; the joiners U+200C and U+200D stay
    "\u034f\u115f\u1160\u2800\u3164\uffa0"  # blank, and no white space to Python
    # invisible as well: they choose another form of the character before them, or of nothing
    "\u17b4\u17b5\u180b-\u180d\u180f\ufe00-\ufe0e\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\u2028\u2029"  # line breaks to some readers and not to others
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # lone surrogates and noncharacters: illegal in UTF-8 or XML
    "\U000e0000-\U000e0fff"  # tags and selectors: text that nobody sees
    "]"
)


# East Asian wide and full-width characters and emoji, by blocks: what is narrow in them only breaks a line early.
_WIDE = re.compile(
    "[\u1100-\u115f\u231a-\u231b\u2329\u232a\u23e9-\u23f3\u25fd\u25fe\u2614-\u27bf\u2b1b-\u2b55"
    "\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f"
    "\uff01-\uff60\uffe0-\uffe6\U00016fe0-\U0001b2ff\U0001f000-\U0001faff\U00020000-\U0003fffd\u3000]"
)
FILLER = "\ufdd0"  # a noncharacter, which `visible` leaves in no text


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code == 0x0D:
        return "\\r"
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def visible(text: str) -> str:
    """Return `text` with control, bidirectional and invisible characters and lone surrogates as visible escapes.

    Tabs and newlines stay; CR LF becomes a newline. Doing it twice changes nothing.
    """
    return _UNSAFE.sub(_escape, text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """Return `text` made visible and on one line: runs of white space become one space."""
    return " ".join(visible(text).split())


def padded(text: str) -> str:
    """Return `text` with `FILLER` behind each character that takes two columns: then its length is its width."""
    return text if text.isascii() else _WIDE.sub(rf"\g<0>{FILLER}", text)


def clip(text: str, width: int) -> str:
    """Return `text` cut to `width` columns, the last three of them dots where something was cut."""
    room = padded(text)
    if len(room) <= width:
        return text
    return room[: max(width - 3, 0)].replace(FILLER, "") + "..."


def excerpt(text: str, head: int, tail: int, width: int) -> list[str]:
    """Return the first `head` and the last `tail` lines of `text`, made visible and cut to `width` characters.

    A line between them counts what was left out: a traceback's last line says most, a program's first prints too.
    """
    lines = [line.expandtabs(4) for line in visible(text).rstrip().split("\n")]
    left_out = len(lines) - head - tail
    if left_out > 1:
        lines = [*lines[:head], f"... {left_out} lines left out ...", *lines[len(lines) - tail :]]
    return [clip(line, width) for line in lines if lines != [""]]


def hanging(text: str) -> str:
    """Return a text with all lines but the first set in: a learner's exception may look like what follows it."""
    return text.replace("\n", "\n  ")


def quoted(text: str) -> str:
    """Return what a program printed, made visible, each line behind "| ": no reader takes one for a line of its own."""
    return "\n".join(f"| {line}" for line in visible(text).rstrip("\n").split("\n"))
