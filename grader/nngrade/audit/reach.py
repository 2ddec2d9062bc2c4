"""Tells which checks can notice a change of the solution: those that run a function that was changed.

A check that runs none of them gets the answers that it gets from the solution, so it need not be asked.
"""

from __future__ import annotations

import ast
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from types import FrameType
from typing import Any

import msgspec

from nngrade.checks.asking import Asking, Reference
from nngrade.checks.bank import changed_statements
from nngrade.checks.bench import seeds_of
from nngrade.checks.guard import guarded
from nngrade.checks.pytest_plugin import CheckPlugin
from nngrade.course.model import Course, Exercise

SECONDS = 120.0  # of CPU, for a check of the solution
Function = ast.FunctionDef | ast.AsyncFunctionDef
Reach = Mapping[str, frozenset[str]]


def reach(course: Course, exercise: Exercise, seeds: Iterable[int]) -> Reach:
    """Return for each check the functions of the solution that run in it, with one of the seeds.

    What runs when the solution is imported stands under "". A check that fails on the solution is left out.

    Raises
    ------
    CourseError
        Where the solution or the checks cannot be read.
    """
    path = course.solution(exercise).resolve()
    found: dict[str, set[str]] = {"": set()}
    with guarded(seconds=SECONDS), _noted(path, found[""]):
        Reference(path)

    def loop(plugin: CheckPlugin) -> None:
        for check in exercise.checks:
            item = plugin.item(course.checks(exercise), check.test)
            for seed in seeds:
                reference = Reference(path)
                asking = Asking(reference.link, reference, seeds_of(seed, exercise, check))
                called: set[str] = set()
                with guarded(seed % 2**32, SECONDS), _noted(path, called):
                    error = plugin.run(item, asking)
                if error is not None:
                    found.pop(check.id, None)
                    break
                found[check.id] = found.get(check.id, set()) | called

    CheckPlugin([course.checks(exercise)], course.path, loop).main()
    return {name: frozenset(functions) for name, functions in found.items()}


def noticing(exercise: Exercise, reached: Reach, original: str, changed: str) -> tuple[str, ...]:
    """Return the checks that can notice a change of the solution; all of them where that cannot be told."""
    functions = differing(original, changed)
    every = tuple(check.id for check in exercise.checks)
    if functions is None or functions & reached[""]:
        return every
    return tuple(name for name in every if name not in reached or functions & reached[name]) or every


def only(exercise: Exercise, checks: Iterable[str]) -> Exercise:
    """Return the exercise with these checks alone; what they wait for, through others too, they go on waiting for."""
    kept = set(checks)
    waits: dict[str, tuple[str, ...]] = {}
    for check in exercise.checks:  # in an order in which what a check waits for comes before it
        through = ((name,) if name in kept else waits.get(name, ()) for name in check.depends)
        waits[check.id] = tuple(dict.fromkeys(chain.from_iterable(through)))
    left = [msgspec.structs.replace(one, depends=waits[one.id]) for one in exercise.checks if one.id in kept]
    return msgspec.structs.replace(exercise, checks=tuple(left))


def differing(one: str, other: str) -> frozenset[str] | None:
    """Return the functions and methods in which two modules differ; None where they differ outside of them too."""
    try:
        first, second = (_Bodies(block) for block in changed_statements(one, other))
    except (SyntaxError, ValueError):
        return None
    if first.frame != second.frame or first.twice or second.twice:
        return None
    return frozenset(name for name, body in first.bodies.items() if second.bodies[name] != body)


class _Bodies:
    """A module apart: what stands in its functions, and the frame around."""

    def __init__(self, source: str) -> None:
        self.bodies: dict[str, str] = {}
        self.twice = False
        tree = ast.parse(source)
        self._take(tree.body, "")
        self.frame = ast.dump(tree)

    def _take(self, statements: list[ast.stmt], prefix: str) -> None:
        for node in statements:
            if isinstance(node, ast.ClassDef):
                self._take(node.body, f"{prefix}{node.name}.")
            elif isinstance(node, Function):
                name = prefix + node.name
                self.twice |= name in self.bodies
                self.bodies[name] = "\n".join(map(ast.dump, [node.args, *node.body]))
                node.args, node.body = _NOTHING, [ast.Pass()]


_NOTHING = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])


@contextmanager
def _noted(file: Path, names: set[str]) -> Iterator[None]:
    """Note the functions of a file that are called."""

    def called(frame: FrameType, event: str, argument: Any) -> None:
        if event == "call" and frame.f_code.co_filename == str(file):
            names.add(frame.f_code.co_qualname.partition(".<locals>")[0])

    before = sys.getprofile()
    sys.setprofile(called)
    threading.setprofile(called)
    try:
        yield
    finally:
        sys.setprofile(before)
        threading.setprofile(None)
