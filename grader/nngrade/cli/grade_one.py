"""What `check` and `run` share: grade one submission, remember the scores, write the report, return the exit code."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nngrade.cli.options import say, write_output
from nngrade.errors import SETUP, NngradeError
from nngrade.workspace import Workspace, need_workspace

if TYPE_CHECKING:
    from nngrade.api import ReportContext, Reporter
    from nngrade.course.model import Course, Exercise
    from nngrade.result import Result
    from nngrade.submission import Submission


def grade_and_report(
    course: Course,
    exercises: Sequence[Exercise],
    path: Path | None,
    workspace: Workspace | None,
    command: str,
    *,
    solution: bool,
    isolation: str,
    seed: int,
    data_dir: Path | None,
    data: str | None,
    format_name: str,
    output: Path | None,
    options: dict[str, str],
    feedback: str,
    explain: bool = False,
) -> int:
    """Grade, report, and return 0 when all passed, 1 when something did not, 3 when something was infra."""
    if explain and format_name not in ("terminal", "plain"):
        raise NngradeError(f"--explain adds lines for people, and --format {format_name} has no place for them.")
    reporter = _reporter(format_name, output)
    filled = _fill(reporter, options)
    target = _target(path, workspace, solution)
    from nngrade.cli.progress import Progress
    from nngrade.datasource import data_source
    from nngrade.grading import grade
    from nngrade.submission import read

    wanted = data_dir is not None or data is not None or any(exercise.thresholds for exercise in exercises)
    source = data_source(data_dir, data == "embedded") if wanted else None
    submissions = [read(course, exercise, target, solution) for exercise in exercises]  # once: it may be gone later
    with Progress() as progress:
        result = grade(
            course,
            exercises,
            target,
            solution=solution,
            seed=seed,
            isolation=isolation,
            source=source,
            explain=explain,
            on_check=progress.step,
            submissions=submissions,
        )
    if not solution and workspace is not None and _same(target, workspace.root):
        from nngrade.state import State

        State(workspace.root, say).record(result)
    context = _context(course, exercises, submissions, result, command, feedback, output, filled)
    home = workspace if path is None else None  # the code that was graded lies there
    _write(reporter, result, context, _explained(result, exercises, home, feedback) if explain else "")
    return {"passed": 0, "failed": 1}.get(result.status, SETUP)


def _same(path: Path, other: Path) -> bool:
    try:
        return os.path.samefile(path, other)
    except (OSError, ValueError):  # gone meanwhile, or links that go round in a circle
        return False


def _target(path: Path | None, workspace: Workspace | None, solution: bool) -> Path:
    if solution:
        return Path("solution")
    if path is not None:
        return path
    return Path(os.path.relpath((workspace or need_workspace()).root))


def _reporter(name: str, output: Path | None) -> Reporter:
    """Return the reporter of that name; the usual ones without loading plugins, which costs time."""
    if name in ("terminal", "plain", "json"):
        from nngrade.reports.plugin import nngrade_reporters

        reporters = {reporter.name: reporter for reporter in nngrade_reporters()}
        reporter = reporters[name]
    else:
        from nngrade.plugins.manager import load_plugins, pick

        reporters = load_plugins().reporters
        reporter = pick("reporters", reporters, name)
    if "result" not in reporter.accepts:
        fitting = ", ".join(one.name for one in reporters.values() if "result" in one.accepts)
        raise NngradeError(f"--format {name} is not for a single result; use one of {fitting}.")
    if reporter.writes != "text" and (output is None or str(output) == "-"):
        raise NngradeError(f"--format {name} writes a {reporter.writes}: say where with --output PATH.")
    return reporter


def _fill(reporter: Reporter, options: dict[str, str]) -> Any:
    """Fill the reporter's own options from `--option KEY=VALUE`."""
    import msgspec

    if reporter.options is None:
        if options:
            raise NngradeError(
                f"--format {reporter.name} has no options; leave --option {next(iter(options))}=... out."
            )
        return None
    known = reporter.options.__struct_fields__
    for key in options:
        if key not in known:
            raise NngradeError(f"--format {reporter.name} has no option {key!r}; it has {', '.join(known)}.")
    try:
        return msgspec.convert(options, reporter.options, strict=False)
    except msgspec.ValidationError as error:
        raise NngradeError(f"--option for --format {reporter.name}: {error}.") from None


def _context(
    course: Course,
    exercises: Sequence[Exercise],
    submissions: Sequence[Submission],
    result: Result,
    command: str,
    feedback: str,
    output: Path | None,
    options: Any,
) -> ReportContext:
    from nngrade.api import ReportContext
    from nngrade.reports.words import short_id

    last = exercises[-1]
    order = _order(course)
    after = order.index(last.id) + 1 if last.id in order else len(order)
    terminal = sys.stdout is not None and sys.stdout.isatty() and output is None
    return ReportContext(
        feedback=feedback,  # type: ignore[arg-type]  # click's choice
        title=course.title if len(exercises) > 1 else last.title,
        width=min(shutil.get_terminal_size().columns, 100) if terminal else 80,
        colour=terminal and "NO_COLOR" not in os.environ,
        output=output,
        options=options,
        command=command,
        lines=_lines(submissions, result),
        file=submissions[0].module if len(submissions) == 1 else "",
        titles={exercise.id: exercise.title for exercise in exercises},
        next_command=f"nngrade show {short_id(order[after])}" if len(exercises) == 1 and after < len(order) else "",
    )


def _order(course: Course) -> tuple[str, ...]:
    from nngrade.course.load import load_course_file

    return load_course_file(course.path).exercises


def _lines(submissions: Sequence[Submission], result: Result) -> dict[tuple[str, str], str]:
    """Map (exercise, target) to "backprop.py:41", the name as the learner knows it, for what did not pass."""
    return {
        (submission.exercise.id, name): f"{Path(submission.module).name}:{line}"
        for submission, graded in zip(submissions, result.exercises, strict=True)
        if graded.status != "passed"
        for name, line in submission.lines().items()
    }


def _explained(result: Result, exercises: Sequence[Exercise], workspace: Workspace | None, feedback: str) -> str:
    """Return the smallest failing call as lines for a Python prompt; what is too long for them goes into files."""
    from nngrade.cli.example import told

    return told(result, exercises[0], workspace, feedback)


def _write(reporter: Reporter, result: Result, context: ReportContext, more: str) -> None:
    from nngrade.reports.feedback import view

    try:
        text = reporter.report(view(result, context.feedback), context)
    except NngradeError:
        raise
    except OSError as error:
        raise NngradeError(f"--output {context.output} cannot be written ({error.strerror}).") from None
    if reporter.writes == "text":
        write_output(text + more, context.output)
