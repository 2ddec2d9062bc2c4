"""Says what can be measured of a wrong array: NaN, zero, a factor, the sign, transposition, order, the first entry.

Nothing here names a cause; it says how the numbers differ. The expected values themselves are never part of it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
CLOSE = 1e-5
ROUNDING = 1e-13
NEARLY = 2e-4  # the smallest real mistake measured is 1.8e-3


def measure(found: Array, expected: Array, right: Array) -> str:
    """Return what is wrong with `found`, both float arrays of one shape; `right` marks the entries that are right."""
    if not np.isfinite(found).all():
        return _not_finite(found)
    if not found.any() or (found.size > 1 and np.linalg.norm(found) <= ROUNDING * np.linalg.norm(expected)):
        return "is 0 everywhere" if found.size > 1 else f"is {_number(found)}, which is not right"
    if (factor := ratio(found, expected)) and (found.size > 1 or _telling(factor)):
        where = " everywhere" if factor == -1 else ", in every entry"
        return multiple(factor) + (where if found.size > 1 else "")
    if _nearly(found, expected):
        return f"is nearly right, {_digits(found, expected)}: is something rounded, or a constant not exact?"
    if found.ndim == 2 and found.shape[0] == found.shape[1] > 1 and _close(found, expected.T):
        return "is transposed: rows and columns have changed places"
    if found.ndim and found.size > 1:
        if order := _order(found, expected, right):
            return order
        return _entries(found, right)
    return f"is {_number(found)}, which is not right"


def _not_finite(found: Array) -> str:
    bad = np.asarray(~np.isfinite(found))
    name = "NaN" if np.isnan(found[bad]).any() else "inf"
    if not found.ndim:
        return f"is {name}"
    if bad.all():
        return f"is {name} everywhere"
    return f"holds {name}, first at {_place(bad)}; {_count(bad)} {'is' if bad.sum() == 1 else 'are'} not finite"


def ratio(found: Array, expected: Array) -> float:
    """Return the factor by which all of `found` is off, -1.0 for the sign alone; 0.0 where there is none."""
    scale = float((expected * expected).sum())
    if not scale:
        return 0.0
    factor = float((found * expected).sum()) / scale
    if not factor or abs(factor - 1) < 1e-3 or not _close(found, factor * expected):
        return 0.0
    return -1.0 if abs(factor + 1) < CLOSE else factor


def multiple(factor: float) -> str:
    """Return the words for a factor: "is 7 times what it should be"."""
    return "has the wrong sign" if factor == -1 else f"is {_times(factor)} what it should be"


def _telling(factor: float) -> bool:
    """Say whether the factor of a single number says anything: any number is a multiple of another."""
    return factor == -1 or any(abs(factor / usual - 1) < CLOSE for usual in (2, 0.5))


def _nearly(found: Array, expected: Array) -> bool:
    return bool(np.linalg.norm(found - expected) <= NEARLY * np.linalg.norm(expected))


def _digits(found: Array, expected: Array) -> str:
    return f"the largest difference is about {float(np.abs(found - expected).max()):.0e}"


def _simple(ratio: float) -> Fraction | None:
    if not 1 / 64 <= abs(ratio) <= 10_000:
        return None
    near = Fraction(ratio).limit_denominator(64)
    whole = near.numerator in (1, -1) or near.denominator == 1
    return near if near and whole and abs(float(near) / ratio - 1) < CLOSE else None


def _times(ratio: float) -> str:
    near = _simple(ratio)
    if near is None:
        return f"{ratio:.4g} times"
    return f"{near.numerator} times" if near.denominator == 1 else f"{near} of"


def _order(found: Array, expected: Array, right: Array) -> str:
    """Look along the axes: the right rows in another order, equal rows, one row or column that is wrong."""
    rows: Array = found.reshape(len(found), -1)
    wanted = expected.reshape(len(expected), -1)
    if len(rows) > 1 and _close(_sorted(rows), _sorted(wanted)):
        return "holds the right " + ("rows" if found.ndim > 1 else "numbers") + ", in another order"
    if (
        len(rows) > 1
        and _close(rows, np.broadcast_to(rows[:1], rows.shape))
        and not _close(wanted, np.broadcast_to(wanted[:1], wanted.shape))
    ):
        return ("has equal rows" if found.ndim > 1 else f"is {_number(found[0])} everywhere") + "; they should differ"
    if found.ndim == 2:
        for axis, name in ((1, "row"), (0, "column")):
            lines = np.asarray(right.all(axis=axis))
            if lines.any() and not lines.all() and not np.asarray(right.any(axis=axis))[~lines].any():
                wrong = np.flatnonzero(~lines)
                names = ", ".join(map(str, wrong[:4])) + (", …" if len(wrong) > 4 else "")
                return f"is right except in {name}{'s' if len(wrong) > 1 else ''} {names}"
    return ""


def _entries(found: Array, right: Array) -> str:
    wrong = ~right if not right.all() else np.ones_like(right)
    place = _place(wrong)
    value = _number(found[tuple(np.argwhere(wrong)[0])])
    many = "every entry differs" if wrong.all() else f"{_count(wrong)} differ"
    return f"is not right: {many}, the first at {place}, where it is {value}"


def _sorted(rows: Array) -> Array:
    return rows[np.lexsort(np.round(rows, 9).T[::-1])]


def _close(one: Array, other: Array) -> bool:
    return bool(np.linalg.norm(one - other) <= CLOSE * np.linalg.norm(other) + 1e-12)


def _place(mask: Any) -> str:
    return "[" + ", ".join(map(str, np.argwhere(mask)[0])) + "]"


def _count(mask: Any) -> str:
    return f"{int(mask.sum())} of {mask.size} entries"


def _number(value: Any) -> str:
    text = f"{float(np.reshape(value, -1)[0]):.6g}"
    return f"[{text}]" if np.ndim(value) else text
