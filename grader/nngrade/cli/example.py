"""What `check --explain` adds to a report: the smallest failing call, to be run at a Python prompt."""

from __future__ import annotations

import os
import textwrap
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from nngrade.checks.snippet import FOLDER
from nngrade.cli.options import say
from nngrade.opened import Folder
from nngrade.workspace import Workspace

if TYPE_CHECKING:
    from nngrade.course.model import Exercise
    from nngrade.result import Judged, Result

PLACE = (".nngrade", "explain")


def told(result: Result, exercise: Exercise, workspace: Workspace | None, feedback: str) -> str:
    """Return the lines, with a sentence before them; "" where everything passes.

    Arrays that are too long to read, and files that the call reads, are written into the workspace (a temporary
    folder without one).
    """
    checks: list[Judged] = [check for check in result.exercises[0].checks if check.status not in ("passed", "skipped")]  # type: ignore[misc]
    if not checks:
        return ""
    explained = [check for check in checks if check.example]
    check = next((check for check in explained if feedback == "staff" or check.visibility == "visible"), None)
    if check is None or check.example is None:
        if explained:
            return "\n  The call that fails belongs to a check that is not shown.\n"
        return "\n  There is no call to show: the message above says what there is to say.\n"
    lines, files = check.example
    folder = _keep(files, workspace) if any(FOLDER in line for line in lines) else ""
    where = f"in {exercise.id}/" if workspace else f"beside {exercise.module}"
    head = f"  A call that fails, to be run {where} at a Python prompt ({check.title}):"
    shown = [f"    {line}".rstrip() for line in _lines(lines, folder)]
    return "\n".join(["", *textwrap.wrap(head, 78, subsequent_indent="  "), "", *shown, ""])


def _lines(lines: tuple[str, ...], folder: str) -> list[str]:
    """Put the folder into the strings that name it; a line may hold an array of several."""
    exact = folder.replace("\\", "\\\\") if folder.isprintable() else folder.encode("unicode_escape").decode()
    quoted = exact.replace("'", "\\'")
    return [piece for line in lines for piece in line.replace(FOLDER, quoted).split("\n")]


def _keep(files: dict[str, bytes], workspace: Workspace | None) -> str:
    """Write the files, and return the folder they are in; a link, which could lead anywhere, is not followed."""
    import tempfile

    path = workspace.root if workspace else Path(tempfile.mkdtemp(prefix="nngrade-explain-"))
    try:
        with ExitStack() as stack:
            folder = stack.enter_context(Folder(path))
            for name in PLACE if workspace else ():
                folder = stack.enter_context(folder.make(name))
            for name, data in files.items():
                folder.replace(name, data)
            return os.path.abspath(folder.path)
    except OSError as error:
        say(f"the arrays of the call could not be written ({error.strerror}).")
        return "?"
