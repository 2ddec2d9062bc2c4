"""A submission: which file is graded, and the private copy that the workers read. Nothing is graded in place."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import os
import re
import stat
import time
import warnings
from collections.abc import Iterator
from itertools import islice
from pathlib import Path, PurePosixPath

import msgspec

from nngrade.course.model import Course, Exercise
from nngrade.errors import NngradeError
from nngrade.opened import Folder

LIMIT = 2_000_000
MAX_FILES = 200
MAX_PATH = 400  # characters below the folder of the module
PACKAGE = "__init__.py"
CHECKS, EXERCISE = "checks.py", "exercise.yaml"  # of a course, never of a learner
NOT_HELPERS = ("pyvenv.cfg", "course.yaml", EXERCISE, "nngrade.toml")
MAX_PARSED = 32_000  # bytes; an f-string of ten times as many takes the parser two minutes
DEFINITION = re.compile(rb"([ \t]{0,40})(?:async[ \t]{1,8})?(def|class)[ \t]{1,8}([A-Za-z_]\w{0,99})")


class Submission(msgspec.Struct, frozen=True, eq=False):
    """What is handed in for one exercise.

    `files` are the bytes to copy, by relative path; `module` is the path shown to the learner; `problem` is the
    sentence for a file that cannot be graded at all (missing, too large, a folder ...), which is worth 0 points;
    `left` are the names of files beside the module that are not copied.
    """

    exercise: Exercise
    module: str
    files: dict[str, bytes] = {}
    shown: dict[str, str] = {}
    problem: str = ""
    untouched: bool = False
    left: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """The sum of the one file, or of the sorted lines "sum  path" of all that was copied."""
        sums = {name: hashlib.sha256(data).hexdigest() for name, data in self.files.items()}
        if len(sums) == 1:
            return next(iter(sums.values()))
        lines = sorted(f"{digest}  {name}\n" for name, digest in sums.items())
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def copy(self, folder: Path) -> dict[str, str]:
        """Write the copy into a new folder; return the shown path of each copied file."""
        folder.mkdir(mode=0o700)
        for name, data in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        self._hide_reading(folder)
        return {str(folder / name): self.shown[name] for name in self.files}

    def _hide_reading(self, folder: Path) -> None:
        """Set the times of the copy so that reading leaves them alone: a worker would learn which ones came before."""
        ahead = time.time() + 43_200  # a file that was read after it was written, and within a day, keeps its times
        for path in [folder, *folder.rglob("*")]:
            with contextlib.suppress(OSError):
                os.utime(path, (ahead, ahead - 86_400))

    def lines(self) -> dict[str, int]:
        """Return the line on which each function, class and method begins, found by parsing and never by importing.

        A long file is only looked through: to parse some takes minutes, and here nobody limits that.
        """
        source = self.files.get(self.exercise.module, b"")
        if len(source) > MAX_PARSED:
            return _glance(source)
        try:
            with warnings.catch_warnings(action="ignore"):  # of a "\s" in a docstring: not on our standard error
                tree = ast.parse(source.decode("utf-8-sig", "replace"))  # as text: a file may name any codec
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return {}
        lines: dict[str, int] = {}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                lines[node.name] = node.lineno
            if isinstance(node, ast.ClassDef):
                methods = {item.name: item.lineno for item in node.body if isinstance(item, ast.FunctionDef)}
                lines |= {f"{node.name}.{name}": line for name, line in methods.items()}
                lines[node.name] = methods.get("__init__", node.lineno)  # what is said of a class is mostly about that
        return lines


def _glance(source: bytes) -> dict[str, int]:
    """Return what `lines` does, for definitions that stand alone on their lines; text that looks like one counts."""
    lines: dict[str, int] = {}
    inside = ""
    for number, line in enumerate(source.split(b"\n"), 1):
        found = DEFINITION.match(line)
        if not found:
            continue
        margin, kind, name = found[1], found[2], found[3].decode()
        if not margin:
            inside = name if kind == b"class" else ""
            lines[name] = number
        elif inside and kind == b"def":
            lines.setdefault(f"{inside}.{name}", number)
            if name == "__init__":
                lines[inside] = number
    return lines


def read(course: Course, exercise: Exercise, target: Path, solution: bool = False) -> Submission:
    """Return the submission at `target`: a file, a folder that holds the module, or a workspace.

    Raises
    ------
    NngradeError
        When `target` does not exist or is neither file nor folder. A folder without the module is a submission.
    """
    if solution:
        right = course.solution(exercise)
        return _collect(exercise, right.parent, "", right.name, course, alone=True)
    try:
        there = target.exists() or target.is_symlink()
    except OSError as error:  # a folder on the way that is closed to us, a name of 5000 letters
        raise NngradeError(f"{str(target)[:80]} cannot be read ({error.strerror}); give the path of a file.") from None
    if not there:
        raise NngradeError(f"{target} does not exist; give a file, a folder with {exercise.module}, or a workspace.")
    if os.path.isdir(target):
        inside = target / exercise.id / exercise.module
        if os.path.islink(inside.parent):  # to somebody else's, or to a solution
            shown = _shown(inside.parent)
            return Submission(exercise, shown, problem=f"{shown} is a link; hand in the folder itself")
        if os.path.lexists(inside) or os.path.isfile(target / "nngrade.toml"):
            return _collect(exercise, target, exercise.id, exercise.module, course, alone=False)
        return _collect(exercise, target, "", exercise.module, course, alone=False)
    if not target.is_file() and not target.is_symlink() and target.name != exercise.module:
        raise NngradeError(f"{target} is no file, folder or workspace; give the path of {exercise.module}.")
    alone = target.name != exercise.module
    return _collect(exercise, target.parent, "", target.name, course, alone)


def _collect(exercise: Exercise, named: Path, inside: str, name: str, course: Course, alone: bool) -> Submission:
    """Return what the module `name` is, in the folder that was named or in `inside` it, and what lies beside it."""
    path = named / inside / name
    shown = _shown(path)
    files: dict[str, bytes] = {}
    left: tuple[str, ...] = ()
    try:
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(Folder(named))
            if inside:
                folder = stack.enter_context(folder.folder(inside))
            if problem := _problem(folder, name, shown, exercise):
                return Submission(exercise, shown, problem=problem)
            files[exercise.module] = folder.read(name, LIMIT + 1)
            if len(files[exercise.module]) > LIMIT:  # it grew
                return Submission(exercise, shown, problem=f"{shown} is too large; a module may have 2 MB")
            if not alone:
                if not _gather(_beside(folder, name), files):
                    problem = f"the files beside {shown} are larger than 2 MB together"
                    return Submission(exercise, shown, problem=problem)
                marks = frozenset((*NOT_HELPERS, exercise.module, *(one.id for one in course.exercises)))
                _gather(_scattered(folder, marks), files)  # while there is room
                others = (name for name in folder.names() if name.endswith(".py") and name.isprintable())
                left = tuple(name for name in others if name not in (*files, CHECKS))
    except (FileNotFoundError, NotADirectoryError):
        return Submission(exercise, shown, problem=_missing(shown, exercise, []))
    except OSError as error:
        return Submission(exercise, shown, problem=f"{shown} cannot be read ({error.strerror})")
    names = {exercise.module: shown} | {one: _shown(path.parent / one) for one in files if one != exercise.module}
    stub = course.stub(exercise)
    untouched = stub.is_file() and files[exercise.module].split() == stub.read_bytes().split()
    return Submission(exercise, shown, files, names, untouched=untouched, left=left)


def _gather(found: Iterator[tuple[str, Folder, str]], files: dict[str, bytes]) -> bool:
    """Add files, MAX_FILES in all; return False, without the last one, where they are larger than LIMIT together."""
    left = LIMIT - sum(map(len, files.values()))
    new = (one for one in found if not _taken(one[0], files))
    for relative, folder, name in islice(new, max(MAX_FILES + 1 - len(files), 0)):
        with contextlib.suppress(OSError):  # what may not be read is left out
            data = folder.read(name, left + 1)
            left -= len(data)
            if left < 0:
                return False
            files[relative] = data
    return True


def _taken(relative: str, files: dict[str, bytes]) -> bool:
    """Say whether a file of that path is there, or no room for it: what was a file a moment ago is a folder now."""
    if relative in files or any(one.startswith(f"{relative}/") for one in files):
        return True
    return not files.keys().isdisjoint(map(str, PurePosixPath(relative).parents))


def _problem(folder: Folder, name: str, shown: str, exercise: Exercise) -> str:
    """Return the sentence for a module that is no ordinary file of a sensible size, or ""."""
    try:
        found = folder.status(name)
    except FileNotFoundError:
        return _missing(shown, exercise, folder.names())
    if stat.S_ISLNK(found.st_mode):
        return f"{shown} is a link; hand in the file itself"
    if stat.S_ISDIR(found.st_mode):
        return f"{shown} is a folder; a Python file of that name is expected"
    if not stat.S_ISREG(found.st_mode):
        return f"{shown} is no ordinary file"
    if found.st_size > LIMIT:
        return f"{shown} is {found.st_size / 1e6:.1f} MB large; a module may have 2 MB"
    return f"{shown} is empty" if found.st_size == 0 else ""


def _missing(shown: str, exercise: Exercise, names: list[str]) -> str:
    there = [name for name in names if name.endswith(".py") and name != CHECKS]
    shorter = [" ".join(name.split())[:40] for name in there[:5]]
    others = f"; the folder has {', '.join(shorter)}" if there else ""
    return f"{shown} is not there{others}: the file must be called {exercise.module}"


def _beside(folder: Folder, module: str = "", inside: str = "") -> Iterator[tuple[str, Folder, str]]:
    """Yield the `.py` files and packages beside the module: regular files only, no links, and never checks.

    Each comes as its relative path, the folder that is open while it is looked at, and its name there. Names that are
    no printable text are left out: nothing can import them, and a report cannot show them.
    """
    yield from _modules(folder, inside, module)
    for name in folder.names():
        below = f"{inside}{name}/"
        if name.isidentifier() and name != "__pycache__" and len(below + PACKAGE) < MAX_PATH:
            with contextlib.suppress(OSError), folder.folder(name) as package:
                if package.regular(PACKAGE):
                    yield from _beside(package, inside=below)


def _modules(folder: Folder, inside: str, module: str = "") -> Iterator[tuple[str, Folder, str]]:
    ours = folder.has(EXERCISE)
    for name in folder.names():
        wanted = name.endswith(".py") and name.isprintable() and name != module and not (ours and name == CHECKS)
        if wanted and len(inside + name) < MAX_PATH and folder.regular(name):
            yield inside + name, folder, name


def _scattered(
    folder: Folder, marks: frozenset[str], inside: str = "", left: Iterator[int] | None = None
) -> Iterator[tuple[str, Folder, str]]:
    """Yield the `.py` files in all folders: Python imports `tools.plots` without an `__init__.py`, too.

    Not those of an environment, a course, a workspace or another submission, which `marks` tell: names in a folder.
    """
    left = iter(range(MAX_FILES)) if left is None else left
    for name in folder.names():
        below = f"{inside}{name}/"
        wanted = name.isprintable() and not name.startswith(".") and name not in ("__pycache__", *marks)
        if not wanted or len(below) > MAX_PATH or next(left, None) is None:
            continue
        with contextlib.suppress(OSError), folder.folder(name) as other:
            if not marks.isdisjoint(other.names()):
                continue
            yield from _modules(other, below)
            yield from _scattered(other, marks, below, left)


def _shown(path: Path) -> str:
    try:
        inside = (path.parent.resolve() / path.name).is_relative_to(Path.cwd())  # a link by its own name
        return os.path.relpath(path) if inside else str(path)
    except (OSError, ValueError, RuntimeError):  # RuntimeError: links that go round in a circle
        return str(path)
