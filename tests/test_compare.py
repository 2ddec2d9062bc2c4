"""The comparison: what course.md accepts alike, what it refuses, the edges of each tolerance, and any reply at all."""

from __future__ import annotations

import numpy as np
import pytest
from nngrade.checks.compare import Rules, as_array, compare, describe, opaque
from nngrade.sandbox.wire import Unsupported
from replies import KINDS, MATRIX, VECTOR, handle


def problems(found, expected, kind="value", strict=False):
    return [part.problem for part in compare(found, expected, Rules(kind, strict)) if part.problem]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (VECTOR.tolist(), VECTOR),
        (tuple(VECTOR.tolist()), VECTOR),
        (list(VECTOR), VECTOR),
        (MATRIX.tolist(), MATRIX),
        ([tuple(row) for row in MATRIX], MATRIX),
        (list(MATRIX), MATRIX),
        (VECTOR.astype(np.float32), VECTOR),
        (VECTOR.astype(">f8"), VECTOR),
        (np.asfortranarray(MATRIX), MATRIX),
        (np.array([True, False]), np.array([1, 0])),
        ([True, False], np.array([1.0, 0.0])),
        (np.array([1.0, 0.0]), np.array([True, False])),
        (np.array([1, 0], dtype=np.uint8), np.array([1.0, 0.0])),
        (np.array([3.0, 0.0]), np.array([3, 0])),
        (3.5, np.float64(3.5)),
        (np.float64(3.5), 3.5),
        (np.array(3.5), 3.5),
        (np.float32(3.5), 3.5),
        (3, 3.0),
        (3.0, 3),
        (np.uint8(3), 3),
        (True, 1),
        (np.array(7), np.int64(7)),
        ([1, 2.5], (1, 2.5)),
        ((1, 2.5), [1, 2.5]),
        (np.array([1, 2.5]), [1, 2.5]),
        (np.array([1, 2.5]), (1, 2.5)),
        ([VECTOR, MATRIX], (VECTOR, MATRIX)),
        ((VECTOR, MATRIX.tolist()), [VECTOR, MATRIX]),
        ({"b": 2.0, "a": VECTOR, "more": None}, {"a": VECTOR, "b": 2.0}),
        (handle({"a": VECTOR}), {"a": VECTOR}),
        (handle((VECTOR, 1.0)), (VECTOR, 1.0)),
        ({"a": handle([1.0, 2.0])}, {"a": [1.0, 2.0]}),
        ((VECTOR,), handle((VECTOR,))),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        ([], np.zeros(0)),
        ([], []),
        ((), []),
        ({}, {}),
        (None, None),
        ("W1", "W1"),
        (b"ab", b"ab"),
        (10**18, np.int64(10**18)),
    ],
)
def test_accepted_alike(found, expected, kind):
    assert problems(found, expected, kind) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("found", "expected", "words"),
    [
        (VECTOR[:, None], VECTOR, "has shape (3, 1); (3,) is expected"),
        (VECTOR[None], VECTOR, "has shape (1, 3); (3,) is expected"),
        (MATRIX.T, MATRIX, "has shape (3, 2); (2, 3) is expected: it looks transposed"),
        (0.5, np.full(3, 0.5), "has shape (); (3,) is expected"),
        (np.array(0.5), np.full((1,), 0.5), "has shape (); (1,) is expected"),
        (np.full((1,), 0.5), 0.5, "is an array of shape (1,); a single number is expected"),
        ([0.5], 0.5, "is a list of 1 item; a number is expected"),
        (np.zeros((0,)), np.zeros((0, 3)), "has shape (0,); (0, 3) is expected"),
        (np.array([0.5, np.nan, 3.0]), VECTOR, "holds NaN, first at [1]; 1 of 3 entries is not finite"),
        (np.array([np.inf, np.inf]), np.zeros(2), "is inf everywhere"),
        (float("nan"), 1.0, "is NaN"),
        (float("inf"), 1.0, "is inf"),
        (np.float32("nan"), 1.0, "is NaN"),
        (1j * VECTOR, VECTOR, "holds complex numbers"),
        (VECTOR.astype(complex), VECTOR, "holds complex numbers"),
        (1 + 0j, 1.0, "a number is expected"),
        (np.complex128(1), 1.0, "holds complex numbers"),
        ([[1, 2], [3]], MATRIX, "is a list whose rows have different lengths; an array of shape (2, 3) is expected"),
        ([1.0, "2"], VECTOR, "is a list of 2 items; an array of shape (3,) is expected"),
        ([1.0, None], VECTOR, "an array of shape (3,) is expected"),
        (None, VECTOR, "is None (is there a `return`?); an array of shape (3,) is expected"),
        (None, 1.0, "is None (is there a `return`?); a number is expected"),
        (None, {"a": 1}, "is None (is there a `return`?); a dict with the keys 'a' is expected"),
        (None, (1, "a"), "is None (is there a `return`?); a tuple of 2 items is expected"),
        ("0.5", 0.5, "is the text '0.5'; a number is expected"),
        (b"0.5", 0.5, "is a bytes; a number is expected"),
        (handle(), 0.5, "is a Point; a number is expected"),
        (handle(kind="Array"), VECTOR, "is an Array; an array of shape (3,) is expected"),
        (Unsupported("an array of dtype object and shape (3,)"), VECTOR, "is an array of dtype object and shape (3,)"),
        ({"a": 1}, [1], "an array of shape (1,) is expected"),
        ([1.0], {"a": 1}, "is a list of 1 item; a dict with the keys 'a' is expected"),
        ({"W1": 1, "w2": 2}, {"W1": 1, "W2": 2}, "is missing (the dict has 'W1', 'w2')"),
        ({}, {"a": 1}, "is missing (the dict has no keys)"),
        ((VECTOR,), (VECTOR, MATRIX), "has 1 items; 2 are expected"),
        ((VECTOR, MATRIX, 1), (VECTOR, MATRIX), "has 3 items; 2 are expected"),
        ([1.0, 2.0, 3.0], [1.0, 2.0], "has 3 numbers; 2 are expected"),
        (1.0, (VECTOR, MATRIX), "is the number 1.0; a tuple of 2 items is expected"),
        (np.array([3.5, 2.0]), np.array([3, 2]), "is not right"),
        (10**400, 1.0, "is an integer too large for an array; a number is expected"),
        ([10**400], VECTOR, "is a list of 1 item; an array of shape (3,) is expected"),
        ("b", "a", "is the text 'b'"),
        ("a", None, "is the text 'a'"),
        (False, None, "is False"),
    ],
)
def test_refused(found, expected, words, kind):
    [problem] = problems(found, expected, kind)
    assert words in problem


