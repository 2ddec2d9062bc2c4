"""Judges one submission for one exercise: every item of the manifest, in order, each in a fresh worker."""

from __future__ import annotations

import gc
import re
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from math import fsum
from types import NoneType

import msgspec
import pytest

from nngrade.checks import verdict
from nngrade.checks.asking import GO_ON_SECONDS, Asking, CheckFault, Integers, Probe
from nngrade.checks.bench import Bench, Item, seeds_of
from nngrade.checks.compare import Kind
from nngrade.checks.guard import TooLong, deadline
from nngrade.checks.inquiry import Inquiry
from nngrade.checks.pytest_plugin import CheckPlugin, asserts
from nngrade.checks.spawn import Source, full
from nngrade.checks.threshold import run_threshold
from nngrade.checks.verdict import Verdict
from nngrade.course.model import Check, Exercise, Threshold
from nngrade.result import ExerciseResult, Judged, Overall
from nngrade.sandbox.link import Process
from nngrade.sandbox.outcome import NoRoom, Outcome, OutOfMemory, Raised, SandboxFault, TimedOut
from nngrade.sandbox.watch import WALL_FACTOR
from nngrade.sandbox.wire import one_line
from nngrade.submission import MAX_FILES, Submission

PATIENT_TIMEOUTS = 3
SHORT_SECONDS = 2.0
IMPATIENT_SECONDS = 10.0
EXERCISE_SECONDS = 600.0  # by the clock: honest code that is slow in every check takes two minutes
CHECK_SECONDS = 60.0  # of the grader's own CPU, the reference's trainings included
DRAWS = (0, 1)  # seeds: one run may be right by luck; the command's comes as well, for code that knows these two
STDLIB_NAME = re.compile(
    r"cannot import name '[^']*' from (?:partially initialized module )?'(\w+)'"
    r"|(?:partially initialized )?module '(\w+)' has no attribute|No module named '(\w+)\."
)
MANY = 16  # threads: more than honest code has, as NumPy's are switched off
REPAIR = "Repair the failed checks first."  # a training that reaches too little may come from what they tell


