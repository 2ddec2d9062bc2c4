"""MNIST: from the user's own files, from the cache, or, labelled as such, a stand-in made of Digits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nngrade.api import Arrays, Dataset, DataSource
from nngrade.errors import SetupError

from nngrade_datasets import cache
from nngrade_datasets.digits import load_stand_in
from nngrade_datasets.fetch import fetch
from nngrade_datasets.idx import DamagedFileError
from nngrade_datasets.mnist_files import CACHE_FOLDER, Found, locate, next_step

if TYPE_CHECKING:
    from nngrade_datasets.mnist_files import Parts

STAND_IN = "this is its stand-in, made of scikit-learn's Digits"


def load(source: DataSource) -> Arrays:
    """Return MNIST: `X` uint8 of shape (n, 784) from 0 to 255, 60,000 and 10,000 rows; or the stand-in, with a note.

    Raises
    ------
    NngradeError
        Where the data folder does not exist.
    SetupError
        Where MNIST's files are there and damaged: the stand-in never hides that.
    """
    import numpy as np

    if source.embedded:
        return load_stand_in(source, f"mnist was not looked for (--data embedded): {STAND_IN}.")
    found = locate(source)
    if found is None:
        place = "on this machine" if source.data_dir is None else f"in {source.data_dir} (NNGRADE_DATA_DIR, --data-dir)"
        step = "`nngrade data fetch mnist` gets the real one; NNGRADE_DATA_DIR names a folder that has it"
        return load_stand_in(source, f"mnist is not {place}: {STAND_IN}. {step}.")
    X_train, y_train, X_test, y_test = _verified(found, source)
    return Arrays(X_train, y_train.astype(np.int64), X_test, y_test.astype(np.int64), variant="mnist", note=found.note)


def _verified(found: Found, source: DataSource) -> Parts:
    """Return the arrays from the copy that was kept when these very files were verified, or from the files.

    Unpacking and verifying takes half a second, the copy 30 ms.
    """
    try:
        try:
            kept = source.cache_dir / f"mnist-{cache.fingerprint(found.files)}.npy"
        except OSError:  # a link to nowhere: reading it says which
            return found.read(found.files)
        arrays = cache.load(kept, found.shapes)
        if arrays is None:
            arrays = found.read(found.files)
            if cache.save(kept, arrays):
                cache.forget(source.cache_dir, "mnist-*.npy", keep=kept)
    except DamagedFileError as error:
        raise SetupError(f"{error}. {next_step(found.folder, source)}") from None
    X_train, y_train, X_test, y_test = arrays
    return X_train, y_train, X_test, y_test


def _where(source: DataSource) -> str:
    found = None if source.embedded else locate(source)
    if found is None:
        return "the stand-in"
    return (
        f"the cache ({found.kind})"
        if found.folder == source.cache_dir / CACHE_FOLDER
        else f"{found.folder} ({found.kind})"
    )


DATASET = Dataset(
    name="mnist",
    description="70,000 handwritten digits of 28 x 28 pixels, from 0 (paper) to 255 (ink).",
    licence="CC BY-SA 3.0",
    source="Y. LeCun, C. Cortes, C. J. C. Burges: The MNIST database of handwritten digits.",
    needs="a download of 11 MB",
    load=load,
    fetch=fetch,
    where=_where,
)
