"""Says whether two wrong answers are the same: values, wrong shapes, NaN in the same places, the same exception.

`compare` asks whether an answer is right; here nothing need be right, only alike.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import numpy as np

from nngrade.checks.compare import Kind, as_array
from nngrade.sandbox.handles import Handle, plain
from nngrade.sandbox.outcome import Missing, Outcome, Raised
from nngrade.sandbox.wire import Unsupported

# The learner's arithmetic may take another order, or be a central difference: closer than the smallest real mistake.
NEAR: dict[Kind, float] = {"value": 1e-5, "gradient": 1e-4, "trajectory": 1e-4}
NUMBER = re.compile(r"-?(?:\d+\.?\d*(?:e[+-]?\d+)?|inf|nan)", re.IGNORECASE | re.ASCII)
SENTENCE_NEAR = 0.05


class Ended(NamedTuple):
    """A probe, or a check, that ended in an exception: its kind, and its words."""

    kind: str
    words: str


def ended(error: BaseException) -> Ended:
    """Return how an exception is remembered: a learner's by its own type, an assertion by its sentence."""
    if isinstance(error, Raised):
        return Ended(error.type, error.message)
    if isinstance(error, AssertionError):
        return Ended("assertion", str(error))
    if isinstance(error, Missing):
        return Ended("missing", error.name)
    if isinstance(error, Outcome):
        return Ended(type(error).__name__, "")
    return Ended(type(error).__name__, str(error))


def alike(found: Any, other: Any, kind: Kind = "value") -> bool:
    """Say whether two answers to one probe are the same."""
    found, other = plain(found), plain(other)
    if isinstance(found, Ended) or isinstance(other, Ended):
        return isinstance(found, Ended) and isinstance(other, Ended) and _ended_alike(found, other)
    if isinstance(found, dict) or isinstance(other, dict):
        both = isinstance(found, dict) and isinstance(other, dict) and list(found) and set(found) == set(other)
        return bool(both) and all(alike(found[key], other[key], kind) for key in other)
    if isinstance(found, Handle | Unsupported) or isinstance(other, Handle | Unsupported):
        return type(found) is type(other)
    one, two = as_array(found)[0], as_array(other)[0]
    if one is not None and two is not None:
        return _arrays_alike(one, two, kind)
    if isinstance(found, list | tuple) and isinstance(other, list | tuple):
        return len(found) == len(other) and all(alike(a, b, kind) for a, b in zip(found, other, strict=True))
    return one is None and two is None and type(found) is type(other) and bool(found == other)


def same_sentence(found: str, other: str) -> bool:
    """Say whether two sentences have the same words, and numbers within a few per cent of each other."""
    if NUMBER.sub("#", found) != NUMBER.sub("#", other):
        return False
    pairs = zip(NUMBER.findall(found), NUMBER.findall(other), strict=True)
    return all(a == b or _near(float(a), float(b)) for a, b in pairs)


def _near(one: float, other: float) -> bool:
    return bool(np.isclose(one, other, rtol=SENTENCE_NEAR, atol=0, equal_nan=True))


def _ended_alike(found: Ended, other: Ended) -> bool:
    return found.kind == other.kind and same_sentence(found.words, other.words)


def _arrays_alike(found: np.ndarray[Any, Any], other: np.ndarray[Any, Any], kind: Kind) -> bool:
    if found.shape != other.shape or np.iscomplexobj(found) or np.iscomplexobj(other):
        return False
    with np.errstate(all="ignore"):
        one, two = found.astype(float), other.astype(float)
        finite = np.isfinite(one)
        if not np.array_equal(np.isnan(one), np.isnan(two)) or not np.array_equal(finite, np.isfinite(two)):
            return False
        if not np.array_equal(one[np.isinf(one)], two[np.isinf(two)]):
            return False
        if found.dtype.kind in "biu" and other.dtype.kind in "biu":
            return bool(np.array_equal(one, two))
        one, two = one[finite], two[finite]
        if kind == "value":
            return bool(np.allclose(one, two, rtol=NEAR[kind], atol=NEAR[kind]))
        return bool(np.linalg.norm(one - two) <= NEAR[kind] * np.linalg.norm(two) + 1e-12)
