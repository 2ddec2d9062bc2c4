"""The options that mean the same in every command, and the few things that commands do with them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from nngrade.errors import NngradeError, SetupError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from nngrade.course.model import Course, Exercise
    from nngrade.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])


class _Path(click.Path):
    """A path; an empty one is an error: it would be the current folder, and comes from a variable that is not set."""

    def convert(self, value: Any, parameter: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("the path is empty; for the current folder write a dot.", parameter, ctx)
        return super().convert(value, parameter, ctx)


PATH = _Path(path_type=Path)
MAX_SEED = 2**63 - 1  # what JSON readers and NumPy's seeds agree on


def _pairs(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for value in values:
        key, equals, text = value.partition("=")
        if not (key and equals):
            raise NngradeError(f"--option {value!r} is no KEY=VALUE, such as --option title=Monday.")
        pairs[key] = text
    return pairs


def complete_exercise(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the exercises that begin with what was typed so far; a shell is never shown an error."""
    from click.shell_completion import CompletionItem

    from nngrade.course.find import short_names
    from nngrade.course.load import load_course_file
    from nngrade.workspace import find_workspace

    try:
        ids = load_course_file(course_folder(ctx.params.get("course"), find_workspace())).exercises
    except Exception:
        return []
    return [CompletionItem(one) for one in ids if any(name.startswith(incomplete) for name in (one, *short_names(one)))]


exercise_argument = click.argument("exercise", required=False, shell_complete=complete_exercise)
course_option = click.option(
    "--course",
    metavar="PATH",
    envvar="NNGRADE_COURSE",
    help="The name of an installed course, or a folder: ./name.  [default: the workspace's]",
)
format_option = click.option(
    "--format", "format_name", metavar="NAME", default="terminal", show_default=True, help="The report's format."
)
output_option = click.option("--output", type=PATH, metavar="FILE", help="Where the report goes; - is the screen.")
option_option = click.option(
    "--option", "options", multiple=True, callback=_pairs, metavar="KEY=VALUE", help="An option of the format."
)
feedback_option = click.option(
    "--feedback",
    type=click.Choice(["student", "staff"]),
    default="student",
    show_default=True,
    help="Who will read the report; staff see everything.",
)
isolation_option = click.option(
    "--isolation",
    type=click.Choice(["auto", "strict", "container"]),
    default="auto",
    show_default=True,
    help="auto: the best this machine has; strict: the kernel's, or no grade; container: in podman or docker.",
)
seed_option = click.option(
    "--seed",
    type=click.IntRange(0, MAX_SEED),
    default=0,
    metavar="N",
    show_default=True,
    help="The number from which all inputs are drawn.",
)
data_dir_option = click.option(
    "--data-dir", type=PATH, metavar="DIR", help="Where data sets lie as files.  [default: NNGRADE_DATA_DIR]"
)
data_option = click.option("--data", type=click.Choice(["embedded"]), help="Only data that needs no file.")
solution_option = click.option("--solution", is_flag=True, help="Grade the reference solution instead.")


def grading_options(function: F) -> F:
    """Add what every command that grades takes: --course, --isolation, --seed, --data-dir and --data."""
    for option in (data_option, data_dir_option, seed_option, isolation_option, course_option):
        function = option(function)
    return function


def report_options(function: F) -> F:
    """Add what every command that reports takes: --format, --output, --option and --feedback."""
    for option in (feedback_option, option_option, output_option, format_option):
        function = option(function)
    return function


def course_folder(course: str | None, workspace: Workspace | None) -> Path:
    """Return the folder of the course that `--course`, else the workspace, else nobody names (then it is ours)."""
    if course is not None and _is_folder(course):
        folder = Path(course)
        if not os.path.isfile(folder / "course.yaml"):
            raise NngradeError(f"--course {course}: there is no course.yaml in it; name the folder of a course.")
        return folder
    if course == "":
        raise NngradeError("--course is empty: name an installed course, or a folder such as ./course.")
    from nngrade.course.content import NAME, content_root

    name = course or (workspace.course if workspace else None) or NAME
    if name == NAME:  # what its plugin gives; importing all plugins takes as long as the rest of `nngrade list`
        return content_root()
    from nngrade.course.find import nearest
    from nngrade.plugins.manager import load_plugins

    courses = load_plugins().courses
    if name in courses:
        return courses[name].path
    if course is not None:
        meant = f"; for the folder write .{os.sep}{course}" if Path(course).is_dir() else nearest(course, courses)
        raise NngradeError(f"--course {course!r}: there is no installed course of that name{meant}")
    assert workspace is not None
    raise SetupError(
        f"the workspace {workspace.root} is for the course {name!r}, which is not installed here: "
        f"give its folder with --course PATH (or NNGRADE_COURSE), or install it."
    )


def open_course(course: str | None, workspace: Workspace | None, only: str | None = None) -> Course:
    """Load the course that `--course`, else the workspace names, else our own; `only` loads that exercise alone."""
    from nngrade.course.load import load_course

    return load_course(course_folder(course, workspace), only)


def init_course(course: str | None) -> tuple[str, Course]:
    """Load a course, and return with it the name under which a workspace remembers it."""
    loaded = open_course(course, None)
    return (course if course is not None and not _is_folder(course) else loaded.name), loaded


def _is_folder(course: str) -> bool:
    """Return whether `--course` is a path. A plain name never is: a submission may hold a folder of that name."""
    return course in (os.curdir, os.pardir) or "/" in course or "\\" in course


def choose(course: str | None, workspace: Workspace | None, typed: str | None) -> tuple[Course, Exercise]:
    """Load the course with one exercise: the one that was typed, else the one whose folder we are in."""
    from nngrade.course.load import load_course, load_course_file

    folder = course_folder(course, workspace)
    if typed is None:
        ids = load_course_file(folder).exercises
        typed = workspace.exercise_here(ids) if workspace else None
        if typed is None:
            raise NngradeError(f"which exercise? Name one (3, 03 or backprop is enough): {', '.join(ids)}.")
    loaded = load_course(folder, typed)
    return loaded, loaded.exercises[0]


def say(sentence: str) -> None:
    """Write a sentence to standard error; standard output holds only what was asked for."""
    from nngrade.reports.escape import one_line

    click.echo(f"nngrade: {one_line(sentence)}", err=True)


def write_output(text: str, path: Path | None) -> None:
    """Write a report to `path`, whole or not at all; None and `-` are standard output."""
    if path is None or str(path) == "-":
        click.echo(text, nl=False)
        return
    from nngrade.atomic import write_atomic

    try:
        write_atomic(path, text.encode("utf-8", "backslashreplace"), follow=True)
    except OSError as error:
        raise NngradeError(
            f"--output {path} cannot be written ({error.strerror}); name a file in a folder that can."
        ) from None
