"""One check's questions to one learner: `same`, `untouched` and `learner`, with the reference's answers beside."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import numpy as np

from nngrade.checks.alike import Ended, ended
from nngrade.checks.compare import Kind, Part, Rules, compare, opaque
from nngrade.checks.fingerprint import fingerprint
from nngrade.checks.guard import TooLong
from nngrade.checks.record import Event, Record, changes, told
from nngrade.checks.words import Names, message, staff_detail
from nngrade.errors import CourseError, NngradeError
from nngrade.sandbox.handles import Call, Handle, Implementation, plain
from nngrade.sandbox.link import Link
from nngrade.sandbox.local import Local
from nngrade.sandbox.outcome import Outcome, Raised, WrongAnswer

MOST_ENTRIES = 1 << 16  # of a wrong answer that is compared with those of known mistakes, or ...
MOST_TIMES = 16  # ... so many times as many as the right one has
ITEM = 16  # entries: what an item of a list takes
GO_ON_SECONDS = 2.0  # CPU seconds for the probes after a wrong answer: they tell mistakes apart, and give no points
Probe = Callable[[Implementation], Any]
Integers = Literal["whole", "strict"]


class CheckFault(Exception):
    """The check itself is at fault: `infra`, never a grade."""


class Wrong(WrongAnswer):
    """A wrong answer: the sentence for the learner, and what the staff may see beside it."""

    def __init__(self, sentence: str, detail: str = "") -> None:
        super().__init__(sentence)
        self.detail = detail


class Enough(Exception):
    """As many probes as were wanted."""


class Reference:
    """The reference solution of an exercise, and the answers it has given: the same probe is asked once a session."""

    def __init__(self, path: Path) -> None:
        try:
            self.link = Local(path)
        except (Exception, SystemExit) as error:
            raise CourseError(f"{path} cannot be imported: {type(error).__name__}: {error}.") from error
        self.names = Names(self.link.table.module)
        self.answers: dict[tuple[tuple[int, ...], str], tuple[Any, list[Call]]] = {}

    def answer(self, seeds: tuple[int, ...], probe: Probe) -> tuple[Any, list[Call]]:
        """Return what the reference answers to a probe, and the trace of its calls."""
        key = fingerprint(probe)
        if key is not None and (seeds, key) in self.answers:
            return self.answers[seeds, key]
        impl = Implementation(self.link, seeds)
        try:
            answer = probe(impl)
        except TooLong:
            raise
        except Exception as error:
            raise CheckFault(f"the probe fails on the reference solution: {type(error).__name__}: {error}") from error
        if key is not None:
            self.answers[seeds, key] = answer, impl._trace
        return answer, impl._trace


class Asking:
    """What the fixtures of one run of one check are made of.

    With `go_on` a wrong answer does not end the run: `first` keeps it, and for so many CPU seconds the probes that
    follow are asked as well, so that known mistakes can be told apart by them. With `most` the run is cut off after so
    many probes.
    `alone` says whether a probe of `same` is answered rightly where nothing was asked before; of the first wrong answer
    `after_others` keeps that it was one which other calls had spoilt.
    """

    def __init__(
        self, link: Link, reference: Reference, seeds: tuple[int, ...], go_on: float = 0.0, most: int | None = None
    ) -> None:
        self.learner = Implementation(link, seeds)
        self.reference = reference
        self.seeds = seeds
        self.judged = False
        self.go_on = go_on
        self.most = most
        self.first: Exception | None = None
        self.alone: Callable[[Probe, Kind, Integers], bool] | None = None
        self.after_others = False
        self.record = Record()

    def same(self, probe: Probe, kind: Kind = "value", integers: Integers = "whole") -> Any:
        """Run `probe` on the reference and on the learner, and raise `Wrong` where they differ; see docs/checks.md."""
        self._once_more()
        expected, wanted = self.reference.answer(self.seeds, probe)
        if what := opaque(expected):
            raise CheckFault(f"the probe returns {what}, which cannot be compared; ask it for data")
        self.judged = True
        trace, steps = self.learner._trace, self.learner._steps
        before, start = len(trace), len(steps)
        try:
            found = probe(self.learner)
        except (TooLong, CheckFault, NngradeError):  # none of these is an answer
            raise
        except Exception as error:
            asked = trace[before:]
            self.record.events.append(Event("same", ended(error), False, kind, steps[start:]))
            self._ask_alone(probe, kind, integers)
            self._note_asked(error, asked)
            problem = error if isinstance(error, Outcome | AssertionError) else self.misfit(error, asked, wanted)
            self._wrong(problem)
            return None
        asked = trace[before:]
        parts = compare(found, expected, Rules(kind, integers == "strict"))
        flaws = tuple(_flaw(part) for part in parts if part.problem)
        right = not flaws
        remembered = found
        if _large(found, expected):  # with more beside what is right, or as no mistake answers
            remembered = expected if right else Ended("large", "")
        self.record.events.append(Event("same", remembered, right, kind, steps[start:], flaws))
        if not right and not self._goes_on:
            self._ask_alone(probe, kind, integers)
            self._wrong(Wrong(message(parts, found, asked, self.reference.names), staff_detail(parts)))
        return found

    def untouched(self, probe: Probe) -> None:
        """Run `probe` on the learner and raise `Wrong` when a call has changed one of its arguments."""
        self._once_more()
        trace, steps = self.learner._trace, self.learner._steps
        before, start = len(trace), len(steps)
        self.judged = True
        try:
            probe(self.learner)
        except (TooLong, CheckFault, NngradeError):  # none of these is an answer
            raise
        except Exception as error:
            asked = trace[before:]
            self.record.events.append(Event("untouched", ended(error), False, steps=steps[start:]))
            self._note_asked(error, asked)
            if not isinstance(error, Outcome | AssertionError):
                error = self.misfit(error, asked, self.reference.answer(self.seeds, probe)[1])
            return self._wrong(error)
        asked = trace[before:]
        found = changes(self.learner, asked)
        problem = None if found else self._nothing(asked, probe)
        self.record.events.append(Event("untouched", told(found, asked), not (found or problem), steps=steps[start:]))
        if found:
            call, names, late = found[0]
            what = self._named(call, names)
            self._wrong(
                Wrong(
                    f"{self.reference.names.call(call)} keeps {what}, and a later call changes what was passed in.\n"
                    "It must stay as it is: keep a copy."
                    if late
                    else f"{self.reference.names.call(call)} changes {what}, an argument.\n"
                    "What is passed in must stay as it is: work on a copy, or compute a new array."
                )
            )
        elif problem:
            self._wrong(problem)
        return None

    def _ask_alone(self, probe: Probe, kind: Kind, integers: Integers) -> None:
        """Ask the first wrong answer's probe at once: later its closure may hold other numbers."""
        if self.alone and self.first is None and len(self.record.events) > 1 and not self.learner._link.ended:
            self.after_others = self.alone(probe, kind, integers)

    def _note_asked(self, error: Exception, asked: list[Call]) -> None:
        if isinstance(error, Raised):
            error.asked = next((self.reference.names.asked(call) for call in asked if call.result is error), "")

    def _once_more(self) -> None:
        if len(self.record.events) == self.most:
            self.record.cut = True
            raise Enough

    def _nothing(self, asked: list[Call], probe: Probe) -> Wrong | None:
        """Return `Wrong` for a call that gave nothing where the reference gives an answer."""
        if all(call.result is not None or call.arguments is None for call in asked):
            return None
        return self._structure(asked, self.reference.answer(self.seeds, probe)[1], lambda call: call.result is None)

    @property
    def _goes_on(self) -> bool:
        """Whether an answer was wrong already, and one more has nothing to say to the learner."""
        return self.first is not None and not self.learner._link.ended

    def _wrong(self, problem: Exception) -> None:
        """Raise the problem; or keep it and go on, where what follows may tell which mistake it is."""
        telling = isinstance(problem, Wrong | AssertionError) or (
            isinstance(problem, Raised) and problem.type != "NotImplementedError"
        )
        if not (self.go_on and telling) or self.learner._link.ended:
            self.record.cut = True
            raise problem
        if self.first is None:
            self.first = problem
            self.learner._link.start(self.go_on)

    def ends(self, error: BaseException | None) -> None:
        """Record how the run ended, where that was not a probe's answer: an assertion of the check's own."""
        if error is None or error is self.first or self.record.cut:
            return
        if self.first is None and isinstance(error, AssertionError | Raised):
            self.record.events.append(Event("end", ended(error), False))
        else:
            self.record.cut = True

    @property
    def telling(self) -> bool:
        """Whether the run ended, or went wrong, in a way by which a known mistake may be recognised."""
        return bool(self.record.wrong) and (self.first is not None or not self.record.cut)

    def _named(self, call: Call, changed: tuple[str, ...]) -> str:
        names = self.reference.names.parameters(call.name)
        return " and ".join(f"`{names[int(n)] if n.isdigit() and int(n) < len(names) else n}`" for n in changed)

    def misfit(self, error: Exception, trace: list[Call], wanted: list[Call]) -> Exception:
        """Turn an exception raised by the check's own code into `Wrong`, when a reply of the learner's explains it.

        The first reply that is not of the kind that the reference gave there is named (a None that was to be
        unpacked); where there is none, the learner's last reply is to blame, as the reference's passes.
        """
        if isinstance(error, OSError):  # a full disk, say: no reply brings that about
            return CheckFault(f"{type(error).__name__}: {error}")
        with suppress(Exception):  # an answer that cannot even be looked at for its size
            if problem := self._structure(trace, wanted):
                return problem
        if trace:
            return Wrong(
                f"{self.reference.names.call(trace[-1])} returned something that cannot be used here "
                f"({type(error).__name__}: {str(error)[:120]})."
            )
        return CheckFault(f"{type(error).__name__}: {error}")

    def _structure(
        self, trace: list[Call], wanted: list[Call], asked: Callable[[Call], bool] = lambda call: True
    ) -> Wrong | None:
        """Return `Wrong` for the first reply that is not of the kind that the reference gave at the same place."""
        for call, other in zip(trace, wanted, strict=False):
            if call.name != other.name or isinstance(call.result, Exception):
                break
            if not asked(call) or (isinstance(call.result, Handle) and isinstance(other.result, Handle)):
                continue
            parts = [part for part in compare(call.result, other.result, Rules()) if _structural(part)]
            if parts:
                return Wrong(message(parts, call.result, [call], self.reference.names), staff_detail(parts))
        return None


def _large(answer: Any, expected: Any) -> bool:
    """Say whether a wrong answer is so much larger than the right one that to look at it again takes its time."""
    size = _entries(plain(answer))
    return size > MOST_ENTRIES and size > MOST_TIMES * _entries(plain(expected))


def _entries(answer: Any) -> int:
    """Return how many entries an answer has, about as the time counts that they take."""
    if isinstance(answer, np.ndarray):
        return answer.size
    if not isinstance(answer, dict | list | tuple):
        return len(answer) if isinstance(answer, str | bytes) else 1
    own = ITEM * (1 + len(answer))
    if own > MOST_ENTRIES * MOST_TIMES:  # of no answer of ours
        return own
    return own + sum(map(_entries, answer.values() if isinstance(answer, dict) else answer))


def _flaw(part: Part) -> str:
    """Return what can be said of a wrong part with any random numbers: where it is, and its structure."""
    return f"{part.path} {part.problem if _structural(part) else ''}"


def _structural(part: Part) -> bool:
    return "expected" in part.problem or "missing" in part.problem or part.problem.startswith("is a")
