"""What can be changed in an expression: operators, numbers, arguments, indices, names of functions."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator

from nngrade.mutation.text import Edit, Module

ARITHMETIC: dict[type[ast.operator], tuple[str, tuple[str, ...]]] = {
    ast.Add: ("+", ("-", "*")),
    ast.Sub: ("-", ("+",)),
    ast.Mult: ("*", ("/", "+")),
    ast.Div: ("/", ("*", "//")),
    ast.FloorDiv: ("//", ("/",)),
    ast.Mod: ("%", ("//",)),
    ast.MatMult: ("@", ("*",)),
    ast.Pow: ("**", ("*",)),
    ast.BitAnd: ("&", ("|",)),
    ast.BitOr: ("|", ("&",)),
}
ORDERED = (ast.Sub, ast.Div, ast.MatMult, ast.Pow, ast.FloorDiv, ast.Mod)  # a op b is not b op a
COMPARISON: dict[type[ast.cmpop], tuple[str, tuple[str, ...]]] = {
    ast.Lt: ("<", ("<=", ">")),
    ast.LtE: ("<=", ("<", ">")),
    ast.Gt: (">", (">=", "<")),
    ast.GtE: (">=", (">", "<")),
    ast.Eq: ("==", ("!=", ">=")),
    ast.NotEq: ("!=", ("==", "<", ">")),
    ast.In: ("in", ("not in",)),
    ast.NotIn: ("not in", ("in",)),
    ast.Is: ("is", ("is not",)),
    ast.IsNot: ("is not", ("is",)),
}
NAMES = {
    "sum": ("mean",),
    "mean": ("sum", "median"),
    "max": ("min",),
    "min": ("max",),
    "argmax": ("argmin",),
    "argmin": ("argmax",),
    "maximum": ("minimum",),
    "minimum": ("maximum",),
    "exp": ("expm1", "exp2"),
    "log": ("log2", "log1p"),
    "tanh": ("sinh", "arctan"),
    "sqrt": ("square",),
    "std": ("var",),
    "abs": ("negative",),
    "zeros": ("ones",),
    "ones": ("zeros",),
    "zeros_like": ("ones_like",),
    "eye": ("ones",),
    "array": ("asarray",),
    "normal": ("uniform",),
    "random": ("standard_normal",),
    "outer": ("multiply",),
    "float32": ("float16", "float64"),
    "float64": ("float32", "float16"),
    "int64": ("uint8", "int8", "float64"),
    "float": ("int",),
    "int": ("float",),
    "round": ("int",),
    "savez": ("save",),
    "append": ("extend",),
}
# Written in place of the whole `a.name`.
ALONE = {"permutation": ("np.arange",), "shuffle": ("np.array",), "outer": ("np.dot",)}
TINY = 1e-4  # a guard like 1e-12: twice as much is as good a guard


def expression(module: Module, node: ast.AST) -> Iterator[Edit]:
    """Yield the edits of one node of an expression, its parts left alone."""
    match node:
        case ast.BinOp():
            yield from _arithmetic(module, node)
        case ast.Compare(left=left, ops=[sign], comparators=[right]):
            old, others = COMPARISON[type(sign)]
            for new in others:
                yield from module.between(left, right, old, new)
        case ast.BoolOp(values=values):
            old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
            for one, other in itertools.pairwise(values):
                yield from module.between(one, other, old, new)
            yield from (module.instead(node, value) for value in values)
        case ast.UnaryOp(operand=operand):
            yield module.instead(node, operand)
        case ast.IfExp(body=body, orelse=orelse):
            yield from (module.instead(node, one) for one in (body, orelse))
        case ast.Constant(value=value):
            yield from (module.put(node, text) for text in _constants(value, module.parents[node]))
        case ast.Attribute(value=value, attr=attr):
            yield from _attribute(module, node, value, attr)
        case ast.Name(id=name, ctx=ast.Load()):
            yield from (module.put(node, other) for other in NAMES.get(name, ()))
        case ast.Call():
            yield from _call(module, node)
        case ast.Subscript(value=value, slice=index):
            yield module.instead(node, value)
            if isinstance(index, ast.expr) and isinstance(node.ctx, ast.Load) and _open(index):
                yield from (module.put(index, f"{module.operand(index)} {step} 1") for step in "+-")
        case ast.Slice(lower=lower, upper=upper, step=step):
            for bound in filter(None, (lower, upper, step)):
                yield module.put(bound, "")
                if not isinstance(bound, ast.Constant):
                    yield from (module.put(bound, f"{module.operand(bound)} {sign} 1") for sign in "+-")
        case ast.Tuple(elts=items, ctx=ast.Load()):
            yield from (module.swapped(one, other) for one, other in itertools.pairwise(items))
        case ast.Dict(keys=keys, values=values):
            pairs = [(key or value, value) for key, value in zip(keys, values, strict=True)]
            yield from (module.dropped(pairs, index) for index in range(len(pairs)) if keys[index])
            yield from (module.swapped(one, other) for one, other in itertools.pairwise(values))
        case ast.comprehension(iter=iterable, ifs=conditions):
            yield from fewer(module, iterable)
            yield from (module.put(condition, "True") for condition in conditions)


def fewer(module: Module, iterable: ast.expr) -> Iterator[Edit]:
    """Yield edits by which a loop leaves out its first or its last turn, or goes backwards."""
    text = module.text(iterable)
    yield from (module.put(iterable, f"list({text}){part}") for part in ("[1:]", "[:-1]", "[::-1]"))


def _open(index: ast.expr) -> bool:
    return isinstance(index, ast.Name | ast.BinOp)


def _arithmetic(module: Module, node: ast.BinOp) -> Iterator[Edit]:
    left, right = node.left, node.right
    old, others = ARITHMETIC.get(type(node.op), ("", ()))
    for new in others:
        yield from module.between(left, right, old, new)
    yield module.instead(node, left)
    yield module.instead(node, right)
    if isinstance(node.op, ORDERED):
        yield module.swapped(left, right, tight=True)


def _constants(value: object, parent: ast.AST) -> Iterator[str]:
    """Yield other numbers. A string is left alone: it is a key, a mode or a sentence."""
    negative = isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.USub)
    if isinstance(value, bool):
        yield str(not value)
    elif isinstance(value, int):
        yield from (str(value + step) for step in (1, -1) if not negative or value + step >= 0)
        if value and not negative:
            yield f"-{value}"
        if value > 2:
            yield str(2 * value)
    elif isinstance(value, float):
        yield from ("1.0",) if value == 0 else (repr(value * (1e6 if abs(value) < TINY else 2)), "0.0")
        if value and not negative:
            yield f"-{value}"


def _attribute(module: Module, node: ast.Attribute, value: ast.expr, attr: str) -> Iterator[Edit]:
    dot = module.end(node) - len(attr)
    yield from (Edit(dot, module.end(node), name) for name in NAMES.get(attr, ()))
    yield from (module.put(node, name) for name in ALONE.get(attr, ()))
    if attr == "T":
        yield module.instead(node, value)
    if attr == "size" and isinstance(node.ctx, ast.Load):
        yield from (Edit(dot, module.end(node), other) for other in ("ndim", "shape[0]"))


def _call(module: Module, node: ast.Call) -> Iterator[Edit]:
    arguments, function = node.args, node.func
    for argument in arguments:
        if not isinstance(argument, ast.Starred | ast.GeneratorExp):
            yield module.instead(node, argument)  # f(x, y) -> x
    if isinstance(function, ast.Attribute) and module.text(function.value) not in module.imported:
        yield module.instead(node, function.value)  # x.copy() -> x
    yield from (module.swapped(one, other) for one, other in itertools.pairwise(arguments))
    items: list[tuple[ast.AST, ast.AST]] = [(one, one) for one in (*arguments, *node.keywords)]
    yield from (module.dropped(items, index) for index in range(len(arguments), len(items)))
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if name in ("range", "arange"):
        last = arguments[1] if len(arguments) > 1 else arguments[0]
        yield from (module.put(last, f"{module.operand(last)} {sign} 1") for sign in "+-")
        if len(arguments) == 1:
            yield module.put(last, f"1, {module.text(last)}")
    if name == "len":
        yield from (module.put(node, f"({module.text(node)} {sign} 1)") for sign in "+-")
