"""What `nngrade doctor` looks at, beside the sandbox: Python, NumPy, the course, plugins, data sets, the cache."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from nngrade.errors import NngradeError

if TYPE_CHECKING:
    from nngrade.api import Dataset, DataSource
    from nngrade.sandbox.probe import Row

Answer = tuple[bool, str, str]  # whether it is as it should be, what was found, and what to do if not


def rows() -> Iterator[Row]:
    """Yield what the machine has; what raises is a row that says so, never the end of the table."""
    from nngrade.sandbox.probe import Row

    questions: list[tuple[str, Callable[[], Answer]]] = [
        ("Python", _python),
        ("NumPy", _numpy),
        ("scikit-learn", _sklearn),
        ("course", _course),
        ("plugins", _plugins),
        ("cache", _cache),
    ]
    for name, ask in questions:
        yield Row(name, *_answer(ask))


def dataset_rows(source: DataSource) -> Iterator[Row]:
    """Yield a row a data set: what is loaded when an exercise asks for it. Nothing is fetched."""
    from nngrade.plugins.manager import load_plugins
    from nngrade.sandbox.probe import Row

    try:
        datasets = load_plugins().datasets
    except NngradeError:
        return  # the row of the plugins says why
    for name, dataset in datasets.items():
        yield Row(f"data: {name}", *_answer(partial(_dataset, dataset, source)))


def _dataset(dataset: Dataset, source: DataSource) -> Answer:
    arrays = dataset.load(source)
    size = f"{len(arrays.y_train):,} rows for training, {len(arrays.y_test):,} for the test"
    if arrays.variant == dataset.name:
        return True, size, ""
    return False, f"{arrays.variant}: {size}", arrays.note


def _answer(ask: Callable[[], Answer]) -> Answer:
    try:
        return ask()
    except NngradeError as error:
        return False, "not usable", error.message
    except Exception as error:  # a broken installation may raise anything, and that is what doctor is asked about
        return False, "not usable", f"{type(error).__name__}: {error}"


def _python() -> Answer:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return sys.version_info >= (3, 11), f"{version}, {sys.executable}", "nngrade needs Python 3.11 or newer"


def _numpy() -> Answer:
    import numpy as np

    parts = np.show_config(mode="dicts").get("Build Dependencies", {})
    blas = parts.get("blas", {})
    name = f"{blas.get('name', 'unknown')} {blas.get('version', '')}".strip()
    return True, f"{np.__version__}, BLAS: {name}", ""


def _sklearn() -> Answer:
    from importlib.metadata import version

    return True, version("scikit-learn"), ""  # its import takes a second, and tells nothing more


def _course() -> Answer:
    from nngrade.course.content import content_root
    from nngrade.course.load import load_course
    from nngrade.course.manifest import check_manifest

    course = load_course(content_root())
    for exercise in course.exercises:
        check_manifest(course, exercise)
    return True, f"{course.name}, {len(course.exercises)} exercises, {course.path}", ""


def _plugins() -> Answer:
    from nngrade.plugins.manager import load_plugins

    found = load_plugins()
    kinds = ("courses", "datasets", "metrics", "reporters")
    return True, ", ".join(f"{len(getattr(found, kind))} {kind}" for kind in kinds), ""


def _cache() -> Answer:
    from nngrade.datasource import cache_dir

    folder = cache_dir()
    there: Path = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    if not (there.is_dir() and os.access(there, os.W_OK | os.X_OK)):
        advice = "data sets are made anew every time; name a folder that can be written with NNGRADE_CACHE_DIR"
        return False, f"{folder} cannot be written", advice
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) if folder.is_dir() else 0
    return True, f"{folder}, {size / 1e6:.0f} MB", ""