class Judge:
    """One submission and one exercise. `on_check` hears of every verdict as it is reached."""

    def __init__(self, bench: Bench, plugin: CheckPlugin, submission: Submission, on_check: Callable[[], None]) -> None:
        self.bench = bench
        self.plugin = plugin
        self.submission = submission
        self.on_check = on_check
        self.exercise = bench.exercise
        self.spawner: Source | None = None
        self.timeouts = 0
        self.cramped = False  # whether there was no room for one more process
        self.datasets: dict[str, str] = {}
        self.notes: list[str] = []
        self.inquiry: Inquiry | None = None

    def judge(self) -> ExerciseResult:
        """Return the verdicts on all items of the manifest."""
        began = time.perf_counter()
        try:
            common, first = self._before_checks()
            checks = self._all_alike(common) if common else self._each(first)
        finally:
            if self.spawner:
                self.spawner.close()
        status = overall([check.status for check in checks])
        return ExerciseResult(
            id=self.exercise.id,
            status=status,
            score=fsum(check.score for check in checks),
            max_score=fsum(check.max_score for check in checks),
            seconds=round(time.perf_counter() - began, 3),
            notes=tuple(self.notes),
            datasets=self.datasets,
            checks=tuple(checks),
        )

    def _before_checks(self) -> tuple[Verdict | None, Process | None]:
        """Judge the file as a whole: a verdict for all checks, or None and a worker that has imported it."""
        if self.submission.problem:
            return Verdict("error", 0.0, one_line(self.submission.problem) + "."), None
        if self.submission.untouched:
            name = self.exercise.items[0].targets[0]
            return Verdict("error", 0.0, f"{self.exercise.module} is not written yet: start with `{name}`."), None
        link: Process | None = None
        try:
            self.spawner = self.bench.spawner(self.submission)
            self.inquiry = Inquiry(self.bench, self.plugin, self.spawner)
            self.spawner.prefetch()
            link = self.spawner.spare
            return None, self.spawner.next()
        except OSError as error:  # the copy could not be written: a full disk
            fault = SandboxFault(f"this machine refused what was needed: {error.strerror} ({error.filename})")
            return verdict.of(fault, self._printed(link), self.exercise, at_import=True), None
        except (Outcome, SandboxFault, MemoryError) as error:
            return verdict.of(self._named(error), self._printed(link), self.exercise, at_import=True), None

    def _named(self, error: BaseException | None) -> BaseException | None:
        """Say it where a file of the learner's own cannot be imported: not copied, or shadowed."""
        if isinstance(error, Raised) and error.type == "ModuleNotFoundError":
            name = error.message.removeprefix("No module named ").strip("'\"").partition(".")[0]
            if f"{name}.py" in self.submission.left:
                why = f"it is no ordinary file of its own, or more than {MAX_FILES} files lie beside yours"
                return Outcome(f"Your `{name}.py` was not copied: {why}.")
        return self._shadowing(error)

    def _shadowing(self, error: BaseException | None) -> BaseException | None:
        """Say it where a file cannot be imported because a module of Python's own has its name."""
        named = STDLIB_NAME.search(str(error)) if isinstance(error, Raised) else None
        name = next(filter(None, named.groups())) if named else ""
        taken = name in (*sys.stdlib_module_names, "numpy", "test")
        own = [file for file in self.submission.files if file == f"{name}.py" or file.startswith(f"{name}/")]
        if not (taken and own):
            return error
        file = f"{name}.py" if own == [f"{name}.py"] else f"{name}/"
        return Outcome(f"Your `{file}` has the name of a module of Python or NumPy, which is used here: rename it.")

    def _all_alike(self, common: Verdict) -> list[Judged]:
        """Give every check the verdict on the file; the sentence stands with the first one and in the notes."""
        assert common.message is not None
        self.notes.append(common.message)
        checks = [self._result(self.exercise.items[0], common, 0.0)]
        silent = common._replace(message=None, output="", detail="")
        self.on_check()
        for item in self.exercise.items[1:]:
            checks.append(self._result(item, silent, 0.0, hint=False))
            self.on_check()
        return checks

    def _each(self, first: Process | None) -> list[Judged]:
        done: dict[str, Judged] = {}
        trainings = sum(item.seconds for item in self.exercise.thresholds)
        until = time.perf_counter() + EXERCISE_SECONDS + WALL_FACTOR * trainings
        lacking: dict[str, dict[str, Judged]] = {}  # by item: what did not pass of all that it builds on
        for index, item in enumerate(self.exercise.items):
            lacking[item.id] = {name: done[name] for name in item.depends if not _stands(done[name], self.exercise)}
            for name in item.depends:
                lacking[item.id] |= lacking[name]
            missing = [*lacking[item.id].values()]
            began = time.perf_counter()
            if time.perf_counter() > until:
                reached = Verdict("timeout", 0.0, f"The checks before this one took {EXERCISE_SECONDS / 60:g} minutes.")
            elif missing:
                reached = self._all_the_same(item, missing)
            else:
                more = index + 1 < len(self.exercise.items)
                reached, first = self._one(item, first, more), None
                if isinstance(item, Threshold) and reached.status == "failed" and _fails(done.values()):
                    reached = reached._replace(message=f"{reached.message} {REPAIR}")
            done[item.id] = self._result(item, reached, time.perf_counter() - began, hint=not missing)
            self.on_check()
        assert self.inquiry
        named = self.inquiry.diagnoses({name: check.status for name, check in done.items()})
        return [msgspec.structs.replace(check, diagnosis=named.get(name)) for name, check in done.items()]

    def _all_the_same(self, item: Item, missing: list[Judged]) -> Verdict:
        """Return the verdict on an item although others that it builds on did not pass.

        A check may be right without them: a training that never calls the `predict` that is wrong, a function that
        nobody gives the extreme numbers of another. Then it has its points; else it waits, and nothing is said of it.
        It waits for what is wrong in its own functions, too. An audit asks nothing to which this makes a difference.
        """
        assert self.spawner
        waits = Verdict("skipped", 0.0, _needs(missing))
        if (
            isinstance(item, Threshold)
            or self.spawner.program is not None
            or self.timeouts
            or not all(one.status in ("failed", "error", "skipped") for one in missing)
            or any(set(item.targets) & set(one.targets) for one in missing)
        ):
            return waits
        for draw in dict.fromkeys((*DRAWS, self.bench.seed)):
            reached = self._one(item, None, True, draw)
            if reached.status != "passed":
                return reached if reached.status == "infra" else waits
        return reached

    def _one(self, item: Item, link: Process | None, more: bool, draw: int | None = None) -> Verdict:
        """Run one item in `link`, or in a new worker; fork the next one meanwhile. For `draw` see `_check`."""
        assert self.spawner and self.inquiry
        if self.timeouts >= PATIENT_TIMEOUTS:
            self.spawner.hurry(SHORT_SECONDS)
        limit = self.exercise.limits.check_seconds if isinstance(item, Threshold) else self._seconds(item)
        spare = link or self.spawner.spare
        try:
            if isinstance(item, Threshold):
                if link:
                    self.spawner.spare = link  # not used yet
                return self._threshold(item)
            link = link or self.spawner.next()
            if more:
                self.spawner.prefetch()
            link.start(limit)
            reached = self._check(item, link, draw)
        except Exception as error:  # an outcome of the learner's code, or a fault of ours: one check, not the batch
            printed = self._printed(link or spare)
            why = self._filled(self._named(error), link)
            reached = verdict.of(why, printed, self.exercise, names=self.bench.reference.names)
        finally:
            if link:
                _let_go(link)
        if reached.status == "timeout":
            self.timeouts += 1
        return reached

    def _seconds(self, item: Item) -> float:
        limit = item.seconds or self.exercise.limits.check_seconds
        return min(limit, SHORT_SECONDS) if self.timeouts >= PATIENT_TIMEOUTS else limit

    def _check(self, item: Check, link: Process, draw: int | None) -> Verdict:
        """Judge a run of a check. With `draw`, a seed in place of the command's, no mistake is looked for."""
        assert self.inquiry and self.spawner
        if draw is not None:
            asking = Asking(link, self.bench.reference, seeds_of(draw, self.exercise, item))
        else:
            asking = self.bench.asking(item, link)
            if self.spawner.program is None:  # nobody reads the sentences about the course's own code
                asking.alone = partial(self._right_alone, asking.seeds)
        function = self.bench.function(self.plugin, item)
        patience = CHECK_SECONDS if self.timeouts < PATIENT_TIMEOUTS else min(CHECK_SECONDS, IMPATIENT_SECONDS)
        with deadline(patience):  # a check may loop over an answer that is larger than any right one
            error = self.plugin.run(function, asking)
        self.timeouts += isinstance(error, TooLong)
        asking.ends(error)
        printed = self._printed(link)
        if asking.first:
            error = asking.first
        elif error is None and not asking.learner._trace:
            error = CheckFault("it asks the learner's code nothing; its author must mend it")
        elif error is None and not asking.judged and not asserts(function):
            error = CheckFault("it asks, and judges nothing; its author must mend it")
        if isinstance(error, AssertionError) or not isinstance(error, (*verdict.EXPLAINED, NoneType)):
            error = self._whose_fault(item, function, asking, error)
        why = self._filled(self._named(error), link)
        link.close()  # nobody looks at it from here on
        if error is not None and draw is None and not isinstance(error, CheckFault) and not link.large():
            self.inquiry.failed(item, function, asking)
        reached = verdict.of(why, printed, self.exercise, names=self.bench.reference.names, check=item)
        return verdict.after_others(reached) if asking.after_others else reached

    def _right_alone(self, seeds: tuple[int, ...], probe: Probe, kind: Kind, integers: Integers) -> bool:
        """Say whether a probe is answered rightly in a new process, where nothing was asked before."""
        assert self.spawner
        if self.cramped:
            return False
        try:
            link = self.spawner.next()
            try:
                link.start(GO_ON_SECONDS)
                asking = Asking(link, self.bench.reference, seeds)
                asking.same(probe, kind, integers)
            finally:
                _let_go(link)
        except Exception as error:  # whatever comes of it, this check has its verdict
            self.timeouts += isinstance(error, TimedOut)
            self.cramped |= isinstance(error, NoRoom)  # each time it is waited for
            return False
        return bool(asking.learner._trace)  # one that asks nothing of a new process says nothing

    def _whose_fault(
        self, item: Check, function: pytest.Item, asking: Asking, error: BaseException
    ) -> BaseException | None:
        """Tell a check that cannot cope with a reply from one that is broken: the latter fails on the reference too."""
        key = item.id, asking.seeds
        ran = self.bench.on_reference.get(key)
        if ran is None:
            other = Asking(self.bench.reference.link, self.bench.reference, asking.seeds)
            with deadline(CHECK_SECONDS):
                ran = self.plugin.run(function, other), other.learner._trace
            if ran[0] is None or isinstance(ran[0], AssertionError):  # a full disk, say, does not last
                self.bench.on_reference[key] = ran
        also, trace = ran
        if also is not None:
            return CheckFault(f"on the reference solution too: {_words(also)}")
        if isinstance(error, AssertionError) or not isinstance(error, Exception):
            return error
        return asking.misfit(error, asking.learner._trace, trace)

    def _threshold(self, item: Threshold) -> Verdict:
        assert self.spawner
        used: list[Process] = []

        def spawn() -> Process:
            assert self.spawner
            used.append(self.spawner.next())
            return used[-1]

        try:
            arrays = self.bench.arrays(item.dataset)
            self.datasets[item.dataset] = arrays.variant
            if arrays.note and arrays.note not in self.notes:
                self.notes.append(arrays.note)
            item = msgspec.structs.replace(item, seconds=self._seconds(item))
            reached = run_threshold(item, arrays, self.bench.metric(item.metric), spawn)
        except (Outcome, SandboxFault, MemoryError) as error:
            link = used[-1] if used else None
            output = self._printed(link)
            why = self._filled(link.no_room(error) if link and isinstance(error, MemoryError) else error, link)
            return verdict.of(why, output, self.exercise, names=self.bench.reference.names)
        finally:
            _let_go(*used)
        output = "".join(self._printed(link) for link in used)
        if reached.points == item.points:
            name = item.metric.replace("_", " ")
            values = " and ".join(f"{value:.4f}" for value in reached.values)
            note = f"{item.title}: {name} {values}"
            if left := len(item.runs) - len(reached.values):
                note += f"; {left} training{'s' * (left > 1)} left out, which could not change the points"
            self.notes.append(note)
            return Verdict("passed", item.points, None, output=output)
        return Verdict("failed", reached.points, reached.sentence, output=output)

    def _filled(self, error: BaseException | None, link: Process | None) -> BaseException | None:
        """Say it where somebody found no room, and there is much once the submission's workers are gone, or none."""
        assert self.spawner
        theirs = isinstance(error, Raised)  # a learner's code may say so of itself
        ours = error is not None and not isinstance(error, Outcome | AssertionError)
        if not (ours or theirs) or not (isinstance(error, NoRoom) or full(error)):
            return error
        threads = link.threads() if link else 0
        try:
            if self.spawner.make_room(link):
                return OutOfMemory("the code fills the disk")
            if theirs and self.spawner.crowded():
                return SandboxFault("the disk is full, and not by what is graded: make room on it")
        except SandboxFault as fault:
            return fault
        if isinstance(error, NoRoom) and threads > MANY:
            return OutOfMemory(f"the code runs {threads} threads, and leaves no room for another process")
        return error

    def _printed(self, link: Process | None) -> str:
        return link.printed() if link else ""

    def _result(self, item: Item, reached: Verdict, seconds: float, hint: bool = True) -> Judged:
        passed = reached.status == "passed"
        return Judged(
            id=item.id,
            title=item.title,
            targets=item.targets,
            status=reached.status,
            score=item.points if passed else reached.points,
            max_score=item.points,
            seconds=round(seconds, 3),
            visibility=item.visibility,
            message=None if passed else reached.message,
            hint=None if passed or not hint or reached.status == "infra" else item.hints[0],
            diagnosis=None,
            output=reached.output,
            detail=reached.detail,
            example=self.inquiry.examples.get(item.id) if self.inquiry else None,
        )


