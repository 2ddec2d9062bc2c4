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
from pathlib import Path

import msgspec

from nngrade.course.model import Course, Exercise
from nngrade.errors import NngradeError

LIMIT = 2_000_000
MAX_FILES = 200
MAX_PATH = 400  # characters below the folder of the module
NEVER = ("checks.py", "exercise.yaml")
MAX_PARSED = 32_000  # bytes; an f-string of ten times as many takes the parser two minutes
DEFINITION = re.compile(rb"([ \t]{0,40})(?:async[ \t]{1,8})?(def|class)[ \t]{1,8}([A-Za-z_]\w{0,99})")


class Submission(msgspec.Struct, frozen=True, eq=False):
    """What is handed in for one exercise.

    `files` are the bytes to copy, by relative path; `module` is the path shown to the learner; `problem` is the
    sentence for a file that cannot be graded at all (missing, too large, a folder ...), which is worth 0 points.
    """

    exercise: Exercise
    module: str
    files: dict[str, bytes] = {}
    shown: dict[str, str] = {}
    problem: str = ""
    untouched: bool = False

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
        return _collect(exercise, course.solution(exercise), course.stub(exercise), alone=True)
    try:
        there = target.exists() or target.is_symlink()
    except OSError as error:  # a folder on the way that is closed to us, a name of 5000 letters
        raise NngradeError(f"{str(target)[:80]} cannot be read ({error.strerror}); give the path of a file.") from None
    if not there:
        raise NngradeError(f"{target} does not exist; give a file, a folder with {exercise.module}, or a workspace.")
    if target.is_dir():
        inside = target / exercise.id / exercise.module
        if inside.parent.is_symlink():  # to somebody else's, or to a solution
            shown = _shown(inside.parent)
            return Submission(exercise, shown, problem=f"{shown} is a link; hand in the folder itself")
        path = inside if os.path.lexists(inside) or (target / "nngrade.toml").is_file() else target / exercise.module
        return _collect(exercise, path, course.stub(exercise), alone=False)
    if not target.is_file() and not target.is_symlink() and target.name != exercise.module:
        raise NngradeError(f"{target} is no file, folder or workspace; give the path of {exercise.module}.")
    return _collect(exercise, target, course.stub(exercise), alone=target.name != exercise.module)


def _collect(exercise: Exercise, path: Path, stub: Path, alone: bool) -> Submission:
    shown = _shown(path)
    if problem := _problem(path, exercise):
        return Submission(exercise, shown, problem=problem)
    try:
        files = {exercise.module: path.read_bytes()}
        beside = [] if alone else _beside(path)
    except OSError as error:
        return Submission(exercise, shown, problem=f"{shown} cannot be read ({error.strerror})")
    names = {exercise.module: shown}
    size = len(files[exercise.module])
    for relative, file in beside:
        try:
            if (size := size + file.stat().st_size) > LIMIT:  # before it is read
                return Submission(exercise, shown, problem=f"the files beside {shown} are larger than 2 MB together")
            files[relative] = file.read_bytes()
        except OSError:
            continue
        names[relative] = _shown(file)
    untouched = stub.is_file() and files[exercise.module].split() == stub.read_bytes().split()
    return Submission(exercise, shown, files, names, untouched=untouched)


def _problem(path: Path, exercise: Exercise) -> str:
    """Return the sentence for a module that is no ordinary file of a sensible size, or ""."""
    shown = _shown(path)
    try:
        mode = path.lstat().st_mode
    except OSError:
        there = sorted(name for name in _names(path.parent) if name.endswith(".py") and name not in NEVER)
        others = f"; the folder has {', '.join(there[:5])}" if there else ""
        return f"{shown} is not there{others}: the file must be called {exercise.module}"
    if stat.S_ISLNK(mode):
        return f"{shown} is a link; hand in the file itself"
    if stat.S_ISDIR(mode):
        return f"{shown} is a folder; a Python file of that name is expected"
    if not stat.S_ISREG(mode):
        return f"{shown} is no ordinary file"
    if (size := path.stat().st_size) > LIMIT:
        return f"{shown} is {size / 1e6:.1f} MB large; a module may have 2 MB"
    return f"{shown} is empty" if size == 0 else ""


def _beside(path: Path) -> list[tuple[str, Path]]:
    """Return the `.py` files and packages beside the module: regular files only, no links, and never checks.

    Names that are no printable text are left out: nothing can import them, and a report cannot show them.
    """
    found: list[tuple[str, Path]] = []
    walked = 0
    for folder, folders, names in os.walk(path.parent):
        folders[:] = sorted(
            name
            for name in folders
            if name.isidentifier()
            and name != "__pycache__"
            and os.path.isfile(os.path.join(folder, name, "__init__.py"))
        )
        for name in sorted(names):
            file = Path(folder, name)
            if len(str(file)) - len(str(path.parent)) > MAX_PATH:  # the copy lies deeper than this
                continue
            wanted = name.endswith(".py") and name.isprintable() and name not in NEVER and file != path
            if wanted and stat.S_ISREG(file.lstat().st_mode):
                found.append((file.relative_to(path.parent).as_posix(), file))
        walked += 1
        if len(found) > MAX_FILES or walked > MAX_FILES:
            break
    return found[:MAX_FILES]


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _shown(path: Path) -> str:
    try:
        inside = (path.parent.resolve() / path.name).is_relative_to(Path.cwd())  # a link by its own name
        return os.path.relpath(path) if inside else str(path)
    except (OSError, ValueError, RuntimeError):  # RuntimeError: links that go round in a circle
        return str(path)
