"""MNIST: where it is looked for, that a damaged file is never passed over, and what is said of the stand-in."""

from __future__ import annotations

import dataclasses
import errno
import gzip
import hashlib
import os
from pathlib import Path

import msgspec
import numpy as np
import pytest
from nngrade.api import DataSource
from nngrade.errors import NngradeError, SetupError
from nngrade_datasets import digits, kaggle, mnist, mnist_files
from nngrade_datasets.idx import header

TRAIN, TEST = 20, 10
LABELS = {TRAIN: np.arange(TRAIN) % 10, TEST: np.arange(TEST) % 10}
FETCHED = mnist_files.CACHE_FOLDER


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the cache file of digits: without it every stand-in would import scikit-learn."""
    folder = tmp_path_factory.mktemp("digits")
    digits.load(DataSource(None, folder))
    return (folder / digits.FILE).read_bytes()


@pytest.fixture
def source(tmp_path: Path, warm: bytes) -> DataSource:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / digits.FILE).write_bytes(warm)
    (tmp_path / "data").mkdir()
    return DataSource(tmp_path / "data", tmp_path / "cache")


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Make MNIST small: 20 and 10 rows, with the sums of those; return the files by name."""
    files, contents = [], {}
    for file in mnist_files.IDX_FILES:
        rows = TRAIN if file.name.startswith("train") else TEST
        shape = (rows, *file.shape[1:])
        pixels = np.arange(rows * 784) % (251 if rows == TRAIN else 241)
        numbers = LABELS[rows] if "labels" in file.name else pixels
        contents[file.name] = header(shape) + numbers.astype(np.uint8).tobytes()
        sha256 = hashlib.sha256(contents[file.name]).hexdigest()
        files.append(dataclasses.replace(file, shape=shape, sha256=sha256))
    monkeypatch.setattr(mnist_files, "IDX_FILES", tuple(files))
    monkeypatch.setattr(mnist_files, "KAGGLE_TEST_ROWS", TEST)
    monkeypatch.setattr(kaggle, "TRAIN_CSV", (3,) * 10)
    monkeypatch.setattr(kaggle, "MNIST_TRAIN_CSV", (2,) * 10)
    monkeypatch.setattr(kaggle, "MNIST_TEST_CSV", (1,) * 10)
    return contents


def lay(folder: Path, contents: dict[str, bytes], suffix: str = "") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / f"{name}{suffix}").write_bytes(gzip.compress(content) if suffix == ".gz" else content)


def lay_csv(folder: Path, name: str, rows: int, header: bool = True) -> None:
    lines = ["label," + ",".join(f"pixel{i}" for i in range(784))] if header else []
    lines += [",".join([str(row % 10), str(row), *["0"] * 783]) for row in range(rows)]
    (folder / name).write_text("\n".join(lines) + "\n")


def is_mnist(arrays) -> bool:
    return (
        arrays.variant == "mnist"
        and arrays.X_train.shape == (TRAIN, 784)
        and arrays.X_train.dtype == arrays.X_test.dtype == np.uint8
        and arrays.y_train.dtype == arrays.y_test.dtype == np.int64
        and arrays.X_train.reshape(-1).tolist() == (np.arange(TRAIN * 784) % 251).tolist()
        and arrays.X_test.reshape(-1).tolist() == (np.arange(TEST * 784) % 241).tolist()
        and arrays.y_train.tolist() == LABELS[TRAIN].tolist()
        and arrays.y_test.tolist() == LABELS[TEST].tolist()
    )


@pytest.mark.parametrize("folder", [".", "mnist", "MNIST/raw"])
@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_idx_in_the_data_folder(source: DataSource, small: dict[str, bytes], folder: str, suffix: str) -> None:
    lay(source.data_dir / folder, small, suffix)
    arrays = mnist.load(source)
    assert is_mnist(arrays)
    assert arrays.note == ""


def test_names_with_a_dot_and_folders_of_the_same_name(source: DataSource, small: dict[str, bytes]) -> None:
    lay(source.data_dir, {name.replace("-idx", ".idx"): content for name, content in small.items()})
    for name in small:
        (source.data_dir / name).mkdir()
    assert is_mnist(mnist.load(source))


