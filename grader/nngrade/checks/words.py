"""Puts a wrong answer into the learner's words: which call it came from, what is wrong and right, what was asked."""

from __future__ import annotations

import inspect
import reprlib
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import numpy as np

from nngrade.checks.compare import Part, as_array
from nngrade.checks.measure import CLOSE, multiple, ratio
from nngrade.sandbox.handles import Call, Handle, plain

MAX_ASKED = 160
MAX_NAMES = 4


class Names:
    """The parameter names of the reference's functions, so that a message can say `gradients(x, y_true)`."""

    def __init__(self, module: ModuleType | None) -> None:
        self.module = module

    def parameters(self, name: str) -> list[str]:
        """Return the parameters of "backward" or "MLP.step", without `self`; [] where they cannot be told."""
        found: Any = self.module
        try:
            for piece in name.split("."):
                found = inspect.getattr_static(found, piece)
            if isinstance(found, staticmethod | classmethod):
                found = found.__func__
            parameters = list(inspect.signature(found).parameters)
        except (AttributeError, TypeError, ValueError):
            return []
        return parameters[1:] if parameters[:1] in (["self"], ["cls"]) else parameters

    def call(self, call: Call) -> str:
        """Return the call as the learner would write it: "`gradients(x, y_true)`"."""
        short = call.name.rpartition(".")[2]
        if call.arguments is None:
            return f"`.{short}`"
        names = self.parameters(call.name)[: len(call.arguments)] + list(call.keywords)
        return f"`{short}({', '.join(names)})`"

    def asked(self, call: Call) -> str:
        """Return what the call was given, in shapes: "X of shape (7, 5), y of shape (7,), int64"."""
        names = self.parameters(call.name) + [f"argument {n}" for n in range(1, 9)]
        pairs = [*zip(names, call.arguments or (), strict=False), *call.keywords.items()]
        words = [f"{name}{shown}" for name, value in pairs if (shown := _argument(value))]
        text = ", ".join(words)
        return text if len(text) <= MAX_ASKED else text[: MAX_ASKED - 2] + " …"


def message(parts: Sequence[Part], found: Any, trace: Sequence[Call], names: Names) -> str:
    """Return at most three lines for the learner about the parts that are wrong."""
    wrong = [part for part in parts if part.problem]
    first = wrong[0]
    call, rest = _origin(found, first.path, trace)
    where = (names.call(call) if call else "the result") + _path(rest)
    if rest and isinstance(rest[0], str) and " " in rest[0]:
        where = "the " + rest[0] + _path(rest[1:])  # the check's own words: "change of W1"
    what = _problem(first, call)
    lines = [f"{where} {what}" + ("" if what.endswith("?") else ".")]
    siblings = [part for part in parts if part.path[:-1] == first.path[:-1] and part is not first]
    if siblings and rest:
        same = [part for part in siblings if _alike(part, first)]
        others = [part for part in siblings if part.problem and part not in same]
        right = [part for part in siblings if not part.problem]
        said = [f"The same is true of {_join(same)}"] if same else []
        said += [f"{_join(others)} {_is(others)} not right either"] if others else []
        said += [f"{_join(right)} {_is(right)} right"] if right else []
        lines.append("; ".join(said) + ".")
    if call and call.arguments is not None and (asked := names.asked(call)):
        lines.append(f"Asked with {asked}.")
    return "\n".join(lines)


def _problem(part: Part, call: Call | None) -> str:
    """Return the part's problem; of a single number that is off by the size of an argument, say that it is."""
    if call and call.arguments and "which is not right" in part.problem:
        sizes = {size for value in call.arguments if isinstance(value, np.ndarray) for size in value.shape if size > 2}
        factor = _ratio(part)
        if any(abs(factor / usual - 1) < CLOSE for size in sizes for usual in (size, 1 / size)):
            return multiple(factor)
    return part.problem


def _alike(part: Part, first: Part) -> bool:
    """Say whether two parts are wrong in the same way: the same words, or off by the same factor."""
    if part.problem == first.problem:
        return bool(part.problem)
    one, other = _ratio(part), _ratio(first)
    return bool(part.problem and one and other) and abs(one / other - 1) < CLOSE


def _ratio(part: Part) -> float:
    found, expected = as_array(part.found)[0], as_array(part.expected)[0]
    if found is None or expected is None or found.shape != expected.shape or not np.isfinite(found).all():
        return 0.0
    with np.errstate(all="ignore"):
        return 0.0 if np.iscomplexobj(found) else ratio(found.astype(float), expected.astype(float))


def staff_detail(parts: Sequence[Part]) -> str:
    """Return what was found and expected in each wrong part, for the staff."""
    with np.printoptions(precision=8, threshold=30, edgeitems=2, linewidth=100):
        return "\n".join(
            f"{_path(part.path) or 'result'}: found {_shortly(part.found)}; expected {_shortly(part.expected)}"
            for part in parts
            if part.problem
        )


def _shortly(value: Any) -> str:
    short = reprlib.Repr()  # the whole text of a long list would take seconds
    short.maxlist = short.maxtuple = short.maxdict = 20
    short.maxstring = short.maxlong = short.maxother = 600
    return (str(value) if isinstance(value, np.ndarray | np.generic) else short.repr(value))[:600]


def _origin(found: Any, path: tuple[Any, ...], trace: Sequence[Call]) -> tuple[Call | None, tuple[Any, ...]]:
    """Return the call whose result the part at `path` lies in, and the rest of the path within that result."""
    best: tuple[Call | None, tuple[Any, ...]] = (None, path)
    if not path and trace and trace[-1].result is found:
        return trace[-1], path
    value = found
    for depth in range(len(path) + 1):
        for call in reversed(trace):
            if call.result is value and not (value is None or isinstance(value, bool | str)):
                best = (call, path[depth:])
                break
        if depth < len(path):
            try:
                value = (value if not isinstance(value, Handle) else plain(value))[path[depth]]
            except (LookupError, TypeError):
                break
    if best[0] is None and len(trace) == 1:
        return trace[0], path
    return best


def _path(path: tuple[Any, ...]) -> str:
    return "".join(f'["{key}"]' if isinstance(key, str) else f"[{key!r}]" for key in path)


def _is(parts: Sequence[Part]) -> str:
    return "is" if len(parts) == 1 else "are"


def _join(parts: Sequence[Part]) -> str:
    names = [str(part.path[-1]) if isinstance(part.path[-1], str) else f"[{part.path[-1]}]" for part in parts]
    if len(names) > MAX_NAMES:
        names = [*names[: MAX_NAMES - 1], f"{len(names) - MAX_NAMES + 1} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _argument(value: Any) -> str:
    """Return what follows an argument's name: " of shape (7, 5)", " = [2, 3]"; "" for what has no short form."""
    if isinstance(value, np.ndarray):
        kind = "" if value.dtype == np.float64 else f", {value.dtype}"
        if value.size <= 3 and value.ndim == 1:
            return f" = [{', '.join(f'{item:.4g}' for item in value.tolist())}]{kind}"
        return f" of shape {value.shape}{kind}"
    if isinstance(value, bool | int | float | np.generic):
        return " = " + (f"{value:.6g}" if isinstance(value, float | np.floating) else str(value))
    if isinstance(value, dict):
        items = (f"{key}{_argument(item)}".replace(" of shape", "") for key, item in value.items())
        return " = {" + ", ".join(items) + "}"
    if isinstance(value, list | tuple):
        if len(value) <= 4 and all(isinstance(item, int | float) for item in value):
            return f" = {list(value)}"
        return f", a {type(value).__name__} of {len(value)}"
    return ""
