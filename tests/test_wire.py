"""The wire: every kind of value comes back as it was, and what cannot travel says so."""

from __future__ import annotations

import enum
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from nngrade.sandbox import wire
from sandbox_helpers import DTYPES, QUICK, alike, sent, special, through, values


@QUICK
@given(values)
@example([-0.0, math.nan, math.inf])
@example([1.0] * 9 + [True])
@example({True: 1, 2: np.float32(3)})
@example([-(1 << 63), (1 << 63) - 1, 1 << 63, -(1 << 63) - 1])
def test_what_is_sent_arrives(value: Any) -> None:
    assert alike(through(value), value)


@pytest.mark.parametrize(
    "layout",
    [
        lambda a: a,
        np.asfortranarray,
        lambda a: a[::-1],
        lambda a: a[:, ::2],
        lambda a: a.T,
        lambda a: a[:0],
        lambda a: a[1, 1],
        lambda a: np.array(a[1, 1]),
        lambda a: a.reshape(1, 3, 1, 4),
        lambda a: np.broadcast_to(a[0], (5, 4)),
    ],
)
def test_every_dtype_and_layout(layout: Any) -> None:
    for dtype in DTYPES:
        array = layout((np.arange(12).reshape(3, 4) % 2).astype(dtype))
        before = array.copy()
        back = through(array)
        assert back.dtype == array.dtype == np.dtype(dtype)
        assert np.shape(back) == np.shape(array)
        assert np.array_equal(back, before) and np.array_equal(array, before)
        assert isinstance(back, np.ndarray) == isinstance(array, np.ndarray)


def test_a_copy_may_be_written_and_is_nobody_elses() -> None:
    one = through({"a": np.zeros(3), "b": np.zeros(3, bool)})
    one["a"][0] = 1
    one["b"][0] = True
    assert one["a"].tolist() == [1, 0, 0] and one["b"].tolist() == [True, False, False]


def test_foreign_byte_orders_and_widths_become_common_ones() -> None:
    assert alike(through(np.array([1, 2], ">i4")), np.array([1, 2], "<i4"))
    assert alike(through(np.array([1.5], np.longdouble)), np.array([1.5]))
    assert alike(through(1 + 2j), np.complex128(1 + 2j))


# NumPy 2 holds 64 dimensions, NumPy 1 32: what is sent must fit into both.
WIDE = np.zeros((1,) * 40) if int(np.__version__.partition(".")[0]) > 1 else np.empty((0, 1 << 45))


class Liar:
    """It says that it is an array, and gives another thing."""

    __class__ = np.ndarray  # type: ignore[assignment]

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return np.array([object()])


class Equal(np.ndarray):
    """Equal to everything."""

    def __eq__(self, other: object) -> Any:
        return True

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (np.array([None, 1]), "dtype object"),
        (np.array(["a"]), "dtype <U1"),
        (np.array([b"a"]), "dtype |S1"),
        (np.array(["2020"], "M8[D]"), "datetime64"),
        (np.zeros(2, [("x", "f8")]), "dtype"),
        (Liar(), "dtype object"),
        (np.broadcast_to(1.0, (10**6, 10**6)), "too large"),
        (WIDE, "too large"),
        (np.empty((0, 1 << 45)), "too large"),
        (dict.fromkeys(range(1025)), "1025 keys"),
        (1 << 4096, "4097 bits"),
        (-(1 << 5000), "5001 bits"),
        (object(), "type object"),
        ({1, 2}, "type set"),
        (range(3), "type range"),
        (bytearray(b"x"), "type bytearray"),
        (np.random.Generator(np.random.MT19937(1)), "type Generator"),
    ],
)
def test_what_cannot_travel_says_what_it_is(value: Any, word: str) -> None:
    back = through([value])[0]
    assert isinstance(back, wire.Unsupported)
    assert word in back.what
    assert back.what in repr(back)


def test_a_subclass_of_array_arrives_as_plain_numbers() -> None:
    for value in (np.arange(3.0).view(Equal), np.ma.masked_array([0.0, 1, 2], [1, 0, 0]), np.array([0.0, 1, 2])):
        assert alike(through(value), np.array([0.0, 1, 2]))


