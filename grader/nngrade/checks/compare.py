"""Compares an answer with the reference's, part by part: each key of a dict, each item of a tuple, on its own.

What a good teacher accepts is accepted: a list for an array, a NumPy scalar for a float, float32 at its own
tolerance, booleans for zeros and ones. Shapes are strict, and NaN is never right. The rules are the course's
(course conventions: values 1e-6, gradients 1e-4 in norm, trajectories 1e-3).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np

from nngrade.checks.measure import measure
from nngrade.sandbox.handles import Handle, plain
from nngrade.sandbox.wire import Unsupported

Kind = Literal["value", "gradient", "trajectory"]
Path = tuple[Any, ...]

VALUE, COARSE_VALUE = 1e-6, 1e-5
RELATIVE = {"gradient": 1e-4, "trajectory": 1e-3}
MAX_ITEMS = 10_000_000  # numbers in a nested list: what comes from the learner must not fill the grader's memory


class Part(NamedTuple):
    """One part of an answer: where it is, and what is wrong with it ("" when it is right).

    `found` and `expected` are kept for the staff's view and for the diagnosis.
    """

    path: Path
    problem: str
    found: Any = None
    expected: Any = None


class Rules(NamedTuple):
    """How an answer is compared: the tolerance's kind, and whether whole-number floats pass for integers."""

    kind: Kind = "value"
    strict_integers: bool = False


def compare(found: Any, expected: Any, rules: Rules, path: Path = ()) -> list[Part]:
    """Return the parts of an answer, right and wrong ones, in the order of the reference's."""
    found, expected = plain(found), plain(expected)
    if isinstance(expected, dict):
        return _dict(found, expected, rules, path)
    if isinstance(expected, list | tuple):
        return _sequence(found, expected, rules, path)
    if isinstance(expected, np.ndarray) and expected.ndim:
        return [_array(found, expected, rules, path)]
    if isinstance(expected, np.ndarray | np.generic | bool | int | float):
        return [_scalar(found, np.asarray(expected), rules, path)]
    same = type(found) is type(expected) and (found is expected or found == expected)
    return [Part(path, "" if same else f"is {describe(found)}", found, expected)]


def _dict(found: Any, expected: dict[Any, Any], rules: Rules, path: Path) -> list[Part]:
    keys = ", ".join(map(_key, expected))
    if not isinstance(found, dict):
        return [Part(path, f"is {describe(found)}; a dict with the keys {keys} is expected", found, expected)]
    parts = []
    for key, value in expected.items():
        if key in found:
            parts += compare(found[key], value, rules, (*path, key))
        else:
            there = ", ".join(map(_key, list(found)[:8])) or "no keys"
            parts.append(Part((*path, key), f"is missing (the dict has {there})", None, value))
    return parts


def _key(key: Any) -> str:
    return repr(key) if len(repr(key)) <= 40 else repr(key)[:39] + "…"


def _sequence(found: Any, expected: list[Any] | tuple[Any, ...], rules: Rules, path: Path) -> list[Part]:
    word = "list" if isinstance(expected, list) else "tuple"
    numbers = bool(expected) and all(isinstance(item, int | float | np.number) for item in expected)
    if numbers and word == "list":
        return [_of_numbers(found, expected, rules, path)]
    if isinstance(found, np.ndarray) and found.ndim and numbers:
        if len(found) != len(expected):  # before they are told one by one: there may be millions
            return [Part(path, f"has {len(found)} items; {len(expected)} are expected", found, expected)]
        found = list(found)
    if not isinstance(found, list | tuple):
        items = f"{len(expected)} item{'s' if len(expected) != 1 else ''}"
        return [Part(path, f"is {describe(found)}; a {word} of {items} is expected", found, expected)]
    if len(found) != len(expected):
        return [Part(path, f"has {len(found)} items; {len(expected)} are expected", found, expected)]
    parts = []
    for index, (one, other) in enumerate(zip(found, expected, strict=True)):
        parts += compare(one, other, rules, (*path, index))
    return parts


def _of_numbers(found: Any, expected: Sequence[Any], rules: Rules, path: Path) -> Part:
    """Compare with a list of numbers, of which a learner thinks as so many numbers and not as a shape."""
    array = as_array(found)[0]
    if array is not None and array.ndim == 1 and len(array) != len(expected):
        count = f"{len(array)} number{'s' if len(array) != 1 else ''}"
        return Part(path, f"has {count}; {len(expected)} are expected", found, expected)
    return _array(found, np.asarray(expected), rules, path)


def _array(found: Any, expected: np.ndarray[Any, Any], rules: Rules, path: Path) -> Part:
    array, problem = as_array(found)
    if array is None:
        return Part(path, f"{problem}; an array of shape {expected.shape} is expected", found, expected)
    if array.shape != expected.shape:
        transposed = array.ndim > 1 and array.shape == expected.shape[::-1]
        hint = ": it looks transposed" if transposed else ""
        return Part(path, f"has shape {array.shape}; {expected.shape} is expected{hint}", found, expected)
    return Part(path, _values(array, expected, rules, _coarse(found, array)), found, expected)


