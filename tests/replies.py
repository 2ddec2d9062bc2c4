"""Replies of every kind that the wire can carry, and answers they may be compared with, for property tests."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from nngrade.sandbox.handles import Handle
from nngrade.sandbox.wire import Unsupported

KINDS = ("value", "gradient", "trajectory")
VECTOR = np.array([0.5, -1.25, 3.0])
MATRIX = np.array([[0.5, -1.25, 3.0], [2.0, 0.75, -0.125]])


def handle(contents=None, kind="Point"):
    return Handle(None, 1, "made", kind) if contents is None else Handle(None, 1, "made", kind, False, contents)


NUMBERS = st.one_of(
    st.integers(), st.integers(-(2**70), 2**70), st.floats(), st.booleans(), st.complex_numbers(), st.just(16**1000)
)
ARRAYS = st.one_of(
    arrays.arrays(
        st.sampled_from(["?", "i1", "u1", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16"]),
        arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
    ),
    arrays.arrays("<f8", (3,)),
    arrays.arrays("<f8", (2, 3)),
)
SCALARS = ARRAYS.filter(lambda array: array.size).map(lambda array: array.reshape(-1)[0])
LEAVES = st.one_of(
    st.none(),
    NUMBERS,
    ARRAYS,
    SCALARS,
    st.text(max_size=5),
    st.binary(max_size=5),
    st.just(handle()),
    st.just(Unsupported("an object array of shape (3,)")),
)
KEYS = st.one_of(st.sampled_from(["W1", "b1", "x"]), st.integers(0, 3), st.none(), st.floats(), st.text(max_size=3))
REPLIES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(KEYS, inner, max_size=4),
        st.lists(inner, max_size=3).map(lambda items: handle(tuple(items))),
        st.dictionaries(KEYS, inner, max_size=3).map(handle),
    ),
    max_leaves=8,
)
EXPECTED = st.sampled_from(
    [
        0.3,
        3,
        np.int64(3),
        True,
        None,
        "text",
        np.array(0.25),
        VECTOR,
        MATRIX,
        np.array([1, 0, 2]),
        np.array([True, False]),
        np.zeros((0, 3)),
        [0.25, 0.5, 0.75],
        (1, 2.0),
        [],
        (VECTOR, MATRIX, 1.0),
        {"W1": MATRIX, "b1": VECTOR},
        {"loss": [0.5, 0.25], "x": (1.0, MATRIX)},
        [(MATRIX, VECTOR), (MATRIX, VECTOR)],
    ]
)
