"""The mutants of a module: one small change each, that compile, and no two alike."""

from __future__ import annotations

import ast
import itertools
import warnings
from collections.abc import Iterator
from typing import NamedTuple

from nngrade.mutation.expressions import expression
from nngrade.mutation.names import siblings
from nngrade.mutation.statements import statement
from nngrade.mutation.text import Edit, Module


class Key(NamedTuple):
    """What names a mutant, as long as its line stays as it is: the function, the line before, the line after.

    A method is named with its class ("MLP.step"), what stands outside of functions has function "". Of a statement
    left out that has several lines, the first one stands for it.
    """

    function: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.function or 'module'}: {self.old} -> {self.new}"


class Mutant(NamedTuple):
    """A module with one small change: what was changed, on which line, and the whole text."""

    key: Key
    line: int
    source: str


def mutants(source: str) -> list[Mutant]:
    """Return the mutants of a module, in the order of its lines; those that do not compile are left out."""
    module = Module(source)
    found: list[Mutant] = []
    seen = {(number, _shape(module.part(number))) for number in range(len(module.tree.body))}
    for function, edit in sorted(_edits(module), key=lambda pair: pair[1].start):
        number = module.number(edit)
        shape = _shape(module.part(number, edit))  # of the one function or class: the others are as they were
        if shape is None or (number, shape) in seen:
            continue
        seen.add((number, shape))
        line = module.data.count(b"\n", 0, edit.start) + 1
        found.append(Mutant(Key(function, *module.around(edit)), line, module.apply(edit)))
    return found


def _shape(text: str) -> str | None:
    """Return what is the same for two ways to write one program, None for no program."""
    try:
        with warnings.catch_warnings(action="ignore"):  # of `1 is 2`
            tree = ast.parse(text)
            compile(tree, "mutant", "exec")
    except SyntaxError:
        return None
    return ast.dump(tree)


def _edits(module: Module) -> Iterator[tuple[str, Edit]]:
    for scope, function, nodes in _scopes(module.tree, ""):
        for node in nodes:
            edits = itertools.chain(statement(module, node), expression(module, node))
            yield from ((function, edit) for edit in edits)
        yield from ((function, edit) for edit in siblings(module, scope, nodes))


def _scopes(scope: ast.AST, name: str) -> Iterator[tuple[ast.AST, str, list[ast.AST]]]:
    """Yield the module and its functions, each with its qualified name and the nodes that are its own."""
    own: list[ast.AST] = [scope]
    inner: list[tuple[ast.AST, str]] = []
    todo = list(ast.iter_child_nodes(scope))
    while todo:
        node = todo.pop(0)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inner.append((node, f"{name}.{node.name}".lstrip(".")))
        elif not isinstance(node, ast.JoinedStr | ast.Import | ast.ImportFrom):  # places in f-strings: from 3.12 on
            own.append(node)
            todo += ast.iter_child_nodes(node)
    yield scope, name, own
    for node, qualified in inner:
        yield from _scopes(node, qualified)