@pytest.mark.parametrize(
    ("expected", "accepted", "refused"),
    [
        (0.5, 0.9e-6, 1.1e-6),  # absolute below 1
        (4.0, 3.9e-6, 4.1e-6),  # relative above
        (-4.0, -3.9e-6, -4.1e-6),
        (0.0, 0.9e-6, 1.1e-6),
    ],
)
def test_values_at_both_sides_of_the_edge(expected, accepted, refused):
    assert problems(np.float64(expected + accepted), expected) == []
    assert problems(np.float64(expected + refused), expected) != []
    assert problems(np.array([1.0, expected + accepted]), np.array([1.0, expected])) == []
    assert problems(np.array([1.0, expected + refused]), np.array([1.0, expected])) != []


@pytest.mark.parametrize("form", [float, np.float32, lambda x: [x], lambda x: (x,), lambda x: np.array([x], "f4")])
def test_float32_has_a_tolerance_of_its_own_also_as_python_floats(form):
    expected = 0.5 if np.ndim(form(0.5)) == 0 else np.array([0.5])
    near, far = (float(np.float32(0.5 + gap)) for gap in (9e-6, 1.2e-5))
    assert problems(form(near), expected) == []
    assert problems(form(far), expected) != []


@pytest.mark.parametrize("form", [float, lambda x: [x], lambda x: (x, x), lambda x: [np.float64(x)]])
def test_python_floats_that_are_no_float32_are_held_to_six_digits(form):
    expected = 0.123456789 if np.ndim(form(0.5)) == 0 else np.full(len(form(0.5)), 0.123456789)
    assert problems(form(0.123456789 + 9e-7), expected) == []
    assert problems(form(round(0.123456789, 5)), expected) != []
    assert problems(form(1e300), expected) != []


