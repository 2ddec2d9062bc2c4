"""The wire: every kind of value comes back as it was, and no frame, however broken, does more than raise WireError."""

from __future__ import annotations

import math
import tracemalloc
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from nngrade.sandbox import generators, wire
from sandbox_helpers import QUICK

DTYPES = sorted(wire.DTYPES)
encode = msgspec.msgpack.encode


def sent(value: Any, limit: int = wire.FROM_WORKER) -> tuple[bytes, bytes]:
    """Return header and body of the frame that carries a value."""
    packer = wire.Packer(wire.no_handles, limit)
    data = b"".join(bytes(memoryview(part).cast("B")) for part in wire.frame(packer.pack(value), packer))
    header, body = wire.lengths(data[:8], limit)
    assert len(data) == 8 + header + body
    return data[8 : 8 + header], data[8 + header :]


def special(tag: str, rest: list[Any], unpacker: wire.Unpacker) -> Any:
    if tag == "h":
        return unpacker.unpack(rest[0])
    if tag == "r":
        return generators.rebuilt(unpacker.unpack(rest[0]))
    if tag == "p":
        return wire.Path(rest[0])
    raise wire.WireError(f"unknown {tag}")


def received(header: bytes, body: bytes, copy: bool = True) -> Any:
    return wire.Unpacker(memoryview(body), special, copy).unpack(wire.decode(header))


def through(value: Any, limit: int = wire.FROM_WORKER) -> Any:
    return received(*sent(value, limit))


def alike(a: Any, b: Any) -> bool:
    """Say whether two values are the same to the bit, types and dtypes too."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray | np.generic):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, dict):
        return alike(list(a), list(b)) and alike(list(a.values()), list(b.values()))
    if isinstance(a, float):
        return (a == b and math.copysign(1, a) == math.copysign(1, b)) or (a != a and b != b)
    return bool(a == b)


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(1 << 4095), 1 << 4095),
    st.floats(),
    st.text(max_size=20),
    st.binary(max_size=40),
)
any_array = hnp.arrays(
    st.sampled_from(DTYPES).map(np.dtype), hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
)
values = st.recursive(
    scalars | any_array | st.sampled_from(DTYPES).flatmap(lambda name: hnp.from_dtype(np.dtype(name))),
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.lists(inner, max_size=5).map(tuple),
        st.dictionaries(st.one_of(st.text(max_size=5), st.integers(), st.tuples(st.integers())), inner, max_size=5),
        st.lists(st.floats(), min_size=9, max_size=20),
        st.lists(st.floats(), min_size=9, max_size=20).map(tuple),
    ),
    max_leaves=12,
)


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


# Hostile frames.

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
