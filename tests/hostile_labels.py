"""The labels that may not be in a worker: those of the test rows, as the grader splits them; fills the cache, too."""

from __future__ import annotations

from pathlib import Path

from hostile_scene import OURS
from nngrade.api import Arrays, DataSource
from nngrade.checks.threshold import Rows, scale, split
from nngrade.course.load import load_course
from nngrade.plugins.arrays import load_arrays
from nngrade.plugins.manager import load_plugins


def rows(cache: Path, course: Path = OURS) -> Rows:
    """Return the rows of the hostile exercise's one training."""
    (threshold,) = load_course(course).exercises[0].thresholds
    arrays: Arrays = load_arrays(load_plugins(), threshold.dataset, DataSource(None, cache, embedded=True))
    return scale(split(threshold, arrays, threshold.runs[0], threshold.split.train), threshold.scale)


def warmed(cache: Path) -> bytes:
    """Fill a cache, so that no run has to load scikit-learn; return the test labels, a byte each."""
    return bytes(rows(cache).y_test.tolist())
