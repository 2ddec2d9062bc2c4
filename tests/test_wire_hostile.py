"""Hostile frames on the wire: no frame, however broken, does more than raise WireError."""

from __future__ import annotations

import tracemalloc
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nngrade.sandbox import wire
from sandbox_helpers import DTYPES, QUICK, received, sent, values

encode = msgspec.msgpack.encode
SIXTEEN = bytes(range(16))
BROKEN: list[Any] = [
    [], {}, [1], [None], [[]], ["x"], ["l"], ["t"], ["d"], ["f"], ["i"], ["b"], ["u"], ["a"], ["s"], ["h"], ["p"],
    ["l", 1], ["l", "ab"], ["l", {"a": 1}], ["l", None], ["t", [["t"]]],
    ["d", 1], ["d", "ab"], ["d", ["ab"]], ["d", [[1]]], ["d", [[1, 2, 3]]], ["d", [[["l", []], 1]]],
    ["d", [[["a", "<f8", [2], 0, 16], 1]]], ["d", {"a": 1}], ["d", [[k, 0] for k in range(1025)]],
    ["f", "l", -1, 0], ["f", "l", 3, 0], ["f", "l", 2.0, 0], ["f", "l", "2", 0], ["f", "l", [2], 0], ["f", "l", 2, 8],
    ["f", "l", 1 << 62, 0], ["f", "l", True, 0], ["f", "l", None, 0], ["f", "l", 2, -16],
    ["i", 5], ["i", "zz"], ["i", ""], ["i", []], ["i", "0x" + "f" * 5000], ["i", None], ["i", ["1"]],
    ["b", 0, 17], ["b", -1, 2], ["b", 17, 0], ["b", 0, -1], ["b", "0", 1], ["b", 0, True], ["b", 0.0, 1], ["b", 0],
    ["u", None], ["u", 5], ["u", [[[]]]],
    ["a", "<f8", [3], 0, 24], ["a", "<f8", [2], 1, 16], ["a", "<f8", [2], 0, 8], ["a", "|O", [2], 0, 16],
    ["a", "O", [2], 0, 16], ["a", "<U4", [1], 0, 16], ["a", ["<f8"], [2], 0, 16], ["a", None, [2], 0, 16],
    ["a", "<f8", "2", 0, 16], ["a", "<f8", 2, 0, 16], ["a", "<f8", [2.0], 0, 16], ["a", "<f8", [True, 2], 0, 16],
    ["a", "<f8", [-1, -2], 0, 16], ["a", "<f8", [-2], 0, 16], ["a", "<f8", {"2": 1}, 0, 16], ["a", "<f8", [[2]], 0, 16],
    ["a", "<f8", [1] * 33 + [2], 0, 16], ["a", "<f8", [1 << 62, 0], 0, 0], ["a", "<f8", [1 << 40] * 32, 0, 0],
    ["a", "<f8", [2], 0, 16.0], ["a", "<f8", [2], None, 16], ["a", "<f8", [2], 0, None], ["a", "<f8", [2], 0],
    ["a", "<f8", [2], 0, 16, 0], ["a", "|b1", [17], 0, 17], ["a", "|b1", [1, 1 << 40], 0, 1 << 40],
    ["l", [["b", 0, 16], ["b", 0, 16]]], ["l", [["a", "<f8", [2], 0, 16], ["a", "<f8", [1], 8, 8]]],
    ["f", "l", 2, 0, 1], ["r", 5], ["r", ["d", []]], ["z" * 10_000],
]  # fmt: skip


@pytest.mark.parametrize("tree", BROKEN, ids=lambda tree: repr(tree)[:40])
def test_a_broken_value_is_a_wire_error(tree: Any) -> None:
    for shape in (tree, ["l", [tree]], ["d", [["k", tree]]], ["h", tree]):
        with pytest.raises(wire.WireError):
            received(encode(shape), SIXTEEN)


