"""The fixed split: stratified, complete, and the same for ever."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from nngrade_datasets.split import stratified


@settings(deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 4), min_size=2, max_size=60), st.data())
def test_every_row_once_and_each_class_by_its_share(labels: list[int], data: st.DataObject) -> None:
    y = np.array(labels)
    n_test = data.draw(st.integers(1, len(y) - 1))
    train, test = stratified(y, n_test)
    assert sorted([*train, *test]) == list(range(len(y)))
    assert len(test) == n_test
    for label in np.unique(y):
        share = (y == label).sum() * n_test / len(y)
        assert abs((y[test] == label).sum() - share) < 1


def test_the_rows_never_change() -> None:
    train, test = stratified(np.array([0, 1, 0, 1, 0, 1, 0, 1, 0, 1]), 4)
    assert (train.tolist(), test.tolist()) == ([6, 3, 9, 2, 8, 7], [0, 1, 5, 4])


def test_another_seed_other_rows() -> None:
    y = np.arange(100) % 2
    assert stratified(y, 20)[1].tolist() != stratified(y, 20, seed=1)[1].tolist()
