"""Has type hints of every kind, and annotations that are never evaluated."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
import right
from right import *

Array: TypeAlias = npt.NDArray[np.float64]
T = TypeVar("T", bound="Steps")


class Steps(Protocol):
    def step(self, x: Array, lr: float = 0.5) -> NotDefinedAnywhere: ...


def normalized(x: Array, /) -> npt.NDArray[np.floating[Any]]:
    mean: np.floating[Any] = x.mean()
    return x - mean


def batches(X: Array, size: int) -> Iterator[Array]:
    yield from right.batches(X, size)
