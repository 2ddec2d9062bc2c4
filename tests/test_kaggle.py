"""The CSV reader: Kaggle's layout, and the line that is wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from nngrade_datasets import kaggle
from nngrade_datasets.idx import DamagedFileError

COUNTS = (2, 1, 3)
LABELS = [0, 2, 1, 2, 0, 2]
PIXELS = np.arange(6 * 784).reshape(6, 784) % 256
ROWS = [",".join(map(str, (label, *pixels))) for label, pixels in zip(LABELS, PIXELS, strict=True)]
HEADER = "label," + ",".join(f"pixel{i}" for i in range(784))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "train.csv"


def test_the_counts_are_those_of_mnist() -> None:
    assert [sum(counts) for counts in (kaggle.TRAIN_CSV, kaggle.MNIST_TRAIN_CSV, kaggle.MNIST_TEST_CSV)] == [
        42_000,
        60_000,
        10_000,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join([HEADER, *ROWS, ""]),
        "\n".join(ROWS),
        "\r\n".join([HEADER, *ROWS, ""]),
        "\ufeff" + "\n".join([HEADER, *ROWS]),
        "\ufeff" + "\n".join(ROWS),
    ],
)
def test_with_and_without_a_header(path: Path, text: str) -> None:
    path.write_bytes(text.encode())
    pixels, labels = kaggle.read_csv(path, COUNTS)
    assert labels.tolist() == LABELS
    assert pixels.tolist() == PIXELS.tolist()
    assert pixels.flags.c_contiguous


WRONG = {
    "empty": ("", "has no rows"),
    "only a header": (HEADER + "\n", "has no rows"),
    "a missing row": ("\n".join(ROWS[:-1]), "has 5 rows, and 6 are expected"),
    "a row too many": ("\n".join([*ROWS, ROWS[0]]), "has more than 6 rows"),
    "far too long": ("\n".join(ROWS * 20), "is too long for 6 rows"),
    "a missing field": (
        "\n".join([*ROWS[:3], ROWS[3].replace(",255,", ",,", 1), *ROWS[4:]]),
        "is wrong in line 4: '' is not a whole number",
    ),
    "a field too few": ("\n".join([HEADER, *ROWS[:3], ROWS[3].rsplit(",", 1)[0]]), "is wrong in line 5: 784 fields"),
    "no labels": ("\n".join(row.split(",", 1)[1] for row in ROWS), "has 784 fields a line, and 785"),
    "256": ("\n".join([HEADER, ROWS[0], ROWS[1].replace(",255,", ",256,", 1)]), "in line 3: '256' is not"),
    "negative": ("\n".join([ROWS[0].replace(",255,", ",-1,", 1)]), "in line 1: '-1' is not a whole number from 0"),
    "a fraction": ("\n".join([ROWS[0].replace(",255,", ",3.7,", 1)]), "in line 1: '3.7' is not a whole number"),
    "a word": ("\n".join([HEADER, ROWS[0].replace(",255,", ",black,", 1)]), "in line 2: 'black' is not"),
    "other labels": ("\n".join([*ROWS[:-1], "1" + ROWS[-1][1:]]), "has other labels than MNIST"),
    "a label too high": ("\n".join([*ROWS[:-1], "9" + ROWS[-1][1:]]), "has other labels than MNIST"),
    "a page": ("<html><body>sign in</body></html>\n<p>", "is wrong in line 2: 1 fields, and 785 are expected"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_is_told_in_one_sentence(path: Path, case: str) -> None:
    text, expected = WRONG[case]
    path.write_bytes(text.encode())
    with pytest.raises(DamagedFileError) as caught:
        kaggle.read_csv(path, COUNTS)
    message = str(caught.value)
    assert message.startswith(f"{path} ")
    assert expected in message
    assert "\n" not in message


def test_bytes_that_are_no_text(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00" * 100)
    with pytest.raises(DamagedFileError, match=r"train\.csv (is wrong in line|has no rows)"):
        kaggle.read_csv(path, COUNTS)


def test_no_file_and_a_folder(path: Path) -> None:
    with pytest.raises(DamagedFileError, match="is not a regular file"):
        kaggle.read_csv(path, COUNTS)
    path.mkdir()
    with pytest.raises(DamagedFileError, match="is not a regular file"):
        kaggle.read_csv(path, COUNTS)
