"""Reading .npz without pickle: what np.savez writes is read, anything else is refused with a reason, quickly."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from nngrade.sandbox import npz, wire
from sandbox_helpers import QUICK


def saved(save: Any = np.savez, **arrays: Any) -> bytes:
    file = io.BytesIO()
    save(file, **arrays)
    return file.getvalue()


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def npy(header: str | bytes, data: bytes = b"", version: int = 1) -> bytes:
    header = header.encode("latin-1") if isinstance(header, str) else header
    return b"\x93NUMPY" + bytes([version, 0]) + struct.pack("<H" if version == 1 else "<I", len(header)) + header + data


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (1, 2, 3, 4)])
def test_what_numpy_saves_is_read(save: Any, shape: tuple[int, ...]) -> None:
    for dtype in (*sorted(wire.DTYPES), ">f8", ">i2"):
        array = (np.arange(np.prod(shape, dtype=int)).reshape(shape) % 2).astype(dtype)
        turned = array[..., ::-1] if shape else array
        read = npz.read_npz(saved(save, a=array, b=np.array(array, order="F"), c=turned))
        assert list(read) == ["a", "b", "c"]
        for name, wanted in {"a": array, "b": array, "c": turned}.items():
            assert read[name].dtype == array.dtype
            assert read[name].shape == shape
            assert np.array_equal(read[name], wanted)
            read[name][...] = 0  # nobody else's memory


@QUICK
@given(hnp.arrays(st.sampled_from(sorted(wire.DTYPES)).map(np.dtype), hnp.array_shapes(max_dims=4, max_side=5)))
def test_every_array_is_read(array: Any) -> None:
    back = npz.read_npz(saved(W1=array))["W1"]
    assert back.dtype == array.dtype and back.shape == array.shape and back.tobytes() == array.tobytes()


def test_text_is_read_without_pickle() -> None:
    read = npz.read_npz(
        saved(text=np.array(["relu", "é"]), bytes=np.array([b"sigmoid"]), swapped=np.array(["a"], ">U3"))
    )
    assert {name: array.tolist() for name, array in read.items()} == {
        "text": ["relu", "é"],
        "bytes": [b"sigmoid"],
        "swapped": ["a"],
    }


def test_names_and_versions() -> None:
    header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }"
    data = np.array([1.0, 2.0]).tobytes()
    for version in (1, 2, 3):
        assert npz.read_npy(npy(header, data, version)).tolist() == [1, 2]
    assert npz.read_npz(zipped({"é/../x.npy": npy(header, data)})).keys() == {"é/../x"}
    assert npz.read_npz(zipped({})) == {}
    odd = npz.read_npy(npy("{'descr': '|b1', 'fortran_order': False, 'shape': (3,), }", b"\0\2\xff"))
    assert odd.view(np.uint8).tolist() == [0, 1, 1]


GOOD = "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "zip"),
        (b"PK", "zip"),
        (b"x" * 1000, "zip"),
        (saved(a=np.arange(9))[:-10], "zip"),
        (saved(a=np.arange(9))[100:], "it "),
        (saved(a=np.array([None])), "pickle"),
        (saved(a=np.zeros(2, [("x", "<f8")])), "pickle"),
        (saved(a=np.array(["2020"], "M8[D]")), "pickle"),
        (saved(**{f"a{k}": np.zeros(1) for k in range(300)}), "300 members"),
        (saved(**{f"a{k}": np.zeros(1) for k in range(600)}), "600 members"),
        (zipped({"a.npy": b""}), "no .npy"),
        (zipped({"a.npy": b"\x80\x04."}), "no .npy"),
        (zipped({"a.npy": np.zeros(3).tobytes()}), "no .npy"),
        (zipped({"a.npy": npy("")}), "no .npy"),
        (zipped({"a.npy": npy(GOOD)}), "fill"),
        (zipped({"a.npy": npy(GOOD, bytes(9))}), "fill"),
        (zipped({"a.npy": npy(GOOD.replace("1,", "2**40,"), bytes(8))}), "damaged header"),
        (zipped({"a.npy": npy(GOOD.replace("(1,)", f"({2**60},)"), bytes(8))}), "damaged shape"),
        (zipped({"a.npy": npy(GOOD.replace("(1,)", f"({'33554432,' * 40})"), bytes(8))}), "fill"),
        (zipped({"a.npy": npy(GOOD.replace("(1,)", f"({'1,' * 40})"), bytes(8))}), "fill"),
        (zipped({"a.npy": npy(GOOD.replace("(1,)", "(-1,)"), bytes(8))}), "damaged shape"),
        (zipped({"a.npy": npy(GOOD.replace("(1,)", "(True,)"), bytes(8))}), "damaged shape"),
        (zipped({"a.npy": npy(GOOD.replace("(1,)", "1"), bytes(8))}), "damaged shape"),
        (zipped({"a.npy": npy(GOOD.replace("'<f8'", "'O'"), bytes(8))}), "pickle"),
        (zipped({"a.npy": npy(GOOD.replace("'<f8'", "'<f8,<f8'"), bytes(16))}), "pickle"),
        (zipped({"a.npy": npy(GOOD.replace("'<f8'", "'(9999999,)f8'"), bytes(16))}), "pickle"),
        (zipped({"a.npy": npy(GOOD.replace("'<f8'", "[('a', '<f8')]"), bytes(8))}), "pickle"),
        (zipped({"a.npy": npy(GOOD.replace("'<f8'", "3"), bytes(8))}), "pickle"),
        (zipped({"a.npy": npy(GOOD.replace("'<f8'", "'<U0'"), b"")}), "pickle"),
        (zipped({"a.npy": npy(GOOD.replace("'<f8'", "'<U9999999'"), bytes(8))}), "pickle"),
        (zipped({"a.npy": npy(GOOD.replace("'<f8'", "'<U2'"), bytes(9))}), "fill"),
        (zipped({"a.npy": npy("[]", bytes(8))}), "damaged header"),
        (zipped({"a.npy": npy("{}", bytes(8))}), "damaged header"),
        (zipped({"a.npy": npy("__import__('os')", bytes(8))}), "damaged header"),
        (zipped({"a.npy": npy("(" * 4000, bytes(8))}), "damaged header"),
        (zipped({"a.npy": npy("-" * 4000 + "1", bytes(8))}), "damaged header"),
        (zipped({"a.npy": npy("\0" * 100, bytes(8))}), "damaged header"),
        (zipped({"a.npy": npy(" " * 5000, bytes(8))}), "damaged header"),
        (zipped({"a.npy": npy(GOOD, bytes(8))[:11]}), "no .npy"),
        (zipped({"a.npy": npy(GOOD, bytes(8))[:20]}), "damaged header"),
        (zipped({"a.npy": bytes(33 << 20)}), "more than 32 MB"),
        (zipped({"a.npy": npy(GOOD.replace("1,", "2097152,"), bytes(16 << 20)), "b.npy": bytes(17 << 20)}), "32 MB"),
        (zipped({"a.npy": npy(GOOD, bytes(8))}, zipfile.ZIP_BZIP2), "np.savez"),
        (zipped({"a.npy": npy(GOOD, bytes(8))}, zipfile.ZIP_LZMA), "np.savez"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(data: bytes, word: str) -> None:
    with pytest.raises(npz.Unreadable, match=word) as raised:
        npz.read_npz(data)
    assert len(str(raised.value)) < 200


def test_a_bomb_costs_no_more_than_the_limit() -> None:
    bomb = zipped({"a.npy": bytes(100 << 20)})
    tracemalloc.start()
    try:
        for data in (bomb, b"PK\x01\x02" * 200_000 + zipped({})):
            with pytest.raises(npz.Unreadable, match=r"it |a member"):
                npz.read_npz(data)
        assert tracemalloc.get_traced_memory()[1] < 160 << 20
    finally:
        tracemalloc.stop()


def test_one_member_named_twice_by_the_directory() -> None:
    inner = npy(GOOD.replace("1,", "524288,"), bytes(4 << 20))
    data = bytearray(zipped({"a.npy": inner}, zipfile.ZIP_STORED))
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = bytes(data[start:end])
    data[start:end] = entry * 100  # a hundred names, one and the same 4 MB
    end = data.rindex(b"PK\x05\x06")
    data[end + 8 : end + 12] = struct.pack("<HH", 100, 100)
    data[end + 12 : end + 16] = struct.pack("<I", 100 * len(entry))
    with pytest.raises(npz.Unreadable, match=r"32 MB|Overlapped entries"):  # some zipfile modules notice it themselves
        npz.read_npz(bytes(data))


def test_an_encrypted_member() -> None:
    data = bytearray(zipped({"a.npy": npy(GOOD, bytes(8))}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    with pytest.raises(npz.Unreadable, match="zip"):
        npz.read_npz(bytes(data))


WHOLE = saved(np.savez_compressed, W1=np.arange(6.0).reshape(2, 3), b1=np.array([1, 2], "<i4"))


@QUICK
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=5), st.booleans())
def test_a_damaged_file_is_read_or_refused(changes: list[tuple[int, int]], cut: bool) -> None:
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    try:
        read = npz.read_npz(bytes(data[: changes[0][0]] if cut else data))
    except npz.Unreadable:
        return
    assert all(isinstance(array, np.ndarray) and array.dtype.kind in "biufc" for array in read.values())
