"""Where data sets may look for their files: the options, then the environment, then the user's cache folder."""

from __future__ import annotations

import os
from pathlib import Path

from nngrade.api import DataSource
from nngrade.errors import NngradeError, SetupError


def data_source(data_dir: Path | None = None, embedded: bool = False) -> DataSource:
    """Return the places of `--data-dir` (else `NNGRADE_DATA_DIR`) and of the cache (`NNGRADE_CACHE_DIR`).

    A folder that was typed and does not exist is an error at once; one that the environment names only when a data
    set looks into it, so that an exercise without data is graded as ever.

    Raises
    ------
    NngradeError
        Where `data_dir` is no folder.
    """
    if data_dir is not None and not data_dir.is_dir():
        raise NngradeError(
            f"--data-dir {data_dir}: there is no such folder. Give one that holds the data, or leave it out."
        )
    if data_dir is None and (named := os.environ.get("NNGRADE_DATA_DIR")):
        data_dir = _named("NNGRADE_DATA_DIR", named)
    return DataSource(data_dir=None if embedded else data_dir, cache_dir=cache_dir(), embedded=embedded)


def _named(variable: str, path: str) -> Path:
    try:
        return Path(path).expanduser()
    except RuntimeError:  # a ~user who is not there
        raise SetupError(f"{variable} is {path!r}, and there is no such user; name a folder.") from None


def cache_dir() -> Path:
    """Return the folder for arrays and downloads; it need not exist."""
    if named := os.environ.get("NNGRADE_CACHE_DIR"):
        return _named("NNGRADE_CACHE_DIR", named)
    import platformdirs

    return platformdirs.user_cache_path("nngrade", appauthor=False)
