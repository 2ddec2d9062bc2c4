"""What the benchmarks share: a command's wall and CPU time with all its processes, and numbers in a table."""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent


class Spent(NamedTuple):
    """Seconds of a command: on the clock, and of CPU (user and system, with every process that it waited for)."""

    wall: float
    cpu: float


# What the caller's shell happens to hold must not decide.
QUIET = {"NO_COLOR": "1", "PYTEST_ADDOPTS": "", "NNGRADE_DISABLE_PLUGINS": ""}


def run(command: Sequence[str | Path], cwd: Path, variables: Mapping[str, str] = QUIET) -> Spent:
    """Run a command in a new process and return what it took; an exit code other than 0 ends the benchmark."""
    environment = {**os.environ, **variables}
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT
        )
        # wait4 tells the sum for this child alone: its own, and that of the zygote and the workers it has reaped.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            said.seek(0)
            text = said.read().decode("utf-8", "replace")
            raise SystemExit(f"{' '.join(map(str, command))}\nended with {process.returncode}:\n{text}")
    return Spent(wall, usage.ru_utime + usage.ru_stime)


class Compared(NamedTuple):
    """One quantity, measured in turns on two sides: the thing itself, and what it is compared with."""

    name: str
    unit: str
    scale: float
    base: list[float]
    ours: list[float]

    @property
    def ratios(self) -> tuple[float, float]:
        """Ours to the base: of the minima, and of the medians."""
        return min(self.ours) / min(self.base), statistics.median(self.ours) / statistics.median(self.base)


def table(rows: Sequence[Compared], base: str, ours: str) -> str:
    """Return the rows as text: minimum and median of both sides, and the ratios."""
    lines = [
        f"{'':28}{base:>22}{ours:>22}{'ratio':>18}",
        f"{'':28}" + f"{'min':>11}{'median':>11}" * 2 + f"{'min':>9}{'median':>9}",
    ]
    for row in rows:
        cells = ""
        for side in (row.base, row.ours):
            cells += f"{min(side) * row.scale:11.1f}{statistics.median(side) * row.scale:11.1f}"
        least, middle = row.ratios
        lines.append(f"{f'{row.name}, {row.unit}':28}{cells}{least:9.2f}{middle:9.2f}")
    return "\n".join(lines)


def machine() -> str:
    """Return a line about the machine, for a table that is kept."""
    import platform

    import numpy

    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} CPUs{load}, Python {platform.python_version()}, NumPy {numpy.__version__}"
