"""Find MNIST in a folder, IDX or CSV, and read it: what is there and damaged is an error, never passed over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nngrade.api import DataSource
from nngrade.errors import NngradeError, SetupError

from nngrade_datasets import kaggle
from nngrade_datasets.idx import read_idx

if TYPE_CHECKING:
    from nngrade_datasets.cache import Bytes

    Parts = tuple[Bytes, Bytes, Bytes, Bytes]

CACHE_FOLDER = "mnist"  # in the cache folder: what `nngrade data fetch mnist` brought
KAGGLE_TEST_ROWS = 10_000


@dataclass(frozen=True)
class IdxFile:
    """One of MNIST's four files: its name, its shape, and the SHA-256 of the unpacked file."""

    name: str
    shape: tuple[int, ...]
    sha256: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names under which it is to be had: with a dot for the first dash too, and gzipped."""
        dotted = self.name.replace("-idx", ".idx")
        return self.name, f"{self.name}.gz", dotted, f"{dotted}.gz"


IDX_FILES = (
    IdxFile(
        "train-images-idx3-ubyte",
        (60_000, 28, 28),
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    IdxFile("train-labels-idx1-ubyte", (60_000,), "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
    IdxFile(
        "t10k-images-idx3-ubyte",
        (10_000, 28, 28),
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    ),
    IdxFile("t10k-labels-idx1-ubyte", (10_000,), "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
)


@dataclass(frozen=True)
class Found:
    """MNIST's files in a folder; `read` returns X_train, y_train, X_test, y_test of `rows` = (train, test)."""

    folder: Path
    files: tuple[Path, ...]
    kind: str
    rows: tuple[int, int]
    read: Callable[[tuple[Path, ...]], Parts]
    note: str = ""

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """The shapes of what `read` returns."""
        train, test = self.rows
        return (train, 784), (train,), (test, 784), (test,)


def locate(source: DataSource) -> Found | None:
    """Return the first MNIST in the order data folder, cache; None where there is none."""
    folders = [source.cache_dir / CACHE_FOLDER]
    if source.data_dir is not None:
        if not source.data_dir.is_dir():
            raise NngradeError(
                f"there is no data folder {source.data_dir}: give --data-dir or NNGRADE_DATA_DIR a folder that exists."
            )
        # the last is where torchvision keeps it
        folders[:0] = [source.data_dir, source.data_dir / "mnist", source.data_dir / "MNIST" / "raw"]
    return next((found for folder in folders if (found := _in_folder(folder, next_step(folder, source)))), None)


def next_step(folder: Path, source: DataSource) -> str:
    """Return what to do about a damaged file in this folder."""
    if folder == source.cache_dir / CACHE_FOLDER:
        return "`nngrade data fetch mnist` gets it again."
    return "Put the right file there, or name another folder; `nngrade data fetch mnist` gets MNIST into the cache."


def _in_folder(folder: Path, advice: str) -> Found | None:
    try:
        # A link to nowhere counts as present: reading it names it. Some archives hold folders with a file's name.
        names = {path.name: path for path in folder.iterdir() if not path.is_dir()}
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise SetupError(f"{folder} cannot be searched for MNIST: {error.strerror}. {advice}") from None
    idx = {file.name: next((names[name] for name in file.names if name in names), None) for file in IDX_FILES}
    files = tuple(path for path in idx.values() if path is not None)
    if files:
        missing = [name for name, path in idx.items() if path is None]
        if missing:
            raise SetupError(f"{folder} holds only a part of MNIST: {' and '.join(missing)} missing. {advice}")
        rows = (IDX_FILES[0].shape[0], IDX_FILES[2].shape[0])
        return Found(folder, files, "IDX", rows, _read_idx)
    if (train := names.get("mnist_train.csv")) is not None:
        if (test := names.get("mnist_test.csv")) is None:
            raise SetupError(f"{folder} holds mnist_train.csv and no mnist_test.csv. {advice}")
        rows = (sum(kaggle.MNIST_TRAIN_CSV), sum(kaggle.MNIST_TEST_CSV))
        return Found(folder, (train, test), "CSV", rows, _read_csv_pair)
    if (train := names.get("train.csv")) is not None:
        # Kaggle draws these rows from all 70,000: mnist_test.csv beside it would hold many of them again.
        total = sum(kaggle.TRAIN_CSV)
        note = f"MNIST is Kaggle's train.csv: the last {KAGGLE_TEST_ROWS:,} of its {total:,} rows are the test rows."
        return Found(folder, (train,), "CSV", (total - KAGGLE_TEST_ROWS, KAGGLE_TEST_ROWS), _read_train_csv, note)
    return None


def _read_idx(files: tuple[Path, ...]) -> Parts:
    X_train, y_train, X_test, y_test = (
        read_idx(path, file.shape, file.sha256) for path, file in zip(files, IDX_FILES, strict=True)
    )
    return X_train.reshape(len(X_train), -1), y_train, X_test.reshape(len(X_test), -1), y_test


def _read_csv_pair(files: tuple[Path, ...]) -> Parts:
    train, test = files
    return *kaggle.read_csv(train, kaggle.MNIST_TRAIN_CSV), *kaggle.read_csv(test, kaggle.MNIST_TEST_CSV)


def _read_train_csv(files: tuple[Path, ...]) -> Parts:
    X, y = kaggle.read_csv(files[0], kaggle.TRAIN_CSV)
    split = len(X) - KAGGLE_TEST_ROWS
    return X[:split], y[:split], X[split:], y[split:]
