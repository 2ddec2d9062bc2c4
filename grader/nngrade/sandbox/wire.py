"""The wire: values as a small MessagePack header and a body of raw array bytes. Nothing that comes is believed.

A frame is two little-endian 32-bit lengths, the header, the body. The header's limit is small, because a list of
empty lists takes sixty times its size when it is decoded; arrays lie in the body and are never copied twice.
Values travel as themselves (None, bool, int, float, str) or as a list whose first item is a tag.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import msgspec
import numpy as np

from nngrade.sandbox import generators

PREFIX = struct.Struct("<II")
MAX_HEADER = 1 << 20
TO_WORKER = 256 << 20
FROM_WORKER = 64 << 20

MAX_DEPTH = 32
MAX_NODES = 200_000
FLOATS_A_NODE = 5  # a long list of floats counts as that much less than its items
MAX_KEYS = 1024  # colliding keys make a dict quadratic
MAX_KEY = 8  # items of a tuple that is a key
MAX_TEXT = 64 << 10
MAX_WORDS = 500
MAX_DIMENSION = 1 << 40
MAX_ROOM = 256 << 20  # entries, were no dimension 0
MAX_ROWS = 1 << 21  # of an answer, in any dimension: what loops over it is in the grader, where no limit of time holds
MAX_EMPTY = 100_000  # the largest dimension of an array without entries
DTYPES = frozenset(["|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16"])

MAX_RANK = 32  # what every NumPy can hold
MAX_BITS = 4096
SMALL_HEADER = 16 << 10
SMALL_BODY = 64 << 10

# What nearly every array is: for these the little-endian bytes are at hand.
NATIVE = {np.dtype(name): name for name in DTYPES if np.dtype(name).isnative}

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode


class WireError(Exception):
    """A frame that does not say what a frame can say, or a value too large to send."""


class Unsupported:
    """A reply that is no plain data: `what` says in words what it was ("an object array of shape (3,)")."""

    def __init__(self, what: str) -> None:
        self.what = what

    def __repr__(self) -> str:
        return f"<{self.what}>"


class Path(str):
    """A file name that means a place in the scratch folder of whoever gets it."""


class Packer:
    """Turns values into a header tree and body parts. `keep(object, packer, depth)` gives the tree of a handle."""

    def __init__(self, keep: Callable[[Any, Packer, int], list[Any]], limit: int, generators: bool = True) -> None:
        self.keep = keep
        self.limit = limit
        self.generators = generators  # whether they travel by their state; else they are objects as any other
        self.parts: list[Any] = []
        self.size = 0
        self.nodes = 0

    def body(self, data: Any) -> int:
        """Append raw bytes, aligned to 16, and return their offset."""
        offset = self.size
        self.parts.append(data)
        self.size += memoryview(data).nbytes
        if padding := -self.size % 16:
            self.parts.append(bytes(padding))
            self.size += padding
        if self.size > self.limit:
            raise WireError(f"more than {self.limit >> 20} MiB")
        return offset

    def pack(self, value: Any, depth: int = 0) -> Any:
        """Return the tree of `value`; containers of exact built-in types are walked, all else is a handle."""
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        if kind is int:
            return value if -(1 << 63) <= value < 1 << 63 else _integer(value)
        if kind is str:
            return text(value)
        if kind is Path:
            return ["p", str(value)]
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            return ["u", f"nested deeper than {MAX_DEPTH} levels" if depth > MAX_DEPTH else "too many items to send"]
        if isinstance(value, np.ndarray | np.generic):
            return self._array(value)
        if kind is list or kind is tuple:
            return self._sequence(value, "l" if kind is list else "t", depth)
        if kind is dict and len(value) > MAX_KEYS:
            return ["u", f"a dict with {len(value)} keys"]
        if kind is dict:
            keys = [*map(_exact, value)]
            if not all(map(_short, keys)) or len(named := dict(zip(keys, value.values(), strict=True))) < len(value):
                return ["u", "a dict with keys that are no short names or numbers"]
            return ["d", [[self.pack(k, depth + 1), self.pack(v, depth + 1)] for k, v in named.items()]]
        if kind is bytes:
            return ["b", self.body(value), len(value)]
        if kind is complex:
            return self._array(np.complex128(value))
        if self.generators and kind is np.random.Generator and (state := generators.state(value)) is not None:
            return ["r", self.pack(state, depth + 1)]
        return self.keep(value, self, depth)

    def _array(self, value: Any) -> list[Any]:
        tag = "a" if isinstance(value, np.ndarray) else "s"
        small = type(value) is np.ndarray and 0 < value.nbytes <= SMALL_BODY and value.ndim <= MAX_RANK
        if small and (little := NATIVE.get(value.dtype)):
            return [tag, little, list(value.shape), self.body(value.tobytes()), value.nbytes]
        array = np.asarray(value).view(np.ndarray)
        if array.dtype.str in (">f16", "<f16"):
            array = array.astype("<f8")
        little = array.dtype.newbyteorder("<").str
        if little not in DTYPES:
            return ["u", f"an array of dtype {text(str(array.dtype))} and shape {array.shape}"]
        if array.nbytes > self.limit or array.ndim > MAX_RANK or not _sensible(array.shape, answer=not self.generators):
            return ["u", f"an array of shape {array.shape}, too large to send"]
        array = np.ascontiguousarray(array, dtype=little).reshape(array.shape)
        return [tag, little, list(array.shape), self.body(array.reshape(-1).view(np.uint8)), array.nbytes]

    def _sequence(self, value: Any, tag: str, depth: int) -> list[Any]:
        # A list of floats, the commonest long list, travels as an array: 8 bytes a number, decoded in one step.
        if len(value) > MAX_NODES * FLOATS_A_NODE:
            return ["u", f"a {'list' if tag == 'l' else 'tuple'} of {len(value)} items, too long to send"]
        if len(value) > 8 and all(type(item) is float for item in value):
            self.nodes += len(value) // FLOATS_A_NODE
            return ["f", tag, len(value), self.body(np.array(value, dtype="<f8").view(np.uint8))]
        return [tag, [self.pack(item, depth + 1) for item in value]]


class Unpacker:
    """Turns a header tree and its body back into values. `special` decodes the tags `h`, `p` and `r`.

    Every byte of the body is used at most once: a header that names the same bytes a thousand times is no bomb.
    """

    def __init__(self, body: memoryview, special: Callable[[str, list[Any], Unpacker], Any], copy: bool) -> None:
        self.data = body
        self.special = special
        self.copy = copy
        self.left = len(body)
        self.depth = 0
        self.nodes = 0

    def unpack(self, tree: Any) -> Any:
        """Return the value of `tree`, or raise `WireError`."""
        if tree is None or isinstance(tree, bool | int | float | str):
            return tree
        if type(tree) is not list or not tree or type(tree[0]) is not str or self.depth > 2 * MAX_DEPTH:
            raise WireError("no value")
        tag, *rest = tree
        self.depth += 1
        self.nodes += 1 + (rest[1] // FLOATS_A_NODE if tag == "f" and len(rest) > 1 and type(rest[1]) is int else 0)
        if self.nodes > 2 * MAX_NODES:
            raise WireError("too many items")
        try:
            return self._tagged(tag, rest)
        except (ValueError, TypeError, OverflowError, LookupError, RecursionError) as error:
            raise WireError(f"a broken {tag[:9]!r} value") from error
        finally:
            self.depth -= 1

    def again(self, copy: bool) -> Unpacker:
        """Return another reader of the same frame, from its beginning."""
        return Unpacker(self.data, self.special, copy)

    def _tagged(self, tag: str, rest: list[Any]) -> Any:
        if tag in ("a", "s"):
            dtype, shape, offset, nbytes = rest
            array = self._raw(dtype, shape, offset, nbytes)
            return array if tag == "a" else array[()]
        if tag in ("l", "t"):
            items = [self.unpack(item) for item in _list(rest[0])]
            return items if tag == "l" else tuple(items)
        if tag == "d":
            if len(_list(rest[0])) > MAX_KEYS:
                raise WireError("a dict with too many keys")
            return {self._key(k): self.unpack(v) for k, v in map(_list, rest[0])}
        if tag == "f":
            kind, count, offset = rest
            items = self._raw("<f8", [count], offset, 8 * count).tolist()
            return items if kind == "l" else tuple(items)
        if tag == "i" and len(rest[0]) <= MAX_BITS // 4 + 3:
            return int(rest[0], 16)
        if tag == "b":
            return bytes(self._slice(*rest))
        if tag == "u" and isinstance(rest[0], str):
            return Unsupported(one_line(rest[0][:MAX_WORDS]))
        return self.special(tag, rest, self)

    def _key(self, tree: Any) -> Any:
        """Return a key: to hash, compare and tell a long one takes its time."""
        key = self.unpack(tree)
        if not _short(key):
            raise WireError("a key that is no short name or number")
        return key

    def _slice(self, offset: int, nbytes: int) -> memoryview:
        if type(offset) is not int or type(nbytes) is not int or not 0 <= offset <= offset + nbytes <= len(self.data):
            raise WireError("bytes outside the frame")
        self.left -= nbytes
        if self.left < 0:
            raise WireError("bytes that are used twice")
        return self.data[offset : offset + nbytes]

    def _raw(self, dtype: str, shape: list[int], offset: int, nbytes: int) -> np.ndarray[Any, Any]:
        if dtype not in DTYPES or len(_list(shape)) > MAX_RANK:
            raise WireError("no numeric array")
        if not all(type(size) is int and 0 <= size <= MAX_DIMENSION for size in shape):
            raise WireError("no shape")
        if not _sensible(shape, answer=not self.copy):
            raise WireError("no shape that an answer has")
        kind = np.dtype(dtype)
        if math.prod(shape) * kind.itemsize != nbytes:
            raise WireError("the bytes do not fill the shape")
        array = np.frombuffer(self._slice(offset, nbytes), dtype=kind)
        if kind.kind == "b":  # any byte may lie in the frame; a bool must be 0 or 1
            array = array.view(np.uint8) != 0
        array = array.reshape(shape)
        return array.copy() if self.copy else array


def no_handles(value: Any, packer: Packer, depth: int) -> list[Any]:
    """Say of an object only what it is: a `keep` for where there are no handles."""
    return ["u", f"an object of type {class_name(type(value))}"]


def frame(tree: Any, packer: Packer) -> list[Any]:
    """Return the buffers of one frame, to be written one after the other."""
    header = _encode(tree)
    if len(header) > MAX_HEADER:
        raise WireError("too many items to send")
    buffers = [PREFIX.pack(len(header), packer.size) + header, *packer.parts]
    return [b"".join(buffers)] if packer.size <= SMALL_BODY else buffers  # each write wakes the other side


def lengths(prefix: bytes, limit: int) -> tuple[int, int]:
    """Return the lengths of header and body that follow an 8-byte prefix, or raise `WireError`."""
    header, body = PREFIX.unpack(prefix)
    if header > MAX_HEADER or body > limit:
        raise WireError("a frame over the limit")
    return header, body


def decode(header: bytes | memoryview) -> Any:
    """Return the header's tree, or raise `WireError`."""
    try:
        return (_decode if len(header) <= SMALL_HEADER else _careful())(header)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError, TypeError, ValueError) as error:
        raise WireError("a frame that is no MessagePack") from error


