"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest
from nngrade.atomic import write_atomic
from nngrade.opened import Folder


@pytest.fixture(params=[True, False], ids=["nameless", "beside"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> bool:
    """Both ways: a file without a name, and one beside, where the file system has no such thing."""
    if not request.param:
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    else:
        with Folder(tmp_path) as folder:
            if (nameless := folder._nameless()) is None:
                pytest.skip("this file system has no files without a name")
            os.close(nameless)
    return bool(request.param)


@pytest.mark.usefixtures("way")
def test_new_and_old_files(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_atomic(path, b"one")
    assert path.read_bytes() == b"one"
    path.chmod(0o640)
    write_atomic(path, b"two")
    assert path.read_bytes() == b"two" and stat.S_IMODE(path.stat().st_mode) == 0o640
    link = tmp_path / "link"
    link.symlink_to(path)
    write_atomic(link, b"three", follow=True)
    assert link.is_symlink() and path.read_bytes() == b"three"
    assert sorted(os.listdir(tmp_path)) == ["file", "link"]


@pytest.mark.usefixtures("way")
def test_what_is_no_ordinary_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "link").symlink_to("file")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("link", "pipe", "folder"):
        with pytest.raises(OSError, match="no ordinary file"):
            write_atomic(tmp_path / name, b"new")
    os.link(tmp_path / "file", tmp_path / "other name")
    write_atomic(tmp_path / "other name", b"new")
    assert (tmp_path / "file").read_bytes() == b"old"
    assert len(os.listdir(tmp_path)) == 5


def test_a_new_file_has_the_modes_of_any_other(tmp_path: Path, way: bool) -> None:
    before = os.umask(0o027)
    try:
        write_atomic(tmp_path / "file", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o640


@pytest.mark.usefixtures("way")
def test_what_fails_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    write_atomic(path, b"old")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old" and os.listdir(tmp_path) == ["file"]


@pytest.mark.usefixtures("way")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_atomic(tmp_path / "no" / "file", b"x")
