"""Load a data set by name and look at what came: a plugin's mistake must not become a learner's grade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nngrade.api import Arrays, DataSource
from nngrade.errors import NngradeError, SetupError
from nngrade.plugins.manager import Plugins, pick

if TYPE_CHECKING:
    from nngrade.api import Labels, Numbers


def load_arrays(plugins: Plugins, name: str, source: DataSource) -> Arrays:
    """Return the rows of the data set `name`: `X_*` finite, of shape (n, d), `y_*` labels from 0 on, of shape (n,).

    Raises
    ------
    NngradeError
        Where there is no data set of that name, or as the data set itself says.
    SetupError
        Where the data set fails or gives something else; it names the plugin.
    """
    dataset = pick("datasets", plugins.datasets, name)
    whose = f"the data set {name!r} ({plugins.origin('datasets', name)})"
    try:
        arrays = dataset.load(source)
    except NngradeError:
        raise
    except Exception as error:
        raise SetupError(f"{whose} cannot be loaded: {type(error).__name__}: {' '.join(str(error).split())}") from error
    if not isinstance(arrays, Arrays):
        raise SetupError(f"{whose} gives a value of type {type(arrays).__name__} in place of Arrays.")
    for part, X, y in (("train", arrays.X_train, arrays.y_train), ("test", arrays.X_test, arrays.y_test)):
        if fault := _fault(part, X, y):
            raise SetupError(f"{whose} {fault}.")
    if arrays.X_train.shape[1] != arrays.X_test.shape[1]:
        raise SetupError(
            f"{whose} has {arrays.X_train.shape[1]} columns to train and {arrays.X_test.shape[1]} to test."
        )
    return arrays


def _fault(part: str, X: Numbers, y: Labels) -> str:
    """Return what is wrong with one part, as the end of a sentence, or ""."""
    import numpy as np

    if not (isinstance(X, np.ndarray) and isinstance(y, np.ndarray)):
        return f"gives no NumPy arrays as X_{part} and y_{part}"
    if X.ndim != 2 or y.ndim != 1 or len(X) != len(y) or len(X) == 0:
        return f"gives X_{part} of shape {X.shape} and y_{part} of shape {y.shape}; (n, d) and (n,) are expected"
    if not np.issubdtype(X.dtype, np.floating) and not np.issubdtype(X.dtype, np.integer):
        return f"gives X_{part} of type {X.dtype}; real numbers are expected"
    if np.issubdtype(X.dtype, np.floating) and not np.isfinite(X).all():
        return f"gives an X_{part} that holds NaN or infinity"
    if not np.issubdtype(y.dtype, np.integer) or y.min() < 0:
        return f"gives y_{part} of type {y.dtype} from {y.min()}; whole numbers from 0 on are expected"
    return ""