@cache
def _careful() -> Callable[[bytes | memoryview], Any]:
    """Return a decoder of lists and plain values only: thousands of chosen keys make a map quadratic to build.

    It takes 3 ms to make, and a header of a few kilobytes does no harm whatever it holds.
    """
    tree: Any = None | bool | int | float | str
    for _ in range(3 * MAX_DEPTH + 8):
        tree = None | bool | int | float | str | list[tree]
    return msgspec.msgpack.Decoder(tree).decode


def text(value: str) -> str:
    """Return `value` cut to 64 KiB, with lone surrogates as visible escapes (MessagePack cannot hold them)."""
    cut = str.__str__(value[:MAX_TEXT])
    return cut.encode("utf-8", "backslashreplace").decode("utf-8")


def one_line(value: str) -> str:
    """Return a learner's words as one line, so that none of them poses as a line of the report's."""
    return " ".join(value.split())


def class_name(kind: type) -> str:
    """Return the name of a class, whatever its metaclass says."""
    return text(_name_of(kind))


_name_of = type.__dict__["__name__"].__get__


def _integer(value: int) -> list[Any]:
    bits = value.bit_length()
    return ["i", hex(value)] if bits <= MAX_BITS else ["u", f"an integer of {bits} bits"]


def _sensible(shape: Sequence[int], answer: bool) -> bool:
    """Say whether a shape is no larger than an honest array's, with and without entries, is."""
    largest = max(shape, default=0)
    if 0 not in shape:  # then its bytes limit it, too
        return not answer or largest <= MAX_ROWS
    room = math.prod(max(size, 1) for size in shape)  # what is computed from (0, 2^40) has bytes
    return largest <= MAX_EMPTY and room <= MAX_ROOM


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise WireError("no list")
    return value


def _exact(key: Any) -> Any:
    """Return a key as a plain str where it is one of a subclass, such as `numpy.str_`: whoever looks it up finds it."""
    return str.__str__(key) if issubclass(type(key), str) else key


def _short(key: Any) -> bool:
    """Say whether a key of a dict is a plain value of sensible length, or a tuple of few."""
    items = key if type(key) is tuple else (key,)
    return len(items) <= MAX_KEY and all(
        item is None or type(item) in (bool, int, float) or isinstance(item, np.number | np.bool_)
        if type(item) not in (str, bytes)
        else len(item) <= MAX_WORDS
        for item in items
    )
