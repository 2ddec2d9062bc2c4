"""The six people of exercise 03."""

from __future__ import annotations

from pathlib import Path

from nngrade.api import DataSource
from nngrade_datasets import weight_height


def test_the_six_people() -> None:
    arrays = weight_height.load(DataSource(None, Path("/nowhere")))
    assert arrays.X_train.tolist() == [[-2, -1], [25, 6], [17, 4], [-15, -6]]
    assert arrays.y_train.tolist() == [1, 0, 0, 1]
    assert arrays.X_test.tolist() == [[-7, -3], [20, 2]]
    assert arrays.y_test.tolist() == [1, 0]
    assert (arrays.X_train.dtype, arrays.y_train.dtype) == ("float64", "int64")
    assert (arrays.variant, arrays.note) == ("weight_height", "")
