"""Finds the smallest failing call of a check, with arguments as short as they can be, for a learner to run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

import numpy as np

from nngrade.checks.alike import Ended
from nngrade.checks.compare import Kind, Rules, compare
from nngrade.checks.record import Event, Record, changes
from nngrade.checks.snippet import LARGE, Step, Writer
from nngrade.checks.words import Names
from nngrade.result import Example
from nngrade.sandbox.handles import Call, Handle, Implementation, Written
from nngrade.sandbox.outcome import Outcome

DECIMALS = (1, 2, 3)
MAX_DRAWN = 1000


def explain(
    record: Record,
    steps: Sequence[Step],
    module: str,
    names: Names,
    learner: Callable[[], Implementation],
    reference: Callable[[], Implementation],
) -> Example | None:
    """Return the smallest failing call of a run as Python; None where nothing was asked.

    Each rounding is tried on the learner's code in a new process (`learner`) and on the reference: the first with
    which the two still differ is taken. A call that fails only after what was asked before it is told with all that.
    `steps` are those of the whole run.
    """
    wrong = [event for event in record.wrong if not _unwritten(event)]
    if record.wrong and not wrong:
        return None  # the message says that it is not there
    event = smallest(wrong)
    if event is None or event.what == "end":
        asked = relevant(steps)
        return Writer(module, names, None).write(asked) if asked else None
    until = list(steps[: _place(steps, event.steps[-1]) + 1])
    kept = event.what == "untouched"
    for asked in (list(event.steps), until):
        for decimals in (*DECIMALS, None):
            if _differ(asked, decimals, event.kind, learner(), reference()):
                return Writer(module, names, decimals, kept).write(asked)
    return Writer(module, names, None, kept).write(event.steps)


def smallest(events: Iterable[Event]) -> Event | None:
    """Return the failing probe with the fewest numbers among its arguments; None where there is none."""
    wrong = [event for event in events if not event.right and event.steps]
    return min(wrong, key=lambda event: _size(event.steps), default=None)


def relevant(steps: Sequence[Step]) -> list[Step]:
    """Return the last call, and what made and changed the objects that it is about."""
    last = next((step for step in reversed(steps) if isinstance(step, Call)), None)
    if last is None:
        return []
    needed: set[int] = set(_objects(last))
    kept: list[Step] = [last]
    for step in reversed(steps[: _place(steps, last)]):
        made = isinstance(step, Call) and id(step.result) in needed
        if made or needed & set(_objects(step)) or (isinstance(step, Written) and step.of is None):
            kept.append(step)
            needed |= set(_objects(step))
    return kept[::-1]


def _unwritten(event: Event) -> bool:
    return isinstance(event.answer, Ended) and event.answer.kind in ("NotImplementedError", "missing")


def _place(steps: Sequence[Step], wanted: Step) -> int:
    """Return where a step is: that one, not one that is equal (and arrays are not compared)."""
    return next(index for index, step in enumerate(steps) if step is wanted)


def _size(steps: Iterable[Step]) -> int:
    return sum(_numbers(value) for step in steps for value in _values(step))


def _values(step: Step) -> list[Any]:
    return [step.value] if isinstance(step, Written) else [*(step.arguments or ()), *step.keywords.values()]


def _numbers(value: Any) -> int:
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, dict):
        return sum(map(_numbers, value.values()))
    if isinstance(value, list | tuple):
        return sum(map(_numbers, value))
    return len(value) if isinstance(value, bytes) else 1


def _objects(step: Step) -> list[int]:
    """Return the objects that a step is about: the one it is done on, and those that are passed to it."""
    found = [step.of, step.callee] if isinstance(step, Call) else [step.of]
    for value in _values(step):
        found += _handles(value)
    for handle in found:  # an attribute is about its object
        if handle is not None and handle._of is not None:
            found.append(handle._of)
    return [id(handle) for handle in found if handle is not None]


def _handles(value: Any) -> list[Handle | None]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [handle for item in value for handle in _handles(item)]
    return [value] if isinstance(value, Handle) else []


def _differ(
    steps: Sequence[Step], decimals: int | None, kind: Kind, learner: Implementation, reference: Implementation
) -> bool:
    """Say whether the two still answer differently, or the learner's code changes an argument."""
    wanted = repeat(reference, steps, decimals)
    if any(isinstance(result, Exception) for result in wanted):
        return False  # rounded to something that is no legal argument any more
    found = repeat(learner, steps, decimals)
    if len(found) < len(wanted) or any(isinstance(one, Exception) for one in found):
        return True
    if changes(learner, learner._calls):
        return True
    for one, other in zip(found, wanted, strict=False):
        if isinstance(other, Handle):
            continue
        with suppress(Exception):
            if any(part.problem for part in compare(one, other, Rules(kind))):
                return True
    return False


def repeat(impl: Implementation, steps: Sequence[Step], decimals: int | None) -> list[Any]:
    """Do the steps again, with rounded arguments; return what the calls gave. An exception is the last of them."""
    now: dict[int, Any] = {}

    def again(value: Any) -> Any:
        if isinstance(value, Handle):
            if id(value) not in now:
                now[id(value)] = anew(value)
            return now[id(value)]
        if isinstance(value, dict):
            return {key: again(item) for key, item in value.items()}
        if type(value) in (list, tuple):
            return type(value)(again(item) for item in value)
        return rounded(value, decimals) if decimals is not None else value

    def anew(handle: Handle) -> Any:
        if handle._made is not None:
            return impl.seeded(handle._made)
        if handle._data is not None:
            return impl.array(again(handle._data))
        if handle._of is not None:
            return getattr(again(handle._of), handle._name.rpartition(".")[2])
        return getattr(impl, str(handle._target))

    results: list[Any] = []
    try:
        for step in steps:
            if isinstance(step, Written):
                if step.of is None:
                    impl.write(step.name, step.value)
                else:
                    again(step.of).assign(step.name, *step.keys, again(step.value))
                continue
            short = step.name.rpartition(".")[2]
            if step.callee is not None:
                what = again(step.callee)
            else:
                what = getattr(impl if step.of is None else again(step.of), short)
            if step.arguments is None:
                results.append(what)
                continue
            given = {name: again(value) for name, value in step.keywords.items()}
            result = what(*map(again, step.arguments), **given)
            if isinstance(step.result, Handle):
                now[id(step.result)] = result
                if step.result._iterated:
                    result = [item for item, _ in zip(result, range(MAX_DRAWN), strict=False)]
            results.append(result)
    except (Outcome, TypeError, ValueError, AttributeError) as error:
        results.append(error)
    return results


def rounded(value: Any, decimals: int) -> Any:
    """Return an argument with its floats rounded, as `snippet` writes them."""
    if isinstance(value, np.ndarray):
        # a large one is written to a file, as it is
        return np.round(value, decimals) if value.dtype.kind == "f" and value.size <= LARGE else value
    return round(value, decimals) if isinstance(value, float) else value
