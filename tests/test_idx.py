"""The IDX reader: right files, and every kind of wrong one, without ever reading more than was expected."""

from __future__ import annotations

import gzip
import hashlib
import os
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from nngrade_datasets.idx import DamagedFileError, header, read_idx

SHAPE = (5, 3, 2)
NUMBERS = np.arange(30, dtype=np.uint8).reshape(SHAPE)
CONTENT = header(SHAPE) + NUMBERS.tobytes()
SUM = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "some-images-idx3-ubyte"


def test_the_header_is_the_formats_own() -> None:
    assert header((60_000, 28, 28)).hex() == "000008030000ea600000001c0000001c"


@pytest.mark.parametrize(
    "content",
    [CONTENT, gzip.compress(CONTENT), gzip.compress(CONTENT[:9]) + gzip.compress(CONTENT[9:])],
    ids=["plain", "gzipped", "in two parts"],
)
def test_plain_and_gzipped(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    numbers = read_idx(path, SHAPE, SUM)
    assert numbers.tolist() == NUMBERS.tolist()


PACKED = gzip.compress(CONTENT)

WRONG = {
    "empty": (b"", "is not an IDX file"),
    "text": (b"label,pixel0\n" * 9, "is not an IDX file"),
    "three bytes": (CONTENT[:3], "is not an IDX file"),
    "an error page, gzipped": (gzip.compress(b"<html>"), "is not an IDX file"),
    "another size": (header((6, 3, 2)) + bytes(36), "holds 6 x 3 x 2 bytes, and 5 x 3 x 2 bytes are expected"),
    "labels": (header((5,)) + bytes(5), "holds 5 bytes, and 5 x 3 x 2 bytes are expected"),
    "a giant by its header": (header((2**32 - 1,) * 3), "holds 4,294,967,295 x 4,294,967,295 x 4,294,967,295 bytes"),
    "many axes": (bytes((0, 0, 8, 255)) + bytes(2000), "holds 0 x 0 x 0 x 0 bytes"),
    "floats": (b"\0\0\x0d\3" + CONTENT[4:], "holds 5 x 3 x 2 numbers of type 0x0d"),
    "cut off": (CONTENT[:-1], "ends early: 45 of 46 bytes"),
    "only a header": (CONTENT[:16], "ends early: 16 of 46 bytes"),
    "too long": (CONTENT + b"x", "is too long: it goes on after 46 bytes"),
    "other numbers": (CONTENT[:-1] + b"x", "has the right size and other contents: its SHA-256 is not MNIST's"),
    "gzip, cut off": (PACKED[:-12], "cannot be unpacked: it ends early"),
    "gzip, only a head": (PACKED[:4], "cannot be unpacked: it ends early"),
    "gzip, damaged": (PACKED[:12] + b"\xff\xff\xff" + PACKED[15:], "cannot be unpacked: Error -3"),
    "gzip, wrong checksum": (PACKED[:-8] + bytes(8), "cannot be unpacked: CRC check failed"),
    "gzip, then rubbish": (PACKED + b"rubbish", "cannot be unpacked: Not a gzipped file"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_is_told_in_one_sentence(path: Path, case: str) -> None:
    content, expected = WRONG[case]
    path.write_bytes(content)
    with pytest.raises(DamagedFileError) as caught:
        read_idx(path, SHAPE, SUM)
    assert str(caught.value).startswith(f"{path} {expected}")


@pytest.mark.parametrize("pack", [gzip.compress, bytes])
def test_no_more_is_read_than_expected(path: Path, pack) -> None:
    path.write_bytes(pack(CONTENT + bytes(50_000_000)))
    tracemalloc.start()
    try:
        with pytest.raises(DamagedFileError, match="is too long"):
            read_idx(path, SHAPE, SUM)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000


def test_what_cannot_be_opened(path: Path) -> None:
    with pytest.raises(DamagedFileError, match="cannot be read: No such file or directory"):
        read_idx(path, SHAPE)
    path.mkdir()
    with pytest.raises(DamagedFileError, match="is not a regular file"):
        read_idx(path, SHAPE)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_is_not_waited_for(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(DamagedFileError, match="is not a regular file"):
        read_idx(path, SHAPE)
