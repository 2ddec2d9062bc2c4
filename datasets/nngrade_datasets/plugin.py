"""What this package gives nngrade: the hooks that every plugin has, and nothing that imports NumPy."""

from __future__ import annotations

from nngrade.api import Dataset, Metric
from nngrade.plugins.hookspecs import hookimpl

from nngrade_datasets import digits, metrics, mnist, weight_height


@hookimpl
def nngrade_datasets() -> list[Dataset]:
    """Give the three data sets of the course."""
    return [weight_height.DATASET, digits.DATASET, mnist.DATASET]


@hookimpl
def nngrade_metrics() -> list[Metric]:
    """Give the metrics that thresholds and the lab know."""
    return list(metrics.METRICS)
