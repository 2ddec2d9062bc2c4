"""Read MNIST from CSV files in Kaggle's layout: a label, then 784 pixels, with or without a header."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from nngrade_datasets.idx import DamagedFileError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FIELDS = 785

# How often each digit occurs. CSV files come in many orders and line ends, so there is no SHA-256 to compare with;
# the counts tell a damaged, shortened or different file (Fashion-MNIST has 6,000 of each) all the same.
TRAIN_CSV = (4132, 4684, 4177, 4351, 4072, 3795, 4137, 4401, 4063, 4188)
MNIST_TRAIN_CSV = (5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949)
MNIST_TEST_CSV = (980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009)


def read_csv(path: Path, counts: tuple[int, ...]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return pixels (n, 784) and labels (n,) of a file with `counts[digit]` rows of each digit.

    Raises
    ------
    DamagedFileError
        Where the file cannot be read or is another one; the line is named.
    """
    import numpy as np

    rows = sum(counts)
    try:
        if not path.is_file():
            raise DamagedFileError(path, "is not a regular file")
        # A field takes at most three digits and a comma: no more than that is ever read.
        if path.stat().st_size > rows * (4 * FIELDS + 1) + 2**14:
            raise DamagedFileError(path, f"is too long for {rows:,} rows of {FIELDS} pixels and labels")
        with path.open(encoding="utf-8-sig") as file:
            has_header = not file.readline().split(",", 1)[0].strip().isdigit()
        with path.open(encoding="utf-8-sig") as file, warnings.catch_warnings():
            warnings.simplefilter("error")  # an empty file, or 3.7 for a pixel, is only a warning to NumPy
            table = np.loadtxt(file, np.uint8, delimiter=",", skiprows=int(has_header), max_rows=rows + 1, ndmin=2)
    except OSError as error:
        raise DamagedFileError(path, f"cannot be read: {error.strerror or error}") from None
    except DamagedFileError:
        raise
    except (ValueError, Warning):
        raise DamagedFileError(path, _first_wrong_line(path)) from None
    if table.shape[1] != FIELDS:
        raise DamagedFileError(
            path, f"has {table.shape[1]} fields a line, and {FIELDS} are expected: a label, then 784 pixels"
        )
    if len(table) != rows:
        found = f"more than {rows:,}" if len(table) > rows else f"{len(table):,}"
        raise DamagedFileError(path, f"has {found} rows, and {rows:,} are expected")
    labels, pixels = table[:, 0].copy(), table[:, 1:].copy()
    if tuple(np.bincount(labels, minlength=len(counts))) != counts:
        raise DamagedFileError(path, "has other labels than MNIST: the digits do not occur as often as they should")
    return pixels, labels


def _first_wrong_line(path: Path) -> str:
    """Return what is wrong with the first line that is no row of numbers from 0 to 255."""
    number = 0
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        for number, line in enumerate(file, 1):
            fields = [field.strip() for field in line.split(",")]
            if number == 1 and not fields[0].isdigit():
                continue
            if len(fields) != FIELDS:
                return f"is wrong in line {number}: {len(fields)} fields, and {FIELDS} are expected"
            for field in fields:
                if not (field.isascii() and field.isdigit() and int(field[:4]) <= 255):
                    return f"is wrong in line {number}: {field[:20]!r} is not a whole number from 0 to 255"
    return f"has no rows: {number} lines" if number <= 1 else "is not a table of whole numbers from 0 to 255"
