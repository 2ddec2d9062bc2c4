"""What can be measured of a wrong array: each sentence for the difference that it is meant for, and for no other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from nngrade.checks.measure import measure

RNG = np.random.default_rng(7)
MATRIX = RNG.normal(size=(7, 4))
SQUARE = RNG.normal(size=(4, 4))
VECTOR = RNG.normal(size=7)
CUBE = RNG.normal(size=(3, 4, 2))


def say(found, expected):
    found, expected = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    with np.errstate(all="ignore"):
        return measure(found, expected, np.abs(found - expected) <= 1e-6 * np.maximum(1, np.abs(expected)))


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (7, "is 7 times what it should be, in every entry"),
        (2, "is 2 times what it should be, in every entry"),
        (1437, "is 1437 times what it should be, in every entry"),
        (-3, "is -3 times what it should be, in every entry"),
        (1 / 7, "is 1/7 of what it should be, in every entry"),
        (0.5, "is 1/2 of what it should be, in every entry"),
        (-1 / 3, "is -1/3 of what it should be, in every entry"),
        (1.4427, "is 1.443 times what it should be, in every entry"),
        (-0.5, "is -1/2 of what it should be, in every entry"),
        (1e12, "is 1e+12 times what it should be, in every entry"),
        (1e300, "is 1e+300 times what it should be, in every entry"),
        (1e-9, "is 1e-09 times what it should be, in every entry"),
        (-1, "has the wrong sign everywhere"),
    ],
)
@pytest.mark.parametrize("expected", [MATRIX, VECTOR, CUBE], ids=["matrix", "vector", "cube"])
def test_factor(expected, factor, words):
    assert say(factor * expected, expected) == words


@pytest.mark.parametrize(
    ("found", "expected", "words"),
    [
        (-0.37, 0.37, "has the wrong sign"),
        (0.74, 0.37, "is 2 times what it should be"),
        (0.37 / 2, 0.37, "is 1/2 of what it should be"),
        (7 * 0.37, 0.37, "is 2.59, which is not right"),
        (0.51, 0.37, "is 0.51, which is not right"),  # one number is always a multiple of another
        (1e300, 0.37, "is 1e+300, which is not right"),
        (0.37, 0.0, "is 0.37, which is not right"),
        (0, 0.37, "is 0, which is not right"),
        (np.nan, 0.37, "is NaN"),
        (-np.inf, 0.37, "is inf"),
        ([0.51], [0.37], "is [0.51], which is not right"),
        ([-0.37], [0.37], "has the wrong sign"),
    ],
)
def test_one_number(found, expected, words):
    assert say(found, expected) == words


def test_zero_everywhere():
    assert say(0 * MATRIX, MATRIX) == "is 0 everywhere"


def test_nearly_right_is_no_factor():
    assert "times" not in say(1.0005 * MATRIX, MATRIX)


def test_where_zero_was_expected_there_is_no_factor():
    assert (
        say(MATRIX, 0 * MATRIX)
        == f"is not right: every entry differs, the first at [0, 0], where it is {1e0 * MATRIX[0, 0]:.6g}"
    )


def test_not_finite():
    found = MATRIX.copy()
    found[2, 1] = np.nan
    assert say(found, MATRIX) == "holds NaN, first at [2, 1]; 1 of 28 entries is not finite"
    found[1, 3] = np.inf
    assert say(found, MATRIX) == "holds NaN, first at [1, 3]; 2 of 28 entries are not finite"
    assert (
        say(np.where(np.isnan(found), 0, found), MATRIX) == "holds inf, first at [1, 3]; 1 of 28 entries is not finite"
    )
    assert say(np.nan * MATRIX, MATRIX) == "is NaN everywhere"
    assert say(np.inf * np.ones(3), np.ones(3)) == "is inf everywhere"


def test_transposed():
    assert say(SQUARE.T, SQUARE) == "is transposed: rows and columns have changed places"
    assert "transposed" not in say(SQUARE[::-1], SQUARE)


def test_order():
    assert say(MATRIX[::-1], MATRIX) == "holds the right rows, in another order"
    assert say(VECTOR[[1, 0, 2, 3, 4, 5, 6]], VECTOR) == "holds the right numbers, in another order"
    assert say(CUBE[[2, 0, 1]], CUBE) == "holds the right rows, in another order"


def test_equal_rows():
    assert say(np.tile(MATRIX[0], (7, 1)), MATRIX) == "has equal rows; they should differ"
    assert say(np.full(7, 0.25), VECTOR) == "is 0.25 everywhere; they should differ"
    assert "equal" not in say(np.tile(MATRIX[0], (7, 1)), np.tile(MATRIX[1], (7, 1)))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([3], "is right except in row 3"),
        ([0, 6], "is right except in rows 0, 6"),
        ([0, 1, 2, 3, 4], "is right except in rows 0, 1, 2, 3, …"),
    ],
)
def test_wrong_rows(rows, words):
    found = MATRIX.copy()
    found[rows] += [0.5, 1.5, -0.75, 1]
    assert say(found, MATRIX) == words
    assert say(found.T, MATRIX.T) == words.replace("row", "column")


def test_wrong_entries():
    found = MATRIX.copy()
    found[4, 2] = 0.125
    found[5, 0] = 9
    assert say(found, MATRIX) == "is not right: 2 of 28 entries differ, the first at [4, 2], where it is 0.125"
    found = VECTOR.copy()
    found[6] = 0.125
    assert say(found, VECTOR) == "is not right: 1 of 7 entries differ, the first at [6], where it is 0.125"
    assert say(CUBE + RNG.normal(size=CUBE.shape), CUBE).startswith(
        "is not right: every entry differs, the first at [0, 0, 0]"
    )


SHAPES = st.sampled_from([(), (1,), (3,), (2, 2), (3, 4), (1, 3), (2, 2, 2)])


@settings(deadline=None, derandomize=True, database=None)
@given(
    st.data(),
    SHAPES,
    st.floats(allow_nan=False, allow_infinity=False, width=32),
)
def test_any_difference_has_a_sentence(data, shape, first):
    finite = st.floats(allow_nan=False, allow_infinity=False)
    found = data.draw(arrays.arrays("<f8", shape, elements=st.floats()))
    expected = data.draw(arrays.arrays("<f8", shape, elements=finite))
    expected.flat[0] = first
    words = say(found, expected)
    assert words.startswith(("is ", "has ", "holds "))
    assert len(words) < 120
