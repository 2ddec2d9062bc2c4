"""Runs an audit: what can be seen on paper, then every program that the course says something about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from nngrade.api import DataSource
from nngrade.audit.findings import Audit, Figures, Finding, whole
from nngrade.audit.paper import on_paper
from nngrade.audit.parallel import processors, run_all, spread, tally, units
from nngrade.audit.reach import reach
from nngrade.audit.trials import Trial, figures, problem, trials
from nngrade.course.model import Course, Exercise
from nngrade.grading import Progress
from nngrade.mutation.survivors import survivors
from nngrade.result import ExerciseResult

Graded = tuple[Trial, ExerciseResult, Exercise]
PROMISES = {"solution": "full marks", "stub": "0 points", "variant": "full marks", "mistake": "caught, named"}
SHOWN = 12  # problems of one kind: who has more mends these first


def audit(
    course: Course,
    exercises: Sequence[Exercise],
    *,
    seeds: Sequence[int] = (0, 1),
    isolation: str = "auto",
    source: DataSource,
    jobs: int | None = None,
    mutants: bool = False,
    every: int = 1,
    forms: bool = False,
    on_step: Progress | None = None,
) -> Audit:
    """Try a course's exercises; return one finding for each question, right or wrong, and the figures.

    The solution and every variant are graded with each of `seeds`, known mistakes with one of the first two, and the
    stubs with the first one. `mutants` adds the mechanical mutants of the solutions, which takes minutes; `forms`
    grades all forms of each known mistake, not the first one alone; `every` only each so-manieth.
    """
    found = {exercise.id: list(on_paper(course, exercise)) for exercise in exercises}
    together = Figures()
    sound = [exercise for exercise in exercises if not found[exercise.id][0].problem]  # else its checks cannot be run
    jobs = jobs or processors()
    plan = partial(_planned, course, seeds, every, forms)
    planned = dict(spread(plan, sound, 1 if len(sound) == 1 else jobs, lambda exercise: None))
    todo = [
        unit
        for number, exercise in enumerate(sound)
        for unit in units(course, exercise, planned[number], isolation, source)
    ]
    step = tally(on_step, sum(len(unit.trials) for unit in todo))
    graded: dict[str, list[Graded]] = defaultdict(list)
    for trial, result, exercise in run_all(todo, jobs, lambda unit: step(unit.exercise, len(unit.trials))):
        graded[exercise.id].append((trial, result, exercise))
        together += figures(trial, result, exercise)
    for name, entries in graded.items():
        found[name] += _answers(name, entries)
        together += Figures(mistakes=_names("mistake", entries), variants=_names("variant", entries))
    if mutants:
        for name, finding in _mutated(course, sound, seeds[0], isolation, source, jobs, on_step):
            found[name].append(finding)
    return whole(course.name, tuple(seeds), [one for findings in found.values() for one in findings], together)


def _planned(course: Course, seeds: Sequence[int], every: int, forms: bool, exercise: Exercise) -> list[Trial]:
    """Return the programs; those with a mistake in the order of the checks that grade them, for long sessions."""
    reached = reach(course, exercise, seeds[:2])
    found = list(trials(course, exercise, seeds, every, reached, forms))
    mistakes = [one for one in found if one.kind == "mistake"]
    mistakes.sort(key=lambda one: (one.seed, one.here, one.target, one.checks or ()))
    return [one for one in found if one.kind != "mistake"] + mistakes


def _mutated(
    course: Course,
    exercises: Sequence[Exercise],
    seed: int,
    isolation: str,
    source: DataSource,
    jobs: int,
    on_step: Progress | None,
) -> Iterator[tuple[str, Finding]]:
    """Yield for each exercise which mutants of its solution no check notices; the last ones take longest."""
    todo = exercises[::-1]
    mutated = partial(survivors, course, seed=seed, source=source, isolation=isolation)
    for number, left in spread(mutated, todo, jobs, tally(on_step, len(todo))):
        name = todo[number].id
        problem = "\n".join(f"line {one.line}: {one.mutant}: {one.problem}" for one in left)
        yield name, Finding(name, "mechanical mutants: each is noticed, or listed with its reason", problem)


def _answers(name: str, graded: Sequence[Graded]) -> Iterator[Finding]:
    """Yield a finding for each kind of program."""
    for kind in ("stub", "solution", "variant", "mistake"):
        entries = [entry for entry in graded if entry[0].kind == kind]
        if not entries:
            continue
        if kind in ("variant", "mistake"):
            count = _names(kind, entries)
            what = f"{count} known mistake{'s' * (count != 1)}" if kind == "mistake" else _variants(count)
        else:
            what = kind
        seeds = len({trial.seed for trial, _, _ in entries})
        yield Finding(name, f"{what}, {seeds} seed{'s' * (seeds != 1)}: {PROMISES[kind]}", _problems(entries))


def _variants(count: int) -> str:
    return f"{count} variant{'s' * (count != 1)}"


def _problems(entries: Iterable[Graded]) -> str:
    lines = []
    for trial, result, exercise in entries:
        if what := problem(trial, result, exercise):
            lines.append(f"{trial.name} (seed {trial.seed}): {what}")
    return "\n".join(lines[:SHOWN] + [f"... and {len(lines) - SHOWN} more"] * (len(lines) > SHOWN))


def _names(kind: str, entries: Iterable[Graded]) -> int:
    return len({trial.name for trial, _, _ in entries if trial.kind == kind})