def test_the_data_folder_goes_before_the_cache(source: DataSource, small: dict[str, bytes]) -> None:
    lay(source.data_dir, small)
    lay(source.cache_dir / FETCHED, dict.fromkeys(small, b"damaged"))
    assert is_mnist(mnist.load(source))
    assert mnist.DATASET.where(source) == f"{source.data_dir} (IDX)"


@pytest.mark.parametrize("named", [True, False])
def test_the_cache_goes_before_the_stand_in(source: DataSource, small: dict[str, bytes], named: bool) -> None:
    lay(source.cache_dir / FETCHED, small, ".gz")
    if not named:
        source = msgspec.structs.replace(source, data_dir=None)
    assert is_mnist(mnist.load(source))
    assert mnist.DATASET.where(source) == "the cache (IDX)"


def test_a_pair_of_csv_files(source: DataSource) -> None:
    lay_csv(source.data_dir, "mnist_train.csv", TRAIN)
    lay_csv(source.data_dir, "mnist_test.csv", TEST, header=False)
    arrays = mnist.load(source)
    assert (arrays.variant, arrays.note) == ("mnist", "")
    assert arrays.X_train[:, 0].tolist() == list(range(TRAIN))
    assert arrays.X_test[:, 0].tolist() == list(range(TEST))


def test_kaggles_train_csv_alone(source: DataSource) -> None:
    lay_csv(source.data_dir, "train.csv", TRAIN + TEST)
    lay_csv(source.data_dir, "mnist_test.csv", TEST)  # Kaggle's rows overlap with these
    for _ in range(2):  # from the file, then from the copy that is kept of it
        arrays = mnist.load(source)
        assert arrays.X_train[:, 0].tolist() == list(range(TRAIN))
        assert arrays.X_test[:, 0].tolist() == list(range(TRAIN, TRAIN + TEST))
        assert arrays.note == "MNIST is Kaggle's train.csv: the last 10 of its 30 rows are the test rows."


def test_without_mnist_the_stand_in_says_so(source: DataSource) -> None:
    arrays = mnist.load(source)
    assert arrays.variant == "stand-in"
    assert str(source.data_dir) in arrays.note
    nowhere = mnist.load(msgspec.structs.replace(source, data_dir=None))
    assert nowhere.variant == "stand-in"
    for note in (arrays.note, nowhere.note):
        assert "nngrade data fetch mnist" in note
        assert "NNGRADE_DATA_DIR" in note
    assert mnist.DATASET.where(source) == "the stand-in"


def test_embedded_takes_no_file(source: DataSource, small: dict[str, bytes]) -> None:
    lay(source.data_dir, small)
    embedded = msgspec.structs.replace(source, embedded=True)
    arrays = mnist.load(embedded)
    assert arrays.variant == "stand-in"
    assert "--data embedded" in arrays.note
    assert mnist.DATASET.where(embedded) == "the stand-in"


def test_a_data_folder_that_does_not_exist(source: DataSource) -> None:
    missing = msgspec.structs.replace(source, data_dir=source.data_dir / "typo")
    with pytest.raises(NngradeError, match=r"there is no data folder .*typo.*--data-dir or NNGRADE_DATA_DIR") as caught:
        mnist.load(missing)
    assert caught.value.exit_code == 2


DAMAGE = {
    "truncated": lambda path: path.write_bytes(path.read_bytes()[:-100]),
    "empty": lambda path: path.write_bytes(b""),
    "another": lambda path: path.write_bytes(path.read_bytes()[:-1] + b"\xff"),
    "a link to nowhere": lambda path: (path.unlink(), path.symlink_to("nowhere")),
}


@pytest.mark.parametrize("suffix", ["", ".gz"])
@pytest.mark.parametrize("name", ["train-images-idx3-ubyte", "t10k-labels-idx1-ubyte"])
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_never_passed_over(
    source: DataSource, small: dict[str, bytes], damage: str, name: str, suffix: str
) -> None:
    lay(source.data_dir, small, suffix)
    lay(source.cache_dir / FETCHED, small)
    path = source.data_dir / f"{name}{suffix}"
    DAMAGE[damage](path)
    with pytest.raises(SetupError) as caught:
        mnist.load(source)
    assert caught.value.message.startswith(f"{path} ")
    assert caught.value.message.endswith("`nngrade data fetch mnist` gets MNIST into the cache.")
    assert caught.value.exit_code == 3


