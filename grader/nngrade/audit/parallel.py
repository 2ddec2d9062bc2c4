"""Grades the programs of an audit, in as many processes as there are processors."""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import groupby
from typing import NoReturn, TypeVar

import msgspec

from nngrade.api import DataSource
from nngrade.audit.trials import Trial
from nngrade.checks.bench import Bench
from nngrade.checks.judge import Judge
from nngrade.checks.own import OwnCode
from nngrade.checks.pytest_plugin import CheckPlugin
from nngrade.course.model import Course, Exercise
from nngrade.errors import CourseError
from nngrade.grading import Progress, grade_many
from nngrade.result import ExerciseResult, Result
from nngrade.submission import Submission

PATIENCE = 10.0  # seconds for a process to end
MOST = 80  # programs in one session, in which a known mistake need give each answer only once
MOST_TRAINED = 2  # where thresholds train

Given = TypeVar("Given")
Answer = TypeVar("Answer")


class Unit(msgspec.Struct, frozen=True):
    """Programs for one exercise that are graded in one session."""

    course: Course
    exercise: Exercise
    trials: tuple[Trial, ...]
    isolation: str
    source: DataSource


def units(
    course: Course, exercise: Exercise, trials: Sequence[Trial], isolation: str, source: DataSource
) -> Iterator[Unit]:
    """Divide an exercise's programs into sessions: one seed, one kind, one way, not too many."""
    for _, group in groupby(trials, key=lambda one: (one.seed, one.checks_only, one.kind, one.checks, one.here)):
        alike = list(group)
        most = MOST if alike[0].checks_only else MOST_TRAINED
        for start in range(0, len(alike), most):
            yield Unit(course, exercise, tuple(alike[start : start + most]), isolation, source)


def run(unit: Unit) -> list[ExerciseResult]:
    """Grade the programs of a unit, in their order."""
    first = unit.trials[0]
    exercise = first.graded_by(unit.exercise)
    if first.here:
        return _judged_here(unit, exercise)
    batch = [(trial.name, [trial.submission(unit.course, exercise)]) for trial in unit.trials]
    results: list[Result] = []
    grade_many(
        unit.course,
        [exercise],
        batch,
        results.append,
        seed=first.seed,
        isolation=unit.isolation,
        source=unit.source,
    )
    return [result.exercises[0] for result in results]


def _judged_here(unit: Unit, exercise: Exercise) -> list[ExerciseResult]:
    """Judge programs of the course's own without workers."""
    course = unit.course
    results: list[ExerciseResult] = []

    def loop(plugin: CheckPlugin) -> None:
        bench = here(course, exercise, unit.trials[0].seed)
        for trial in unit.trials:
            results.append(Judge(bench, plugin, trial.submission(course, exercise), lambda: None).judge())

    CheckPlugin([course.checks(exercise)], course.path, loop).main()
    return results


def here(course: Course, exercise: Exercise, seed: int) -> Bench:
    """Return what judging programs of the course's own takes, in this process and by checks alone."""

    def program(submission: Submission) -> OwnCode:
        return OwnCode(course.solution(exercise).resolve(), submission.files[exercise.module].decode("utf-8-sig"), seed)

    def none(name: str) -> NoReturn:
        raise CourseError(f"{name} is of a threshold, and known mistakes are graded without.")

    return Bench(course, exercise, seed, program, none, none)


def run_all(
    todo: Sequence[Unit], jobs: int, on_unit: Callable[[Unit], None]
) -> Iterator[tuple[Trial, ExerciseResult, Exercise]]:
    """Yield each program with its result, in the order of `todo`; `on_unit` hears of each unit that is done."""
    alone = jobs == 1 or len(todo) <= 4  # a process of its own takes as long as a small course
    done = dict(spread(run, todo, 1 if alone else jobs, on_unit, weight=_weight))
    for number, unit in enumerate(todo):
        for trial, graded in zip(unit.trials, done[number], strict=True):
            yield trial, graded, unit.exercise


def spread(
    function: Callable[[Given], Answer],
    todo: Sequence[Given],
    jobs: int,
    on_done: Callable[[Given], None],
    weight: Callable[[Given], float] = lambda item: 0.0,
) -> Iterator[tuple[int, Answer]]:
    """Yield (index, answer) of a function of this package for each item, in the order in which they are done.

    The heaviest are begun first: the last ones should keep no processor waiting.
    """
    if jobs == 1:
        for number, item in enumerate(todo):
            yield number, function(item)
            on_done(item)
        return
    context = multiprocessing.get_context("spawn")  # a fork would share this process's zygote
    folder = tempfile.TemporaryDirectory(prefix="nngrade-audit-", ignore_cleanup_errors=True)
    processes = max(min(jobs, len(todo)), 1)
    with folder, ProcessPoolExecutor(processes, context, initializer=_begin, initargs=(folder.name,)) as pool:
        try:
            order = sorted(range(len(todo)), key=lambda number: -weight(todo[number]))
            futures = {pool.submit(function, todo[number]): number for number in order}
            for future in as_completed(futures):
                number = futures[future]
                yield number, future.result()
                on_done(todo[number])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in multiprocessing.active_children():
                process.terminate()
            end = time.monotonic() + PATIENCE
            while multiprocessing.active_children() and time.monotonic() < end:  # the pool's thread waits for them, too
                time.sleep(0.01)
            raise


def tally(on_step: Progress | None, total: int) -> Callable[..., None]:
    """Return a function that is told the exercise and how many more are done (1), and tells `on_step` of the sum."""
    done = 0

    def step(exercise: Exercise, count: int = 1) -> None:
        nonlocal done
        done += count
        if on_step:
            on_step(exercise, done, total)

    return step


def _weight(unit: Unit) -> float:
    trained = not unit.trials[0].checks_only
    return len(unit.trials) + sum(threshold.seconds for threshold in unit.exercise.thresholds) * trained


def _begin(folder: str) -> None:
    """Leave Ctrl-C to the process that started us: it ends us, and removes what we have left in its folder."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["TMPDIR"] = tempfile.tempdir = folder


def processors() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not Linux
        return os.cpu_count() or 1
