"""What naming the mistake costs: known mistakes, graded one by one, and the solution in a course without a bank."""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nngrade.api import DataSource
from nngrade.audit.parallel import Unit, run
from nngrade.audit.trials import Trial, trials
from nngrade.checks.inquiry import Inquiry
from nngrade.course.load import load_course
from nngrade.course.model import Course, Exercise
from nngrade.result import ExerciseResult
from timing import ROOT, machine


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="repetitions of the solution's gradings [3]")
    parser.add_argument("--every", type=int, default=3, help="take every so-manieth known mistake [3]")
    parser.add_argument("exercises", nargs="*", help="exercises, by number [all]")
    options = parser.parse_args()
    if options.runs < 1 or options.every < 1:
        parser.error("--runs and --every are 1 at least")
    print(f"{'':22}{'solution':>10}{'naming, ms a failing check':>30}{'looking behind, ms':>30}")
    print(f"{'':22}{'ratio':>10}" + 2 * f"{'median':>10}{'9 in 10':>10}{'most':>10}")
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "course"
        for part in ("exercises", "solutions"):
            shutil.copytree(ROOT / part, bare / part)
        shutil.copy(ROOT / "course.yaml", bare)
        for bank in bare.glob("solutions/*/mistakes.py"):
            bank.unlink()
        for exercise in load_course(ROOT).exercises:
            if not options.exercises or exercise.number in options.exercises:
                measure(load_course(ROOT), load_course(bare), exercise, options.runs, options.every)
    print(f"\n{machine()}")
    return 0


def measure(course: Course, bare: Course, exercise: Exercise, runs: int, every: int) -> None:
    """Print a row: the solution beside a course without a bank, and what known mistakes cost, each graded by itself."""
    solution = Trial("solution", "solution", 0, checks_only=True)
    graded(course, exercise, solution)  # files are read, and NumPy is
    pairs = [[graded(one, exercise, solution).seconds for one in (course, bare)] for _ in range(runs)]
    ratio = min(one for one, _ in pairs) / min(other for _, other in pairs)
    with timed("failed") as naming, timed("_behind") as behind:
        for mistake in [one for one in trials(course, exercise, (0,)) if one.kind == "mistake"][::every]:
            graded(course, exercise, mistake)
    row = "".join(f"{1e3 * value:>10.0f}" for seconds in (naming, behind) for value in spread(seconds))
    print(f"{exercise.id:22}{ratio:>10.2f}{row}")


def graded(course: Course, exercise: Exercise, trial: Trial) -> ExerciseResult:
    """Grade one program in a session of its own, as a learner's `nngrade check` does."""
    source = DataSource(None, Path(tempfile.gettempdir()), embedded=True)
    return run(Unit(course, exercise, (trial,), "auto", source))[0]


@contextmanager
def timed(name: str) -> Iterator[list[float]]:
    """Collect the seconds that each call of a method of `Inquiry` takes."""
    seconds: list[float] = []
    method = getattr(Inquiry, name)

    def measured(*arguments: Any) -> Any:
        began = time.perf_counter()
        try:
            return method(*arguments)
        finally:
            seconds.append(time.perf_counter() - began)

    setattr(Inquiry, name, measured)
    try:
        yield seconds
    finally:
        setattr(Inquiry, name, method)


def spread(seconds: Sequence[float]) -> tuple[float, float, float]:
    """Return the median, what nine in ten stay below, and the largest."""
    ordered = sorted(seconds) or [0.0]
    return statistics.median(ordered), ordered[int(0.9 * (len(ordered) - 1))], ordered[-1]


if __name__ == "__main__":
    sys.exit(main())
