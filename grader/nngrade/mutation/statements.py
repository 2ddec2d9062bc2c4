"""What can be changed in a statement: it is left out, its condition is turned round, it returns nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from nngrade.mutation.expressions import ARITHMETIC, fewer
from nngrade.mutation.text import Edit, Module

KEPT = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Pass)


def statement(module: Module, node: ast.AST) -> Iterator[Edit]:
    """Yield the edits of one statement, or of the signature of a function; its expressions are left alone."""
    if isinstance(node, ast.stmt) and not isinstance(node, KEPT) and not _docstring(node):
        yield module.put(node, "pass")
    match node:
        case ast.AugAssign(target=target, op=op, value=value):
            old, others = ARITHMETIC.get(type(op), ("", ()))
            for new in (*others, ""):
                yield from module.between(target, value, f"{old}=", f"{new}=")
        case ast.Return(value=ast.expr() as value):
            yield module.put(value, "None")
        case ast.If(test=test) | ast.While(test=test):
            yield from (module.put(test, text) for text in (f"not ({module.text(test)})", "True", "False"))
        case ast.For(target=_, iter=iterable):
            yield from fewer(module, iterable)
        case ast.Continue():
            yield module.put(node, "break")
        case ast.Break():
            yield module.put(node, "continue")
        case ast.FunctionDef():
            for decorator in node.decorator_list:
                yield Edit(module.start(decorator) - 1, module.end(decorator), "")
            yield from _defaults(module, node.args)


def _docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _defaults(module: Module, arguments: ast.arguments) -> Iterator[Edit]:
    """Yield edits that make a parameter one without default."""
    positional = (*arguments.posonlyargs, *arguments.args)
    pairs = list(zip(positional[len(positional) - len(arguments.defaults) :], arguments.defaults, strict=True))
    for name, default in [*pairs, *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]:
        if default is not None:
            yield Edit(module.end(name), module.end(default), "")
