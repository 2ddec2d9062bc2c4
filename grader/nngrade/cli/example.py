"""What `check --explain` adds to a report: the smallest failing call, to be run at a Python prompt."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from nngrade.cli.options import say
from nngrade.workspace import Workspace

if TYPE_CHECKING:
    from nngrade.course.model import Exercise
    from nngrade.result import Judged, Result

PLACE = Path(".nngrade/explain")


def told(result: Result, exercise: Exercise, workspace: Workspace | None, feedback: str) -> str:
    """Return the lines, with a sentence before them; "" where everything passes.

    Arrays that are too long to read, and files that the call reads, are written into the workspace (a temporary
    folder without one).
    """
    checks: list[Judged] = [check for check in result.exercises[0].checks if check.status not in ("passed", "skipped")]  # type: ignore[misc]
    if not checks:
        return ""
    check = next((check for check in checks if check.example), None)
    if check is None or check.example is None:
        return "\n  There is no call to show: the message above says what there is to say.\n"
    if feedback != "staff" and check.visibility != "visible":
        return "\n  The call that fails belongs to a check that is not shown.\n"
    folder = _keep(check.example.files, workspace) if check.example.files else ""
    where = f"in {exercise.id}/" if workspace else f"beside {exercise.module}"
    head = f"  A call that fails, to be run {where} at a Python prompt ({check.title}):"
    lines = [f"    {line}".rstrip() for line in _lines(check.example.lines, folder)]
    return "\n".join(["", *textwrap.wrap(head, 78, subsequent_indent="  "), "", *lines, ""])


def _lines(lines: tuple[str, ...], folder: str) -> list[str]:
    return [piece for line in lines for piece in line.replace("{folder}", folder).split("\n")]


def _keep(files: dict[str, bytes], workspace: Workspace | None) -> str:
    """Write the files, and return the folder they are in."""
    import tempfile

    try:
        folder = (workspace.root / PLACE).resolve() if workspace else Path(tempfile.mkdtemp(prefix="nngrade-explain-"))
        if folder.parent.is_symlink():  # in a submission it could point anywhere
            raise OSError(0, "it is a link")
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
    except OSError as error:
        say(f"the arrays of the call could not be written ({error.strerror}).")
        return "?"
    return str(folder)
