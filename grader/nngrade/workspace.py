"""A learner's workspace: the folder with `nngrade.toml`, found upwards from where one stands."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from nngrade.course.model import Exercise
from nngrade.errors import NngradeError, SetupError
from nngrade.opened import Folder

MARKER = "nngrade.toml"
LARGEST = 10_000  # bytes: it holds two lines


@dataclass(frozen=True)
class Workspace:
    """A workspace and what its `nngrade.toml` says.

    `course` is the *name* of an installed course, never a folder: checks are code that the grader runs, and a
    submission that is a workspace of its own must not be able to bring its own.
    """

    root: Path
    course: str
    version: str

    def folder(self, exercise: Exercise) -> Path:
        """Return the folder of an exercise."""
        return self.root / exercise.id

    def module(self, exercise: Exercise) -> Path:
        """Return the file the learner writes."""
        return self.root / exercise.id / exercise.module

    def exercise_here(self, ids: tuple[str, ...], here: Path | None = None) -> str | None:
        """Return which of `ids` the folder `here` (by default the current one) lies in."""
        inside = _here(here)
        if not inside.is_relative_to(self.root) or inside == self.root:
            return None
        first = inside.relative_to(self.root).parts[0]
        return first if first in ids else None


def find_workspace(start: Path | None = None) -> Workspace | None:
    """Return the workspace around `start` (a file or a folder; by default the current folder), or None."""
    here = _here(start)
    for folder in (here, *here.parents):
        with suppress(OSError):  # a folder that may not be entered is nobody's workspace
            if (folder / MARKER).is_file():
                return read_workspace(folder)
    return None


def workspace_here(course: str | None) -> Workspace | None:
    """Return the workspace around the current folder, or None.

    Where a `course` is named, one that is damaged is as good as none: it may be the submission itself.
    """
    try:
        return find_workspace()
    except SetupError:
        if course is None:
            raise
        return None


def _here(start: Path | None) -> Path:
    try:
        return Path(os.path.realpath(start or Path.cwd()))
    except FileNotFoundError:
        raise NngradeError("the current folder does not exist any more: change to another one.") from None


def need_workspace(start: Path | None = None) -> Workspace:
    """Return the workspace around `start`; where there is none, the error says how to make one."""
    workspace = find_workspace(start)
    if workspace is None:
        raise NngradeError(
            f"{_here(start)} is in no workspace (no {MARKER} here or above): make one with nngrade init DIR."
        )
    return workspace


def read_workspace(root: Path) -> Workspace:
    """Return the workspace whose `nngrade.toml` lies in `root`."""
    import tomllib

    file = root / MARKER
    try:
        with Folder(root) as folder:
            written = folder.read(MARKER, LARGEST + 1)
        if len(written) > LARGEST:
            raise ValueError("it is far too large")
        said = tomllib.loads(written.decode())
    except OSError as error:
        raise SetupError(f"{file} cannot be read ({error.strerror}).") from None
    except (ValueError, RecursionError) as error:  # not TOML, not UTF-8, or tables in tables without end
        why = str(error)[:200]
        raise SetupError(f"{file} is damaged ({why}): delete it, and nngrade init makes a new one.") from None
    for key in ("course", "version"):
        if not isinstance(said.get(key, ""), str):
            raise SetupError(f'{file}: {key} is no text; expected one in quotation marks, such as {key} = "...".')
    course = said.get("course", "nngrade")
    if "/" in course or "\\" in course:
        raise SetupError(
            f"{file}: course is {course[:80]!r}, a folder; name an installed course, or use --course PATH."
        )
    return Workspace(root, course, said.get("version", ""))
