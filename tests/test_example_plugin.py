"""The example plugin, installed as a stranger's would be, and used by name."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parent.parent / "examples" / "plugin"

USE = """
import numpy as np
from pathlib import Path
from types import SimpleNamespace
from nngrade.api import DataSource
from nngrade.plugins.arrays import load_arrays
from nngrade.plugins.manager import load_plugins, pick

plugins = load_plugins()
arrays = load_arrays(plugins, "moons", DataSource(None, Path("nowhere")))
print(arrays.X_train.shape, arrays.X_test.shape, sorted(set(arrays.y_test.tolist())))
metric = pick("metrics", plugins.metrics, "error_rate")
print(metric.direction, metric.compute(np.array([0, 1, 1, 0]), np.array([0, 1, 1, 1])))
reporter = pick("reporters", plugins.reporters, "score")
result = SimpleNamespace(score=91.5, max_score=100.0)
print(reporter.report(result, SimpleNamespace(options=reporter.options())), end="")
print(reporter.report(result, SimpleNamespace(options=reporter.options(percent=True))), end="")
print(plugins.origin("datasets", "moons"))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Install the example into a folder of its own, fetching nothing, and return the environment that has it."""
    folder = tmp_path_factory.mktemp("example")
    shutil.copytree(EXAMPLE, folder / "source", ignore=shutil.ignore_patterns("__pycache__"))  # pip writes into it
    target = folder / "target"
    options = ["--no-index", "--no-deps", "--no-build-isolation", "--no-cache-dir", "--disable-pip-version-check"]
    call = [sys.executable, "-m", "pip", "install", "-q", *options, "--target", str(target), str(folder / "source")]
    done = subprocess.run(call, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    path = os.pathsep.join(filter(None, [str(target), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path, "COLUMNS": "80"}


def run(environment: dict[str, str], *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, env=environment | variables)


def test_all_three_are_used_by_name(installed: dict[str, str]) -> None:
    done = run(installed, "-W", "error", "-c", USE)
    assert done.stdout.splitlines() == [
        "(160, 2) (40, 2) [0, 1]",
        "lower 0.25",
        "91.5/100",
        "92 %",
        "nngrade-example 1.0, nngrade_example.plugin",
    ], done.stderr


def test_the_command_line_knows_it(installed: dict[str, str]) -> None:
    assert "moons" in run(installed, "-m", "nngrade", "data", "list").stdout
    done = run(installed, "-m", "nngrade", "data", "show", "moons")
    assert "nngrade-example 1.0, nngrade_example.plugin" in done.stdout, done.stderr
    assert "160 rows of 2 numbers (float64)" in done.stdout


def test_it_can_be_left_out(installed: dict[str, str]) -> None:
    done = run(installed, "-m", "nngrade", "data", "show", "moons", NNGRADE_DISABLE_PLUGINS="example")
    assert done.returncode == 2
    assert "no data set 'moons'" in done.stderr


def test_the_readme_is_short() -> None:
    lines = (EXAMPLE / "README.md").read_text().splitlines()
    assert len(lines) <= 20