def _scalar(found: Any, expected: np.ndarray[Any, Any], rules: Rules, path: Path) -> Part:
    if isinstance(found, np.ndarray) and found.ndim:
        return Part(path, f"is an array of shape {found.shape}; a single number is expected", found, expected)
    if not isinstance(found, bool | int | float | np.generic | np.ndarray):
        return Part(path, f"is {describe(found)}; a number is expected", found, expected)
    array, problem = as_array(found)
    if array is None:
        return Part(path, f"{problem}; a number is expected", found, expected)
    return Part(path, _values(array, expected, rules, _coarse(found, array)), found, expected)


def _values(found: np.ndarray[Any, Any], expected: np.ndarray[Any, Any], rules: Rules, coarse: bool) -> str:
    if np.iscomplexobj(found):
        return "holds complex numbers"
    exact = expected.dtype.kind in "biu"
    if exact and rules.strict_integers and found.dtype.kind not in "iu":
        what = (
            f"holds {found.dtype.name} numbers"
            if found.ndim
            else f"is {found.item()!s:.20}, of type {found.dtype.name}"
        )
        return f"{what}; integers are expected" if found.ndim else f"{what}; an int is expected"
    with np.errstate(all="ignore"):  # what a learner returns may be as large as a float can be
        problem = _differences(found.astype(float), expected.astype(float), rules, coarse, exact)
    if problem and found.ndim and found.dtype.kind in "biu" and not exact:
        problem += f": it is an array of {found.dtype.name}, which keeps no decimals"
    return problem


def _differences(
    found: np.ndarray[Any, Any], expected: np.ndarray[Any, Any], rules: Rules, coarse: bool, exact: bool
) -> str:
    if not np.isfinite(found).all():
        return measure(found, expected, found == expected)
    if exact:
        right = found == expected
    elif rules.kind == "value":
        right = np.abs(found - expected) <= (COARSE_VALUE if coarse else VALUE) * np.maximum(1.0, np.abs(expected))
    else:
        near = RELATIVE[rules.kind]
        if np.linalg.norm(found - expected) <= near * np.linalg.norm(expected) + 1e-12:
            return ""
        right = np.abs(found - expected) <= near * np.abs(expected) + 1e-12
        if right.all():  # each entry is near, then the whole is
            return ""
    return "" if right.all() else measure(found, expected, right)


def as_array(found: Any) -> tuple[np.ndarray[Any, Any] | None, str]:
    """Return `found` as a numeric array, or None and the words for what it is instead."""
    if isinstance(found, np.ndarray | np.generic):
        return np.asarray(found), ""
    if isinstance(found, bool | int | float):
        try:
            return np.asarray(found, dtype=float if isinstance(found, int) and abs(found) > 2**62 else None), ""
        except OverflowError:
            return None, "is an integer too large for an array"
    if isinstance(found, list | tuple) and _numeric(found, [MAX_ITEMS]):
        try:
            return np.asarray(found), ""
        except (ValueError, OverflowError):
            return None, "is a list whose rows have different lengths"
    return None, f"is {describe(found)}"


def _numeric(value: Any, budget: list[int]) -> bool:
    """Say whether nested lists hold nothing but numbers and arrays, within a budget of numbers."""
    budget[0] -= value.size if isinstance(value, np.ndarray) else 1
    if budget[0] < 0:
        return False
    if isinstance(value, list | tuple):
        if set(map(type, value)) == {float}:  # mostly, and there may be a million
            budget[0] -= len(value)
            return budget[0] >= 0
        return all(_numeric(item, budget) for item in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return -(2**63) <= value < 2**63
    return isinstance(value, bool | float | np.number | np.bool_ | np.ndarray)


def opaque(expected: Any) -> str:
    """Return what in a reference's answer cannot be compared with anything, in words; "" when there is nothing."""
    expected = plain(expected)
    if isinstance(expected, dict):
        expected = list(expected.values())
    if isinstance(expected, list | tuple):
        return next((found for item in expected if (found := opaque(item))), "")
    return describe(expected) if isinstance(expected, Handle | Unsupported) else ""


def _coarse(found: Any, array: np.ndarray[Any, Any]) -> bool:
    """Say whether numbers are float32's, by their type or as Python floats by their values: 1e-5 is their tolerance.

    What was rounded for printing has a Python float's type, too, but hardly ever a float32's value.
    """
    if array.dtype.kind == "f" and array.dtype.itemsize < 8:
        return True
    if isinstance(found, np.ndarray | np.generic | int):
        return False
    with np.errstate(over="ignore"):
        return bool((array.astype(np.float32) == array).all())


def describe(value: Any) -> str:
    """Say in words what a reply is, without its numbers: "None", "a list of 3 items", "an array of shape (7, 5)"."""
    if value is None:
        return "None (is there a `return`?)"
    if isinstance(value, Unsupported):
        return value.what
    if isinstance(value, Handle):
        vowels = "AEFHILMNORSX" if value._kind.isupper() else "AEIOUaeiou"  # an MLP, a Neuron
        article = "an" if value._kind[:1] in vowels else "a"
        return f"{article} {value._kind or value._name}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    if isinstance(value, list | tuple | dict):
        return f"a {type(value).__name__} of {len(value)} item{'s' if len(value) != 1 else ''}"
    if isinstance(value, bool | int | float | np.generic):
        return f"the number {value!s:.40}" if not isinstance(value, bool | np.bool_) else str(value)
    return f"a {type(value).__name__}"
