"""Grades submissions: collects the checks once, judges each submission with them, and puts the result together."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from math import fsum
from pathlib import Path
from typing import TYPE_CHECKING

from nngrade import __version__
from nngrade.api import Arrays, DataSource, Metric
from nngrade.course.model import Course, Exercise
from nngrade.errors import NngradeError, SetupError
from nngrade.interrupts import noticed_interrupts
from nngrade.result import SCHEMA, CourseInfo, Environment, ExerciseResult, Result, SubmissionInfo
from nngrade.sandbox import limits
from nngrade.sandbox.session import Session, open_session
from nngrade.submission import Submission, read

if TYPE_CHECKING:
    from nngrade.plugins.manager import Plugins

MOST_MEMORY = 4 << 30
KERNEL_LAYERS = ("landlock", "seccomp")
Progress = Callable[[Exercise, int, int], None]


def grade(
    course: Course,
    exercises: Sequence[Exercise],
    target: Path,
    *,
    solution: bool = False,
    seed: int = 0,
    isolation: str = "auto",
    source: DataSource | None = None,
    explain: bool = False,
    on_check: Progress | None = None,
    submissions: Sequence[Submission] | None = None,
) -> Result:
    """Grade one submission (a file, a folder or a workspace) for some exercises of a course.

    Parameters
    ----------
    solution : bool
        Grade the reference solution in place of `target`, through the same sandbox.
    seed : int
        The number from which all inputs are drawn.
    isolation : str
        "strict" refuses to grade without the kernel's layers.
    explain : bool
        Look for the smallest failing call of the first thing to repair: `Judged.example`.
    on_check : callable, optional
        Called after each check with the exercise, the number of checks done and their total.
    submissions : sequence of Submission, optional
        What was read at `target` before, for each exercise.

    Raises
    ------
    NngradeError
        For a target that is none; SetupError where the course, a plugin or the machine is at fault.
    """
    submissions = submissions or [read(course, exercise, target, solution) for exercise in exercises]
    shown = "solution" if solution else str(target)
    results: list[Result] = []
    grade_many(
        course,
        exercises,
        [(shown, submissions)],
        results.append,
        seed=seed,
        isolation=isolation,
        source=source,
        explain=explain,
        on_check=on_check,
    )
    return results[0]


def grade_many(
    course: Course,
    exercises: Sequence[Exercise],
    batch: Iterable[tuple[str, Sequence[Submission]]],
    on_result: Callable[[Result], None],
    *,
    seed: int = 0,
    isolation: str = "auto",
    source: DataSource | None = None,
    explain: bool = False,
    on_check: Progress | None = None,
) -> None:
    """Grade a batch in one session: pytest starts once, and the reference answers each probe once.

    `batch` yields the path to show and one submission for each of `exercises`, in their order.
    """
    if not __debug__:
        raise SetupError("Python runs without assertions (-O or PYTHONOPTIMIZE), and checks assert: run it without.")
    imports = tuple(sorted({name for exercise in exercises for name in exercise.imports}))
    contained = isolation == "container"
    with noticed_interrupts() as again, open_session(imports, contained=contained) as sandbox, ExitStack() as stack:
        # Imported after the zygote was asked to start: pytest and NumPy take longer than it does.
        from nngrade.checks.bench import Bench
        from nngrade.checks.judge import Judge, overall
        from nngrade.checks.pytest_plugin import CheckPlugin
        from nngrade.checks.spawn import Spawner
        from nngrade.course.load import course_sha256

        if isolation == "strict":
            _demand_kernel(sandbox)
        arrays, metric = _lookups(source)

        def spawner(submission: Submission) -> Spawner:
            return Spawner(sandbox, submission, seed)

        stack.enter_context(_kept_in(sandbox.folder))
        stack.enter_context(_bounded_memory())
        benches = [Bench(course, exercise, seed, spawner, arrays, metric, explain) for exercise in exercises]
        total = sum(len(exercise.items) for exercise in exercises)

        def loop(plugin: CheckPlugin) -> None:
            for exercise in course.exercises:  # `exercises` may leave checks out
                if exercise.id in {one.id for one in exercises}:
                    plugin.agree(course.checks(exercise), [check.test for check in exercise.checks])
            for shown, submissions in batch:
                done = 0
                graded: list[ExerciseResult] = []
                for bench, submission in zip(benches, submissions, strict=True):

                    def step(bench: Bench = bench) -> None:
                        nonlocal done
                        again()
                        done += 1
                        if on_check:
                            on_check(bench.exercise, done, total)

                    graded.append(Judge(bench, plugin, submission, step).judge())
                on_result(
                    Result(
                        schema=SCHEMA,
                        environment=environment(sandbox, seed),
                        submission=SubmissionInfo(shown, _sum(submissions)),
                        course=CourseInfo(course.name, course_sha256(course)),
                        score=fsum(one.score for one in graded),
                        max_score=fsum(one.max_score for one in graded),
                        status=overall([one.status for one in graded]),
                        exercises=tuple(graded),
                    )
                )

        CheckPlugin([course.checks(exercise) for exercise in exercises], course.path, loop).main()
        again()


def environment(sandbox: Session, seed: int) -> Environment:
    """Describe what the learner's code ran on."""
    isolation = sandbox.isolation
    python, numpy = sandbox.versions
    return Environment(
        nngrade=__version__,
        python=python,
        numpy=numpy,
        platform=f"{sys.platform}-{platform.machine()}",
        isolation=isolation,
        seed=seed,
    )