def _let_go(*links: Process) -> None:
    """Close processes, and give the memory of large answers back: handles and what they belong to hold each other."""
    for link in links:
        link.close()
    if any(link.large() for link in links):
        gc.collect()


def overall(statuses: list[str]) -> Overall:
    """Return `infra` if any part is, else `passed` if all are, else `failed`."""
    if not statuses or "infra" in statuses:
        return "infra"
    return "passed" if all(status == "passed" for status in statuses) else "failed"


def _fails(checks: Iterable[Judged]) -> bool:
    """Say whether one of these did not pass by itself."""
    return any(check.status not in ("passed", "skipped") for check in checks)


def _stands(check: Judged, exercise: Exercise) -> bool:
    """Say whether what depends on a check may run: it passed, or it is a threshold that scored."""
    threshold = any(item.id == check.id for item in exercise.thresholds)
    return check.status == "passed" or (threshold and check.score > 0)


def _words(error: BaseException) -> str:
    if isinstance(error, pytest.FixtureLookupError):
        return f"there is no fixture {error.argname!r}; there are rng, same, learner and untouched"
    return f"{type(error).__name__}: {error}"


def _needs(missing: list[Judged]) -> str:
    names = [name for check in missing for name in _culprits(check)]
    return "needs " + " and ".join(dict.fromkeys(names))


def _culprits(check: Judged) -> list[str]:
    """Return what a check that did not pass is about: what it waits for itself, else the function its message names."""
    message = check.message or ""
    if check.status == "skipped":
        return message.removeprefix("needs ").split(" and ")
    short = [target.rpartition(".")[2] for target in check.targets]
    named = [name for name in short if f"`{name}(" in message or f"`{name}`" in message]
    return (named or short or [check.title])[:1]
