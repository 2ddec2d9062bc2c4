"""The cache of arrays: whole or not there, and never needed."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest
from nngrade_datasets import cache

SHAPES = [(3, 4), (3,)]
ARRAYS = [np.arange(12, dtype=np.uint8).reshape(3, 4), np.array([7, 8, 255], np.uint8)]


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "a.npy"
    assert cache.save(path, ARRAYS)
    X, y = cache.load(path, SHAPES)
    assert X.tolist() == ARRAYS[0].tolist()
    assert y.tolist() == ARRAYS[1].tolist()
    assert [file.name for file in path.parent.iterdir()] == ["a.npy"]


def test_nothing_there(tmp_path: Path) -> None:
    assert cache.load(tmp_path / "a.npy", SHAPES) is None
    (tmp_path / "a.npy").mkdir()
    assert cache.load(tmp_path / "a.npy", SHAPES) is None


def flip(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:-1],
        lambda content: content + b"x",
        lambda content: bytes(len(content)),
        lambda content: flip(content, 0),  # the magic string
        lambda content: flip(content, 20),  # the header
        lambda content: flip(content, 130),  # a number
        lambda content: flip(content, len(content) - 1),  # the checksum
        lambda content: content.replace(b"|u1", b"|O1"),
        lambda content: content.replace(b"(19,)", b"(18,)"),
        lambda content: content.replace(b"(19,)", b"(9e9)"),
        lambda content: content.replace(b"{", b"("),
    ],
)
def test_a_damaged_file_is_set_aside(tmp_path: Path, damage) -> None:
    path = tmp_path / "a.npy"
    cache.save(path, ARRAYS)
    before = path.read_bytes()
    path.write_bytes(damage(before))
    assert path.read_bytes() != before
    assert cache.load(path, SHAPES) is None
    assert [file.name for file in tmp_path.iterdir()] == ["a.npy.damaged"]
    assert cache.save(path, ARRAYS)
    assert cache.load(path, SHAPES) is not None


def test_other_shapes_are_another_file(tmp_path: Path) -> None:
    cache.save(tmp_path / "a.npy", ARRAYS)
    assert cache.load(tmp_path / "a.npy", [(3, 5), (3,)]) is None


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert not cache.save(tmp_path / "file" / "a.npy", ARRAYS)


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(np, "save", full)
    assert not cache.save(tmp_path / "a.npy", ARRAYS)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        cache.save(tmp_path / "a.npy", ARRAYS)
    assert list(tmp_path.iterdir()) == []


def test_a_fingerprint_changes_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "\udcff.csv" if os.name == "posix" else tmp_path / "a.csv"  # a name that is no UTF-8
    path.write_text("1")
    os.utime(path, ns=(1, 1))
    first = cache.fingerprint([path])
    assert first == cache.fingerprint([path])
    os.utime(path, ns=(2, 2))
    second = cache.fingerprint([path])
    path.write_text("12")
    os.utime(path, ns=(2, 2))
    assert len({first, second, cache.fingerprint([path])}) == 3


def test_forget_keeps_one(tmp_path: Path) -> None:
    for name in ("mnist-1.npy", "mnist-2.npy", "digits.npy"):
        (tmp_path / name).write_text(name)
    cache.forget(tmp_path, "mnist-*.npy", keep=tmp_path / "mnist-2.npy")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["digits.npy", "mnist-2.npy"]
