"""Digits and MNIST's stand-in: right rows, from the cache where it can be, without it where it must be."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from nngrade.api import DataSource
from nngrade.errors import SetupError
from nngrade_datasets import digits


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> DataSource:
    source = DataSource(None, tmp_path_factory.mktemp("cache"))
    digits.load(source)
    return source


def test_the_rows_are_scikit_learns(source: DataSource) -> None:
    from sklearn.datasets import load_digits

    theirs, arrays = load_digits(), digits.load(source)
    assert arrays.X_train.shape == (1437, 64)
    assert arrays.X_test.shape == (360, 64)
    assert arrays.X_train.dtype == np.float64
    assert arrays.y_train.dtype == np.int64
    ours = np.column_stack([np.vstack([arrays.X_train, arrays.X_test]), [*arrays.y_train, *arrays.y_test]])
    expected = np.column_stack([theirs.data, theirs.target])
    assert sorted(map(tuple, ours)) == sorted(map(tuple, expected))


def test_the_split_is_stratified(source: DataSource) -> None:
    assert np.bincount(digits.load(source).y_test).tolist() == [36, 37, 35, 37, 36, 36, 36, 36, 35, 36]


def test_a_warm_cache_needs_no_scikit_learn(source: DataSource) -> None:
    code = (
        "import sys; from pathlib import Path; from nngrade.api import DataSource\n"
        "from nngrade_datasets import digits\n"
        f"arrays = digits.load(DataSource(None, Path({str(source.cache_dir)!r})))\n"
        "print(len(arrays.X_train), 'sklearn' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1437", "False"]


@pytest.mark.parametrize("content", [b"", b"\x93NUMPY", bytes(116_937), b"x" * 10**6])
def test_a_damaged_cache_is_replaced(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "digits.npy"
    file.write_bytes(content)
    assert digits.load(DataSource(None, tmp_path)).X_train.shape == (1437, 64)
    assert file.stat().st_size == 116_937
    assert (tmp_path / "digits.npy.damaged").read_bytes() == content


def test_without_a_cache(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    arrays = digits.load(DataSource(None, tmp_path / "file" / "cache"))
    assert arrays.variant == "digits"


def test_without_scikit_learn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    with pytest.raises(SetupError, match=r"digits needs scikit-learn once.*pip install scikit-learn"):
        digits.load(DataSource(None, tmp_path))


def test_the_stand_in_is_what_the_course_says(source: DataSource) -> None:
    arrays = digits.load_stand_in(source, "a note")
    assert (arrays.variant, arrays.note) == ("stand-in", "a note")
    assert arrays.X_train.shape == (1297, 784)
    assert arrays.X_test.shape == (500, 784)
    assert arrays.X_train.dtype == np.uint8
    images = np.vstack([arrays.X_train, arrays.X_test]).reshape(-1, 28, 28)
    inside = images[:, 2:26, 2:26]
    assert images.sum(dtype=int) == inside.sum(dtype=int)  # the border is empty
    blocks = inside.reshape(-1, 8, 3, 8, 3)
    assert (blocks == blocks[:, :, :1, :, :1]).all()
    small = blocks[:, :, 0, :, 0].reshape(-1, 64)
    assert set(np.unique(small)) == {round(value * 255 / 16 + 1e-9) for value in range(17)}
    pixels, labels = digits.pixels_and_labels(source)
    expected = sorted((*row, label) for row, label in zip(np.round(small / 255 * 16), arrays.y_train, strict=False))
    assert len(expected) == 1297
    assert set(expected) <= {(*row, label) for row, label in zip(pixels, labels, strict=True)}
    assert min(np.bincount(arrays.y_test)) >= 48
