"""Makes a workspace, and puts a stub back; neither ever overwrites what a learner wrote."""

from __future__ import annotations

import os
import stat
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from nngrade import __version__
from nngrade.course.model import Course, Exercise
from nngrade.errors import NngradeError
from nngrade.opened import Folder, NoFile
from nngrade.workspace import MARKER, Workspace, find_workspace, read_workspace

LARGEST = 100_000_000  # bytes of a file that is copied
IGNORE = ".nngrade/\n__pycache__/\n*.pyc\n.ipynb_checkpoints/\n"

README = """# {title}

{count} exercises, each in its own folder: a lesson (`README.md`) and a file to complete.
Your first three commands, in this folder:

    nngrade show {first}      read the lesson
    nngrade check {first}     see what is right and what is not
    nngrade hint {first}      a hint for the first thing that is not right yet

Write your code in `{module}`, check it, repair what it names, check again.

| exercise | your file | about |
|---|---|---|
{rows}

- `nngrade list` shows how far you are, `nngrade run` checks everything.
- Inside an exercise's folder its name may be left out: `nngrade check`.
- `nngrade reset {first}` gives you the stub back and keeps yours beside it.
- `nngrade --help` lists the rest. Nothing that you write here is ever overwritten.
"""


@dataclass
class Made:
    """What `make_workspace` did: the files it wrote, and those it found and kept, as paths below the folder."""

    root: Path
    new: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def make_workspace(course: Course, name: str, root: Path) -> Made:
    """Make `root` a workspace for `course`, known as `name`; what lies there already is kept and named.

    Raises `NngradeError` before anything is written where a file is in the way of a folder, or the reverse.
    """
    files = _files(course, name)
    try:
        _refuse(root, name, files)
    except OSError as error:
        raise NngradeError(f"{root} cannot be used ({error.strerror}): choose a folder that can be.") from None
    made = Made(root)
    path = root
    try:
        root.mkdir(parents=True, exist_ok=True)
        with Folder(root) as top:
            for inside, content in files.items():
                path = root / inside
                where, _, name = inside.rpartition("/")
                with top.make(where) if where else nullcontext(top) as folder:
                    _lay(folder, name, inside, content, made)
    except OSError as error:
        raise NngradeError(f"{path} cannot be written ({error.strerror}): choose a folder that can be.") from None
    return made


def _lay(folder: Folder, name: str, inside: str, content: bytes, made: Made) -> None:
    """Write a file that is not there; one that is stays as it is, whatever its size."""
    try:
        folder.create(name, content)  # should it have appeared meanwhile, it is kept
        made.new.append(inside)
    except FileExistsError:
        same = False
        with suppress(OSError):
            same = folder.read(name, len(content) + 1) == content
        if not same:
            made.kept.append(inside)


def _files(course: Course, name: str) -> dict[str, bytes]:
    """Return the files of a workspace: path below its root, and content."""
    files: dict[str, bytes] = {}
    for exercise in course.exercises:
        files[f"{exercise.id}/README.md"] = (course.folder(exercise) / "README.md").read_bytes()
        files[f"{exercise.id}/{exercise.module}"] = course.stub(exercise).read_bytes()
    first = course.exercises[0]
    rows = [f"| {one.number} | `{one.id}/{one.module}` | {one.title} |" for one in course.exercises]
    readme = README.format(
        title=course.title,
        count=len(course.exercises),
        first=first.number,
        module=f"{first.id}/{first.module}",
        rows="\n".join(rows),
    )
    files["README.md"] = readme.encode()
    files[".gitignore"] = IGNORE.encode()
    # last: a folder is a workspace once everything is there
    files[MARKER] = f'course = "{name}"\nversion = "{__version__}"\n'.encode()
    return files


def _refuse(root: Path, name: str, files: dict[str, bytes]) -> None:
    if (root / "course.yaml").exists():
        raise NngradeError(f"{root} holds a course; a workspace needs a folder of its own: nngrade init DIR.")
    if (root / MARKER).is_file():
        other = read_workspace(root).course
        if other != name:
            raise NngradeError(f"{root} is a workspace for the course {other!r} already; choose another folder.")
    around = find_workspace(Path(os.path.realpath(root)).parent)
    if around is not None:
        raise NngradeError(f"{root} lies inside the workspace {around.root}; choose a folder outside it.")
    within = {(root / inside).parent for inside in files}
    for folder in sorted(within - {root}):
        if folder.is_symlink():  # it may lead to somebody else's
            raise NngradeError(f"{folder} is in the way: it is a link; move it, or choose another folder.")
    for folder in sorted({root, *root.parents, *within}):
        if (folder.exists() or folder.is_symlink()) and not folder.is_dir():
            raise NngradeError(
                f"{folder} is in the way: it is a file, and a folder is needed; move it, or choose another."
            )
    for inside in files:
        target = root / inside
        if (target.exists() or target.is_symlink()) and not target.is_file():
            raise NngradeError(f"{target} is in the way: it is no file; move it, or choose another folder.")


def reset_module(course: Course, exercise: Exercise, workspace: Workspace, today: date) -> Path | None:
    """Put the stub back and return where the learner's file is kept, or None where there was nothing to keep."""
    module, stub = workspace.module(exercise), course.stub(exercise).read_bytes()
    try:
        for path in (module.parent, module):
            if path.is_symlink():  # what it leads to may be anybody's
                raise NngradeError(f"{path} is a link; move it away, and reset again.")
        with Folder(workspace.root) as root, root.make(exercise.id) as folder:
            kept = _keep(folder, module, stub, today) if folder.has(module.name) else None
            folder.replace(module.name, stub)
    except OSError as error:
        raise NngradeError(f"{module} cannot be written ({error.strerror}); nothing was changed.") from None
    return kept


def _keep(folder: Folder, module: Path, stub: bytes, today: date) -> Path | None:
    """Copy the learner's file beside itself under a dated name that is free; an untouched stub needs none."""
    try:
        written = folder.read(module.name, LARGEST + 1)
    except NoFile:
        raise NngradeError(f"{module} is no file; move it away, and reset again.") from None
    if len(written) > LARGEST:
        raise NngradeError(f"{module} is very large; move it away, and reset again.")
    if written == stub:
        return None
    kept = folder.unused(f"{module.stem}.{today.isoformat()}{module.suffix}")
    folder.create(kept, written, stat.S_IMODE(folder.status(module.name).st_mode) & 0o777)
    return module.with_name(kept)
