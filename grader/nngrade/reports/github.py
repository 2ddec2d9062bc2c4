"""GitHub Actions: the plain report in the log, an annotation for each check that did not pass, a summary.

The rules are those of the runner's parser: a command is a line that begins with `::` (or holds `##[`), its data has
`%`, CR and LF percent-encoded, its properties `:` and `,` too. Nothing of a learner's stands outside an encoded
command or a stop-commands pair.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import msgspec

from nngrade.api import ReportContext
from nngrade.reports import words
from nngrade.reports.escape import clip, excerpt, one_line, quoted, visible
from nngrade.reports.feedback import view
from nngrade.reports.options import GithubOptions
from nngrade.reports.plain import report as plain
from nngrade.reports.summary import append_summary
from nngrade.result import CheckResult, ExerciseResult, Result

_LONGEST = 4000  # characters of an annotation; GitHub cuts at 64 KB


def report(result: Result, context: ReportContext) -> str:
    """Return the lines for the step's log; appends to `$GITHUB_STEP_SUMMARY` when that is set."""
    seen = view(result, context.feedback)
    blocks = [_fenced(plain(seen, msgspec.structs.replace(context, width=100)).rstrip("\n"))]
    for exercise in seen.exercises:
        blocks += [_printed(exercise, check) for check in exercise.checks if check.output and check.status != "passed"]
    blocks += [command for exercise in seen.exercises for command in _annotations(exercise, seen, context)]
    warning = words.weak_isolation(seen.environment.isolation)
    if warning:
        blocks.append(_command("warning", warning, title="nngrade"))
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    options = context.options if isinstance(context.options, GithubOptions) else GithubOptions()
    if path and options.summary:
        problem = append_summary(seen, context, Path(path))
        if problem:
            blocks.append(_command("warning", problem, title="nngrade"))
    return "\n".join(blocks) + "\n"


def _command(name: str, message: str, **properties: str) -> str:
    pairs = ",".join(f"{key}={_encode(value, prop=True)}" for key, value in properties.items() if value)
    return f"::{name}{' ' if pairs else ''}{pairs}::{_encode(clip(visible(message), _LONGEST))}"


def _encode(text: str, prop: bool = False) -> str:
    text = visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if prop else text


def _fenced(text: str) -> str:
    # a token that the text cannot know: nobody but us turns the commands on again
    token = secrets.token_hex(16)
    return f"::stop-commands::{token}\n{text}\n::{token}::"


def _printed(exercise: ExerciseResult, check: CheckResult) -> str:
    title = _encode(f"Output: {one_line(exercise.id)} {one_line(check.title)}")
    lines = excerpt(check.output, 100, 100, 500)
    return f"::group::{title}\n{_fenced(quoted(chr(10).join(lines)))}\n::endgroup::"


def _annotations(exercise: ExerciseResult, result: Result, context: ReportContext) -> list[str]:
    note = words.common_note(exercise)
    if note is not None:
        title = f"{exercise.id}: {words.points(exercise)}"
        where = _location(exercise, exercise.checks[0], result, context)
        return [_command("error", note, **where, title=title)]
    commands = []
    for check in exercise.checks:
        if check.status in ("passed", "skipped"):
            continue
        title = one_line(f"{exercise.id}: {check.title} ({words.points(check)})")
        where = {} if check.status == "infra" else _location(exercise, check, result, context)
        text = words.explanation(check) or f"{words.MARKS[check.status]}, without a message"
        commands.append(_command("error", text, **where, title=clip(title, 200)))
    return commands


def _location(exercise: ExerciseResult, check: CheckResult, result: Result, context: ReportContext) -> dict[str, str]:
    """Return `file` and `line`, relative to the repository; nothing where there is no such file in it."""
    place = context.lines.get((exercise.id, words.culprit(check)), "")
    name, _, line = place.rpartition(":")
    if not name or not line.isdigit():
        return {}
    submission = Path(result.submission.path)
    near = submission.parent if submission.suffix == ".py" else submission
    try:
        found = next(path for path in (near / name, near / exercise.id / name) if path.is_file())
        relative = Path(os.path.relpath(found, os.environ.get("GITHUB_WORKSPACE") or os.curdir))
    except (StopIteration, OSError, ValueError):  # a path as typed may be no path at all, or on another drive
        return {}
    outside = relative.is_absolute() or relative.parts[0] == os.pardir
    return {} if outside else {"file": relative.as_posix(), "line": line}