def test_text_is_cut_and_surrogates_are_visible() -> None:
    assert through("a\ud800b") == "a\\ud800b"
    assert through({"\udcff": "é\0"}) == {"\\udcff": "é\0"}
    assert through("x" * 100_000) == "x" * wire.MAX_TEXT

    class Odd(str):
        def __getitem__(self, key: Any) -> Any:
            return self

        def __str__(self) -> str:
            return "other"

    assert type(wire.text(Odd("a"))) is str


def test_what_has_no_end_is_cut() -> None:
    deep: list[Any] = []
    for _ in range(100):
        deep = [deep]
    back = through(deep)
    for _ in range(wire.MAX_DEPTH + 1):
        (back,) = back
    assert isinstance(back, wire.Unsupported) and "nested deeper" in back.what
    knot: list[Any] = []
    knot.append(knot)
    assert through(knot) is not None
    knot += [knot] * 9
    with pytest.raises(wire.WireError, match="too many items"):
        sent(knot)


def test_a_value_over_the_limit_is_not_sent() -> None:
    with pytest.raises(wire.WireError, match="more than 1 MiB"):
        sent([np.zeros(100_000), np.zeros(100_000)], limit=1 << 20)
    with pytest.raises(wire.WireError, match="too many items"):
        sent(list(range(1_000_000)))
    with pytest.raises(wire.WireError, match="over the limit"):
        wire.lengths(wire.PREFIX.pack(wire.MAX_HEADER + 1, 0), 100)
    with pytest.raises(wire.WireError, match="over the limit"):
        wire.lengths(wire.PREFIX.pack(0, 101), 100)


# Generators.


@pytest.mark.parametrize("bits", [np.random.PCG64, np.random.PCG64DXSM])
def test_a_generator_goes_on_where_it_was(bits: Any) -> None:
    mine = np.random.Generator(bits([1, 2, 3]))
    mine.normal(size=5)
    mine.integers(0, 10, dtype=np.int32)  # half a draw is left over
    mine.spawn(2)
    other = through(mine)
    assert other is not mine
    assert other.integers(0, 1 << 30, 3, np.int32).tolist() == mine.integers(0, 1 << 30, 3, np.int32).tolist()
    assert other.permutation(9).tolist() == mine.permutation(9).tolist()
    assert other.spawn(1)[0].normal() == mine.spawn(1)[0].normal()
    child = mine.spawn(1)[0]
    assert through(child).spawn(1)[0].random() == child.spawn(1)[0].random()


def test_a_generator_without_a_seed_travels_too() -> None:
    mine = np.random.default_rng()
    assert through(mine).random() == mine.random()


def test_a_path_is_no_text() -> None:
    back = through([wire.Path("a.npz"), "a.npz"])
    assert type(back[0]) is wire.Path and type(back[1]) is str


def test_keys_are_short_and_plain() -> None:
    for key in ("W1", 3, 2.5, True, None, ("W", 1), np.int64(3), np.float32(2), b"a"):
        assert through({key: 1}) == {key: 1}, key
    for key in (tuple(range(9)), "x" * 501, ((1, 2),), frozenset([1]), 1j):
        assert isinstance(through({key: 1}), wire.Unsupported), key


def test_a_key_that_is_some_text_is_a_plain_one() -> None:
    class Layer(enum.StrEnum):
        W1 = "W1"

    for key in (np.str_("W1"), Layer.W1):
        back = through({key: 1})
        assert back == {"W1": 1} and type(*back) is str
    packer = wire.Packer(wire.no_handles, wire.FROM_WORKER, generators=False)
    assert packer.pack(dict.fromkeys([np.str_("W1"), "b1"], 1)) == packer.pack({"W1": 1, "b1": 1})


def test_answers_have_no_more_rows_than_an_honest_one() -> None:
    rows, empty = wire.MAX_ROWS, wire.MAX_EMPTY
    for shape, travels in (((rows,), True), ((rows + 1,), False), ((empty, 0), True), ((0, empty + 1), False)):
        packer = wire.Packer(wire.no_handles, wire.FROM_WORKER, generators=False)
        tree = packer.pack(np.zeros(shape, dtype=np.uint8))
        assert (tree[0] == "a") == travels, shape
    there = ["a", "|u1", [rows + 1], 0, rows + 1]
    body = memoryview(bytes(rows + 1))
    assert wire.Unpacker(body, special, copy=True).unpack(there).shape == (rows + 1,)  # to the worker: any
    with pytest.raises(wire.WireError, match="no shape that an answer has"):
        wire.Unpacker(body, special, copy=False).unpack(there)