@pytest.mark.parametrize(("kind", "near"), [("gradient", 1e-4), ("trajectory", 1e-3)])
def test_norms_at_both_sides_of_the_edge(kind, near):
    direction = np.array([[1.0, -1.0, 0.5], [0.0, 2.0, 1.0]])
    direction *= np.linalg.norm(MATRIX) / np.linalg.norm(direction)
    assert problems(MATRIX + 0.99 * near * direction, MATRIX, kind) == []
    assert problems(MATRIX + 1.01 * near * direction, MATRIX, kind) != []
    small = 1e-6  # relative: a small gradient is held to the same digits
    assert problems(small * (MATRIX + 0.99 * near * direction), small * MATRIX, kind) == []
    assert problems(small * (MATRIX + 1.01 * near * direction), small * MATRIX, kind) != []
    assert problems(small * MATRIX, MATRIX, kind) != []


def test_a_tiny_entry_does_not_decide_a_gradient():
    expected = np.array([1.0, 1e-9])
    assert problems(np.array([1.0, 2e-9]), expected, "gradient") == []
    assert problems(np.array([1.0, 0.0]), expected, "gradient") == []


def test_a_gradient_that_is_zero_must_be_zero():
    assert problems(np.zeros(3), np.zeros(3), "gradient") == []
    assert problems(np.full(3, 1e-9), np.zeros(3), "gradient") != []


def test_each_parameter_on_its_own():
    expected = {"W1": 1e-3 * MATRIX, "b1": VECTOR}
    found = {"W1": 1.01e-3 * MATRIX, "b1": VECTOR}
    parts = compare(found, expected, Rules("gradient"))
    assert [part.path for part in parts] == [("W1",), ("b1",)]
    assert [bool(part.problem) for part in parts] == [True, False]


def test_the_path_leads_through_containers():
    expected = {"layers": [(MATRIX, VECTOR), (MATRIX, VECTOR)]}
    found = {"layers": [(MATRIX, VECTOR), (MATRIX, -VECTOR)]}
    [wrong] = [part for part in compare(found, expected, Rules()) if part.problem]
    assert wrong.path == ("layers", 1, 1)
    assert (wrong.found is found["layers"][1][1]) and (wrong.expected is VECTOR)


@pytest.mark.parametrize("found", [np.array([1, 2], np.uint8), [1, 2], (1, 2), np.array([1, 2], ">i4")])
def test_strict_integers_accept_every_integer(found):
    assert problems(found, np.array([1, 2]), strict=True) == []


@pytest.mark.parametrize(
    ("found", "expected"),
    [(np.array([1.0, 2.0]), np.array([1, 2])), ([1.0, 2.0], np.array([1, 2])), (3.0, 3), (True, 1), (np.True_, 1)],
)
def test_strict_integers_refuse_floats_and_booleans(found, expected):
    assert problems(found, expected) in ([], ["has shape"])
    [problem] = problems(found, expected, strict=True)
    assert problem.endswith(("; integers are expected", "; an int is expected"))


def test_a_long_list_is_a_list():
    rows = [[0.5] * 64 for _ in range(4000)]
    assert problems(rows, np.full((4000, 64), 0.5)) == []


def test_many_references_to_one_array_do_not_fill_the_memory():
    large = np.zeros(4_000_000)
    array, problem = as_array([large] * 50_000)
    assert array is None
    assert problem == "is a list of 50000 items"


def test_long_keys_are_cut():
    [problem] = problems({"k" * 60_000: 1}, {"a": 1})
    assert len(problem) < 200


def test_what_cannot_be_compared_with_anything():
    assert opaque({"a": [1.0, (VECTOR, None, "text")]}) == ""
    assert opaque(handle((VECTOR, 1))) == ""
    assert opaque({"a": [handle()]}) == "a Point"
    assert opaque((1, Unsupported("an object array"))) == "an object array"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "None (is there a `return`?)"),
        (True, "True"),
        (np.False_, "False"),
        (3, "the number 3"),
        (np.float32(0.5), "the number 0.5"),
        (10**300, "the number 1" + "0" * 39),
        ("x" * 100, "the text '" + "x" * 40 + "'"),
        ([], "a list of 0 items"),
        ((1,), "a tuple of 1 item"),
        ({"a": 1, "b": 2}, "a dict of 2 items"),
        (MATRIX, "an array of shape (2, 3)"),
        (handle(kind="MLP"), "an MLP"),
        (handle(kind="Example"), "an Example"),
        (Unsupported("nested deeper than 32 levels"), "nested deeper than 32 levels"),
    ],
)
def test_what_a_reply_is_in_words(value, words):
    assert describe(value) == words
