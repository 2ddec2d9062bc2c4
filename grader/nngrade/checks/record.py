"""What one run of a check saw, probe by probe: by it a run on a known mistake is compared with the learner's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

from nngrade.checks.alike import Ended, alike
from nngrade.checks.compare import Kind
from nngrade.sandbox.handles import Call, Implementation, Written

What = Literal["same", "untouched", "end"]


class Event(NamedTuple):
    """One probe: what came back (or `Ended`), whether it was right, what it did, and which parts were wrong."""

    what: What
    answer: Any
    right: bool
    kind: Kind = "value"
    steps: Sequence[Call | Written] = ()
    flaws: tuple[str, ...] = ()


class Record:
    """The events of one run. `cut` says that the run was broken off, by a limit or because there is no use in more."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.cut = False

    @property
    def wrong(self) -> list[Event]:
        """The probes whose answer was wrong."""
        return [event for event in self.events if not event.right]

    def same_wrongs(self, other: Record) -> bool:
        """Say whether another run saw the very same wrong answers, and so says nothing new."""
        mine, theirs = self.wrong, other.wrong
        return len(mine) == len(theirs) and all(
            alike(one.answer, two.answer, one.kind) for one, two in zip(mine, theirs, strict=True)
        )


def changes(impl: Implementation, calls: Sequence[Call]) -> list[tuple[Call, tuple[str, ...], bool]]:
    """Return (call, arguments, whether a later call did it) for each call whose arguments did not stay as they were."""
    found = [(call, call.changed, False) for call in calls if call.changed]
    late = impl.changed_later()
    for call in calls:
        if names := tuple(name for other, name in late if other is call):
            found.append((call, names, True))
    return found


def changed_by(probe: Callable[[Implementation], Any], impl: Implementation) -> Ended:
    """Ask a probe; return what `told` says of its calls."""
    before = len(impl._trace)
    probe(impl)
    asked = impl._trace[before:]
    return told(changes(impl, asked), asked)


def told(found: Sequence[tuple[Call, tuple[str, ...], bool]], calls: Sequence[Call]) -> Ended:
    """Return which arguments were changed, and which calls gave nothing, as an answer that can be compared."""
    changed = [f"{call.name} {' '.join(names)} {late}" for call, names, late in found]
    empty = [call.name for call in calls if call.arguments is not None and call.result is None]
    return Ended("untouched", "; ".join([*changed, *empty]))
