"""One variable taken for another that looks like it: Z1 for A1, W2 for W1, X_val for X_train."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from nngrade.mutation.text import Edit, Module


def siblings(module: Module, scope: ast.AST, nodes: Sequence[ast.AST]) -> Iterator[Edit]:
    """Yield the edits of a function in which one use of a variable is another variable of a similar name."""
    if not isinstance(scope, ast.FunctionDef):
        return
    names = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    names += [argument.arg for argument in ast.walk(scope.args) if isinstance(argument, ast.arg)]
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
            others = sorted({name for name in names if name != node.id and alike(name, node.id)})
            yield from (module.put(node, other) for other in others)


def alike(one: str, other: str) -> bool:
    """Say whether two names share all but a number, a letter or one of their parts, or are both a single letter."""
    if re.sub(r"\d", "", one) == re.sub(r"\d", "", other) or re.sub(r"\D", "", one) == re.sub(r"\D", "", other) != "":
        return True
    first, second = one.split("_"), other.split("_")
    if len(first) == len(second) == 1:
        return len(one) == len(other) <= 2
    return bool({part for part in first if part} & {part for part in second if part})
