"""The comparison, for any reply at all: it never fails, the right answer is right in any form, nothing leaks."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from nngrade.checks.compare import Rules, as_array, compare, describe
from replies import EXPECTED, KINDS, REPLIES, handle


def problems(found, expected, kind):
    return [part.problem for part in compare(found, expected, Rules(kind)) if part.problem]


@settings(deadline=None, derandomize=True, database=None, max_examples=200)
@given(found=REPLIES, expected=EXPECTED, kind=st.sampled_from(KINDS), strict=st.booleans())
def test_no_reply_is_too_strange(found, expected, kind, strict):
    parts = compare(found, expected, Rules(kind, strict))
    assert parts or expected in ([], ())
    assert all(isinstance(part.problem, str) and len(part.problem) < 1000 for part in parts)
    assert describe(found)
    array, problem = as_array(found)
    assert (array is None) == bool(problem)


@settings(deadline=None, derandomize=True, database=None)
@given(
    expected=st.recursive(
        st.one_of(
            st.floats(allow_nan=False, allow_infinity=False),
            st.integers(-(2**53), 2**53),
            arrays.arrays(
                st.sampled_from(["<f8", "<f4", "<i8", "?"]),
                arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
            ).filter(lambda array: bool(np.isfinite(array).all())),
            st.none(),
            st.text(max_size=5),
        ),
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.lists(inner, max_size=4).map(tuple),
            st.dictionaries(st.text(max_size=3), inner, max_size=4),
        ),
        max_leaves=8,
    ),
    kind=st.sampled_from(KINDS),
    form=st.integers(0, 2**32),
)
def test_the_right_answer_is_right_in_every_accepted_form(expected, kind, form):
    rng = np.random.default_rng(form)
    assert problems(expected, expected, kind) == []
    assert problems(dressed(expected, rng), expected, kind) == []


def dressed(value, rng):
    """Return the same answer in another form that course.md accepts."""
    choice = rng.integers(4)
    if isinstance(value, np.ndarray):
        if not value.ndim:
            return [value, value[()], value.item(), value][choice]
        # of an array without entries, a list keeps the first axes only
        return [value, value.tolist(), np.asfortranarray(value), list(value)][choice if value.size else 0]
    if isinstance(value, list | tuple):
        items = [dressed(item, rng) for item in value]
        return [items, tuple(items), handle(tuple(items)), handle(items)][choice]
    if isinstance(value, dict):
        items = {key: dressed(item, rng) for key, item in reversed(value.items())}
        return [items, {**items, "one more": None}, handle(items), items][choice]
    if isinstance(value, float):
        return [value, np.float64(value), np.array(value), value][choice]
    if isinstance(value, int):
        return [value, np.int64(value), np.array(value), float(value)][choice]
    return value


@settings(deadline=None, derandomize=True, database=None)
@given(found=REPLIES, offset=st.floats(0.1, 0.9))
def test_a_message_never_shows_what_was_expected(found, offset):
    secret = 7126.5348 + offset
    for expected in (secret, np.array([secret, -secret]), {"x": secret}, (secret, "text"), [secret, secret, secret]):
        for part in compare(found, expected, Rules()):
            assert "7126" not in part.problem
            assert "7127" not in part.problem
