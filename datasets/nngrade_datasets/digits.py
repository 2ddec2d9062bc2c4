"""Digits: scikit-learn's 1,797 handwritten digits of 8 x 8 pixels, and MNIST's stand-in made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nngrade.api import Arrays, Dataset, DataSource
from nngrade.errors import SetupError

from nngrade_datasets import cache
from nngrade_datasets.split import stratified

if TYPE_CHECKING:
    from nngrade_datasets.cache import Bytes

ROWS, PIXELS, CLASSES = 1797, 64, 10
TEST_ROWS = 360  # 20 %, rounded up
STAND_IN_TEST_ROWS = 500
FILE = "digits.npy"


def pixels_and_labels(source: DataSource) -> tuple[Bytes, Bytes]:
    """Return all pixels, (1797, 64) from 0 to 16, and labels, (1797,), from the cache or from scikit-learn."""
    path = source.cache_dir / FILE
    found = cache.load(path, [(ROWS, PIXELS), (ROWS,)])
    if found is not None and found[0].max() <= 16 and found[1].max() < CLASSES:
        return found[0], found[1]
    pixels, labels = _from_sklearn()
    cache.save(path, [pixels, labels])
    return pixels, labels


def _from_sklearn() -> tuple[Bytes, Bytes]:
    import numpy as np

    try:
        from sklearn.datasets import load_digits
    except ImportError as error:
        raise SetupError(
            f"digits needs scikit-learn once, and it cannot be imported ({error}). Try: pip install scikit-learn"
        ) from None
    bunch = load_digits()
    return np.asarray(bunch.data).astype(np.uint8), np.asarray(bunch.target).astype(np.uint8)


def load(source: DataSource) -> Arrays:
    """Return Digits as scikit-learn has it: `X` float64 of shape (n, 64) from 0 to 16, 1,437 and 360 rows."""
    import numpy as np

    pixels, labels = pixels_and_labels(source)
    train, test = stratified(labels, TEST_ROWS)
    X, y = pixels.astype(float), labels.astype(np.int64)
    return Arrays(X[train], y[train], X[test], y[test], variant="digits")


def load_stand_in(source: DataSource, note: str) -> Arrays:
    """Return what replaces MNIST: `X` uint8 of shape (n, 784) from 0 to 255, 1,297 and 500 rows.

    Each pixel of 8 x 8 becomes 3 x 3, with a border of 2 around them: 2 + 24 + 2 = 28.
    """
    import numpy as np

    pixels, labels = pixels_and_labels(source)
    scaled = (pixels.astype(int) * 255 + 8) // 16  # rounded to the nearest
    images = np.kron(scaled.reshape(-1, 8, 8), np.ones((1, 3, 3), int))
    X = np.pad(images, ((0, 0), (2, 2), (2, 2))).reshape(-1, 784).astype(np.uint8)
    y = labels.astype(np.int64)
    train, test = stratified(labels, STAND_IN_TEST_ROWS)
    return Arrays(X[train], y[train], X[test], y[test], variant="stand-in", note=note)


def _where(source: DataSource) -> str:
    return "the cache" if (source.cache_dir / FILE).is_file() else "scikit-learn, then the cache"


DATASET = Dataset(
    name="digits",
    description="Handwritten digits of 8 x 8 pixels, from 0 (paper) to 16 (ink).",
    licence="CC BY 4.0",
    source="scikit-learn's load_digits: the test part of UCI's Optical Recognition of Handwritten Digits "
    "(E. Alpaydin, C. Kaynak, 1998).",
    needs="nothing",
    load=load,
    where=_where,
)