def test_a_bool_is_a_bool_whatever_byte_it_is() -> None:
    assert received(encode(["a", "|b1", [4], 0, 4]), b"\0\1\2\xff").view(np.uint8).tolist() == [0, 1, 1, 1]


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"\x91",
        b"\xc1",
        b"\xdd\xff\xff\xff\xff",
        b"\xdf\xff\xff\xff\xff",
        b"\xdb\xff\xff\xff\xffabc",
        b"\x91" * 1_000_000,
        b"\x91" * 10_000,
        b"\xa1\xff",
        b"\x92\x01\x02\x03",
        b"\x81\x90\x01\x01",
        b"\x81\x80\x01",
    ],
)
def test_a_header_that_is_no_messagepack_is_a_wire_error(header: bytes) -> None:
    with pytest.raises(wire.WireError):
        received(header, b"")


@pytest.mark.parametrize("count", [3, 30, 60, 100, 500, 5_000, 100_000])
@pytest.mark.parametrize("shell", [b"\x92\xa1l\x91", b"\x92\xa1h", b"\x92\xa1d\x91\x92\x01"])
def test_depth_is_bounded(count: int, shell: bytes) -> None:
    header = shell * count + b"\x05"
    if count > 2 * wire.MAX_DEPTH:
        with pytest.raises(wire.WireError):
            received(header, b"")
    else:
        assert received(header, b"") is not None


def test_a_long_map_is_refused_before_it_is_built() -> None:
    colliding = {(k, 0): 0 for k in range(4_000)}  # a tuple's hash can be chosen, and then each key costs the others'
    header = encode([1, "ok", list(colliding), []])
    assert wire.decode(header)[0] == 1
    header = b"\x94\x01\xa2ok" + encode(colliding) + b"\x90"
    assert len(header) > wire.SMALL_HEADER
    with pytest.raises(wire.WireError, match="no MessagePack"):
        wire.decode(header)


def test_memory_is_bounded_by_the_frame() -> None:
    body = bytes(1 << 20)
    twice = ["l", [["f", "l", 1 << 17, 0]] * 20_000]
    bools = ["l", [["a", "|b1", [1 << 20], 0, 1 << 20]] * 20_000]
    lists = b"\xdd" + (1 << 18).to_bytes(4, "big") + b"\x90" * (1 << 18)
    tracemalloc.start()
    try:
        for header in (encode(twice), encode(bools), encode(["b", 0, 1 << 20]), lists):
            with pytest.raises(wire.WireError):
                received(header, body[:-1])
        assert tracemalloc.get_traced_memory()[1] < 32 << 20
    finally:
        tracemalloc.stop()


def value_or_error(header: bytes, body: bytes, copy: bool = True) -> Any:
    """Return what a frame holds, None where it is refused; anything else that is raised fails the test."""
    try:
        return received(header, body, copy)
    except wire.WireError:
        return None


trees = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 20),
        st.integers(-(1 << 63), 1 << 63),
        st.floats(),
        st.text(max_size=3),
        st.sampled_from([*"alstdfibuhpr", *DTYPES]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.tuples(st.sampled_from("alstdfibuhpr"), inner).map(list),
        st.tuples(st.sampled_from("alstdfibuhpr"), inner, inner, inner, inner).map(list),
        st.dictionaries(st.text(max_size=2), inner, max_size=2),
    ),
    max_leaves=20,
)


@QUICK
@given(trees, st.binary(max_size=64), st.booleans())
def test_a_tree_is_a_value_or_a_wire_error(tree: Any, body: bytes, copy: bool) -> None:
    outcome = value_or_error(encode(tree), body, copy)
    assert outcome is None or sent(outcome)


@QUICK
@given(st.binary(max_size=200), st.binary(max_size=32))
def test_random_bytes_are_a_value_or_a_wire_error(header: bytes, body: bytes) -> None:
    outcome = value_or_error(header, body)
    assert outcome is None or sent(outcome)


@QUICK
@given(values, st.data())
def test_a_damaged_frame_is_a_value_or_a_wire_error(value: Any, data: st.DataObject) -> None:
    header, body = sent(value)
    whole = bytearray(header + body)
    for _ in range(data.draw(st.integers(1, 4))):
        if whole:
            whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    for frame in (whole, whole[:cut]):
        outcome = value_or_error(bytes(frame[: len(header)]), bytes(frame[len(header) :]))
        assert outcome is None or sent(outcome)
