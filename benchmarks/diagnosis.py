"""What naming the mistake costs: the same files graded with the bank of known mistakes, and in a course without one."""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from nngrade.api import DataSource
from nngrade.audit.parallel import Unit, run
from nngrade.audit.trials import Trial, trials
from nngrade.course.load import load_course
from nngrade.course.model import Course, Exercise
from nngrade.result import ExerciseResult
from timing import ROOT, machine


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="repetitions of each grading [3]")
    parser.add_argument("--every", type=int, default=3, help="take every so-manieth known mistake [3]")
    parser.add_argument("exercises", nargs="*", help="exercises, by number [all]")
    options = parser.parse_args()
    if options.runs < 1 or options.every < 1:
        parser.error("--runs and --every are 1 at least")
    print(f"{'':22}{'solution':>10}{'a failing check costs more, ms':>36}")
    print(f"{'':22}{'ratio':>10}{'median':>12}{'nine in ten':>12}{'most':>12}")
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
    print(f"\n{options.runs} runs each, the least counts; {machine()}")
    return 0


def measure(course: Course, bare: Course, exercise: Exercise, runs: int, every: int) -> None:
    """Print a row: the solution's ratio, and what a failing check of a known mistake costs more."""
    wanted = [one for one in trials(course, exercise, (0,)) if one.kind == "mistake"][::every]
    files = [Trial("solution", "solution", 0, checks_only=True), *wanted]
    named, plain = (least(one, exercise, files, runs) for one in (course, bare))
    extra = sorted(
        1e3 * (one.seconds - other.seconds) / failed
        for one, other in zip(named[1:], plain[1:], strict=True)
        if (failed := sum(check.status in ("failed", "error") for check in one.checks))
    )
    ratio = named[0].seconds / plain[0].seconds
    most, nine = extra[-1], extra[int(0.9 * (len(extra) - 1))]
    print(f"{exercise.id:22}{ratio:>10.2f}{statistics.median(extra):>12.0f}{nine:>12.0f}{most:>12.0f}")


def least(course: Course, exercise: Exercise, files: Sequence[Trial], runs: int) -> list[ExerciseResult]:
    """Grade the files a few times in one session each, and return the quickest result of each."""
    unit = Unit(course, exercise, tuple(files), "auto", DataSource(None, Path(tempfile.gettempdir()), embedded=True))
    graded = [run(unit) for _ in range(runs)]
    return [min(results, key=lambda result: result.seconds) for results in zip(*graded, strict=True)]


if __name__ == "__main__":
    sys.exit(main())
