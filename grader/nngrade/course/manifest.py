"""Whether `checks.py` and `exercise.yaml` name the same tests; the file is parsed, never imported."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from nngrade.course.find import nearest
from nngrade.course.model import Course, Exercise
from nngrade.errors import CourseError


def check_manifest(course: Course, exercise: Exercise) -> None:
    """Raise a `CourseError` where a test is written and not listed, or listed and not written, or aims at nothing.

    A test that is not listed would be worth nothing without anybody noticing, and one that is not written could
    never be passed.
    """
    file = course.checks(exercise)
    written = Counter(_tests(file))
    listed = [check.test for check in exercise.checks]
    for name, times in written.items():
        if times > 1:
            raise CourseError(f"{file}: {name} is written {times} times; only the last would run.")
        if name not in listed:
            raise CourseError(f"{file}: {name} is written, but not listed in exercise.yaml{nearest(name, listed)}")
    for index, name in enumerate(listed):
        if name not in written:
            manifest = course.folder(exercise) / "exercise.yaml"
            raise CourseError(f"{manifest}: checks[{index}].test: {file.name} has no {name}{nearest(name, written)}")
    names = _defined(course.stub(exercise))
    for item in exercise.items:
        for target in item.targets:
            if target.split(".")[0] not in names:
                manifest = course.folder(exercise) / "exercise.yaml"
                near = nearest(target, sorted(names))
                raise CourseError(f"{manifest}: {item.id}: the stub has no {target.split('.')[0]!r}{near}")


def _parse(file: Path) -> ast.Module:
    try:
        return ast.parse(file.read_bytes(), filename=str(file))
    except OSError as error:
        raise CourseError(f"{file} cannot be read ({error.strerror}).") from None
    except SyntaxError as error:
        raise CourseError(f"{file}:{error.lineno}: {error.msg}.") from None
    except (ValueError, RecursionError) as error:  # null bytes, nested without end
        raise CourseError(f"{file}: not Python ({error}).") from None


def _tests(file: Path) -> Iterator[str]:
    """Yield the tests in `file` as pytest would collect them: functions of the module that start with `test`."""
    todo: list[ast.AST] = [_parse(file)]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.AsyncFunctionDef) and node.name.startswith("test"):
            raise CourseError(f"{file}:{node.lineno}: {node.name} is async; a check is a plain function.")
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            raise CourseError(f"{file}:{node.lineno}: {node.name} is a class of tests; a check is a plain function.")
        if isinstance(node, ast.FunctionDef):
            if node.name.startswith("test"):
                yield node.name
        elif not isinstance(node, ast.ClassDef | ast.AsyncFunctionDef | ast.Lambda):
            todo.extend(ast.iter_child_nodes(node))


def _defined(file: Path) -> set[str]:
    """Return the names of the functions and classes that `file` defines."""
    return {
        node.name
        for node in _parse(file).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
