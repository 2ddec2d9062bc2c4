"""What isolation costs: the checks of 03 by plain pytest in one process, and by `nngrade check`, in turns."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from timing import QUIET, ROOT, Compared, Spent, machine, run, table

EXERCISE = "03_backprop"
MODULE = "backprop.py"

# The fixtures of docs/checks.md in pytest's own process: learner and reference are imported beside the checks. It is
# what a teacher would write who trusts every file. Comparison and inputs are the grader's own, so that both sides do
# the same work; arguments are copied on both, or a call that changes them would spoil the next one.
CONFTEST = """\
import zlib
from pathlib import Path

import numpy as np
import pytest
from nngrade.checks.asking import Asking, Reference
from nngrade.sandbox.local import Local

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def reference():
    return Reference(HERE / "reference" / "{module}")


@pytest.fixture(scope="session")
def link():
    return Local(HERE / "{module}")


@pytest.fixture
def asking(request, reference, link):
    seeds = (0, zlib.crc32(b"{exercise}"), zlib.crc32(request.node.name.encode()))
    return Asking(link, reference, seeds)


@pytest.fixture
def rng(asking):
    return np.random.default_rng(asking.seeds)


@pytest.fixture
def learner(asking):
    return asking.learner


@pytest.fixture
def same(asking):
    return asking.same


@pytest.fixture
def untouched(asking):
    return asking.untouched
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="repetitions of each side [15]")
    parser.add_argument("--limit", type=float, help="exit with 1 when the wall ratio of the medians is above this")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error(f"--runs {options.runs}: at least 1 is needed")
    with tempfile.TemporaryDirectory(prefix="nngrade-benchmark-") as folder:
        plain, ours = measure(Path(folder), options.runs)
    rows = [
        Compared("wall", "ms", 1e3, [one.wall for one in plain], [one.wall for one in ours]),
        Compared("CPU", "ms", 1e3, [one.cpu for one in plain], [one.cpu for one in ours]),
    ]
    print(f"{EXERCISE}, {options.runs} runs each, in turns; {machine()}\n")
    print(table(rows, "(a) plain pytest", "(b) nngrade check"))
    ratio = rows[0].ratios[1]
    if options.limit is not None and ratio > options.limit:
        print(f"\nwall: {ratio:.2f} times plain pytest, more than {options.limit:g}")
        return 1
    return 0


def measure(folder: Path, runs: int) -> tuple[list[Spent], list[Spent]]:
    """Return what each run took, of plain pytest and of nngrade; the order changes from turn to turn."""
    course = ROOT / "exercises" / EXERCISE
    solution = ROOT / "solutions" / EXERCISE / MODULE
    (folder / "reference").mkdir()
    shutil.copy(solution, folder / "reference" / MODULE)
    shutil.copy(solution, folder / MODULE)
    shutil.copy(course / "checks.py", folder / "test_checks.py")
    (folder / "conftest.py").write_text(CONFTEST.format(module=MODULE, exercise=EXERCISE), "utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", "utf-8")
    python = sys.executable

    def plain() -> Spent:
        # Autoload is off: what else is installed here (hypothesis) would make the other side look better.
        return run([python, "-m", "pytest", "-q"], folder, {**QUIET, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"})

    def ours() -> Spent:
        return run([python, "-m", "nngrade", "check", "3", folder / MODULE, "--course", ROOT], folder)

    plain(), ours()  # once for the caches: byte code, the file system
    spent: tuple[list[Spent], list[Spent]] = ([], [])
    for turn in range(runs):
        for side in (0, 1) if turn % 2 else (1, 0):
            spent[side].append((plain, ours)[side]())
    return spent


if __name__ == "__main__":
    sys.exit(main())