@contextmanager
def _bounded_memory() -> Iterator[None]:
    """Let this process take 4 GiB more, and no further: what is computed from an answer may be broadcast."""
    try:
        import resource
    except ImportError:  # Windows
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    used = limits.address_space()
    wanted = used + MOST_MEMORY if used else resource.RLIM_INFINITY
    lower = [limit for limit in (wanted, *before) if limit != resource.RLIM_INFINITY]
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (min(lower, default=resource.RLIM_INFINITY), before[1]))
    try:
        yield
    finally:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, before)


@contextmanager
def _kept_in(folder: Path) -> Iterator[None]:
    """Let the grader's own temporary files lie in the session's folder, which goes however this process ends."""
    before = tempfile.tempdir
    tempfile.tempdir = str(folder / "grader")
    os.mkdir(tempfile.tempdir, 0o700)
    try:
        yield
    finally:
        tempfile.tempdir = before


def _sum(submissions: Sequence[Submission]) -> str:
    """Return the sum of what was copied, for one exercise or for several."""
    import hashlib

    if len(submissions) == 1:
        return submissions[0].sha256
    lines = sorted(
        f"{hashlib.sha256(data).hexdigest()}  {submission.exercise.id}/{name}\n"
        for submission in submissions
        for name, data in submission.files.items()
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _demand_kernel(sandbox: Session) -> None:
    layers = sandbox.isolation
    missing = [name for name in KERNEL_LAYERS if name not in layers]
    if missing:
        why = "; ".join(sandbox.problems) or "they are not there"
        raise SetupError(
            f"--isolation strict: this machine does not give {' and '.join(missing)} ({why}). "
            "Grade on one that does, a Linux of your own or in a virtual machine (nngrade doctor tells), or use "
            "--isolation auto."
        )


def _lookups(source: DataSource | None) -> tuple[Callable[[str], Arrays], Callable[[str], Metric]]:
    """Return the look-ups of data sets and metrics: plugins and data are loaded when a threshold asks."""

    @cache
    def plugins() -> Plugins:
        from nngrade.plugins.manager import load_plugins

        return load_plugins()

    @cache
    def arrays(name: str) -> Arrays:
        from nngrade.datasource import data_source
        from nngrade.plugins.arrays import load_arrays

        return load_arrays(plugins(), name, source or data_source())

    @cache
    def metric(name: str) -> Metric:
        from nngrade.plugins.manager import pick

        return pick("metrics", plugins().metrics, name)

    return arrays, metric


__all__ = ["NngradeError", "environment", "grade", "grade_many"]