def test_a_damaged_download_is_to_be_fetched_again(source: DataSource, small: dict[str, bytes]) -> None:
    lay(source.cache_dir / FETCHED, small | {"train-labels-idx1-ubyte": b"damaged"})
    with pytest.raises(SetupError, match=r"train-labels-idx1-ubyte is not .*`nngrade data fetch mnist` gets it again"):
        mnist.load(source)


@pytest.mark.parametrize("kept", [["train-images-idx3-ubyte"], ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"]])
def test_a_part_of_mnist_is_an_error(source: DataSource, small: dict[str, bytes], kept: list[str]) -> None:
    lay(source.data_dir, {name: small[name] for name in kept})
    with pytest.raises(SetupError, match=r"only a part of MNIST: .*t10k-images-idx3-ubyte.* missing"):
        mnist.load(source)
    for path in source.data_dir.iterdir():
        path.unlink()
    lay_csv(source.data_dir, "mnist_train.csv", TRAIN)
    with pytest.raises(SetupError, match=r"holds mnist_train\.csv and no mnist_test\.csv"):
        mnist.load(source)


def test_a_csv_file_of_another_length(source: DataSource) -> None:
    lay_csv(source.data_dir, "train.csv", TRAIN)
    with pytest.raises(SetupError, match=r"train\.csv has 20 rows, and 30 are expected\. Put the right file"):
        mnist.load(source)


def test_a_folder_that_may_not_be_read(source: DataSource, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: Path) -> None:  # chmod does not stop root
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", denied)
    with pytest.raises(SetupError, match=r"data cannot be searched for MNIST: Permission denied\. Put"):
        mnist.load(source)


def test_a_verified_file_is_not_read_again_until_it_changes(
    source: DataSource, small: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(source.data_dir, small)
    mnist.load(source)
    reads = []
    real = mnist_files.read_idx
    monkeypatch.setattr(mnist_files, "read_idx", lambda path, *rest: reads.append(path.name) or real(path, *rest))
    assert is_mnist(mnist.load(source))
    assert reads == []
    os.utime(source.data_dir / "t10k-labels-idx1-ubyte", ns=(1, 1))
    assert is_mnist(mnist.load(source))
    assert len(reads) == 4
    assert len(list(source.cache_dir.glob("mnist-*.npy"))) == 1


def test_a_damaged_copy_is_made_anew(source: DataSource, small: dict[str, bytes]) -> None:
    lay(source.data_dir, small)
    mnist.load(source)
    (copy,) = source.cache_dir.glob("mnist-*.npy")
    copy.write_bytes(copy.read_bytes()[:-5] + b"\xff" * 5)
    assert is_mnist(mnist.load(source))
    assert copy.exists()


def test_without_a_cache(source: DataSource, small: dict[str, bytes]) -> None:
    lay(source.data_dir, small)
    (source.data_dir / "file").write_text("in the way")
    assert is_mnist(mnist.load(msgspec.structs.replace(source, cache_dir=source.data_dir / "file" / "cache")))


REAL = os.environ.get("NNGRADE_DATA_DIR")


@pytest.mark.skipif(not REAL, reason="NNGRADE_DATA_DIR names no folder with the real MNIST")
class TestReal:
    @pytest.fixture(autouse=True)
    def small(self) -> None:
        """Leave MNIST as it is."""

    def test_the_real_one(self, tmp_path: Path) -> None:
        source = DataSource(Path(REAL), tmp_path)
        first = mnist.load(source)
        assert first.variant == "mnist"
        assert (first.X_train.shape, first.X_test.shape) == ((60_000, 784), (10_000, 784))
        assert tuple(np.bincount(first.y_train)) == kaggle.MNIST_TRAIN_CSV
        assert tuple(np.bincount(first.y_test)) == kaggle.MNIST_TEST_CSV
        second = mnist.load(source)
        assert (first.X_train == second.X_train).all()
        assert (first.X_test == second.X_test).all()
