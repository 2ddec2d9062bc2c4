"""The Markdown page that GitHub shows for a step."""

from __future__ import annotations

import html
import re
from pathlib import Path

from nngrade.api import ReportContext
from nngrade.reports import words
from nngrade.reports.escape import clip, excerpt, one_line, visible
from nngrade.result import CheckResult, ExerciseResult, Result

_MOST = 1024 * 1024 - 1024  # GitHub refuses a summary of more than 1 MiB as a whole
_LONGEST = 4000  # characters of a message: the page has room for every check
_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")  # every ASCII sign: which of them are Markdown depends on where they stand


def append_summary(result: Result, context: ReportContext, path: Path) -> str:
    """Append the page to the file at `path`; return a sentence when that cannot be done, else ""."""
    try:
        room = _MOST - (path.stat().st_size if path.exists() else 0)
        text = markdown(result, context, room)
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
    except (OSError, ValueError) as error:
        return f"the summary could not be written to GITHUB_STEP_SUMMARY ({error}); the log has the whole report"
    return ""


def markdown(result: Result, context: ReportContext, room: int = _MOST) -> str:
    """Return the page, whole blocks of it, in at most `room` bytes of UTF-8; "" when not even the title fits."""
    blocks = [f"## nngrade: {_text(words.points(result))}", _text(words.advice(result, context).replace("`", ""))]
    blocks += [block for exercise in result.exercises for block in _exercise(exercise)]
    warning = words.weak_isolation(result.environment.isolation)
    isolation = warning.replace("`", "") if warning else f"isolation: {result.environment.isolation}"
    blocks.append(f"{_text(isolation)}, seed {result.environment.seed}")
    end = "The rest does not fit here; the log has the whole report.\n\n"
    kept, left = "", room - len(end)
    for block in blocks:
        piece = block + "\n\n"
        left -= len(piece.encode())
        if left < 0:
            return kept + end if kept else ""
        kept += piece
    return kept


def _exercise(exercise: ExerciseResult) -> list[str]:
    rows = ["| | points | check |", "|---|---:|---|"]
    rows += [
        f"| {words.MARKS[check.status]} | {_text(words.points(check))} | {_text(one_line(check.title))} |"
        for check in exercise.checks
    ]
    blocks = [f"### {_text(one_line(exercise.id))}: {_text(words.points(exercise))}", "\n".join(rows)]
    blocks += [_text(one_line(note)) for note in exercise.notes]
    problem = words.first_problem(exercise)
    for check in exercise.checks:
        text = words.explanation(check)
        if text and check.status not in ("passed", "skipped"):
            blocks.append(f"**{_text(one_line(check.title))}**: {_text(clip(one_line(text), _LONGEST))}")
            blocks += _printed(check) if check is problem else []
    return blocks


def _printed(check: CheckResult) -> list[str]:
    lines = excerpt(check.output, 20, 40, 200)
    # entities for the line ends: a blank line or a fence inside would end the block
    return [f"<pre>{'&#10;'.join(html.escape(line) for line in lines)}</pre>"] if lines else []


def _text(text: str) -> str:
    # addresses of mail are looked for when entities are text already, but not across a comment
    return _SIGNS.sub(lambda match: f"&#{ord(match.group())};", visible(text)).replace("&#64;", "&#64;<!-- -->")
