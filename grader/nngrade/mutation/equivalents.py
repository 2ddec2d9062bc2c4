"""`solutions/<id>/equivalents.yaml`: the mutants that are as right as the solution, each with the reason."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any, NamedTuple, cast

import msgspec

from nngrade.course import yamlfile
from nngrade.course.model import Course, Exercise
from nngrade.mutation.mutants import Key, Mutant

Reason = Annotated[str, msgspec.Meta(min_length=10)]


class Equivalent(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A mutant that no check can notice, because for every legal input it is right too.

    `function`, `old` and `new` are those of `nngrade.mutation.mutants.Key`. Without `new` it stands for every mutant of
    the line, and without `old` for every mutant of the function: what the contract leaves free has no wrong mutants,
    only worse ones.
    """

    function: str
    old: str | None = None
    new: str | None = None
    reason: Reason

    def holds(self, key: Key) -> bool:
        """Say whether this is the mutant of that key."""
        return self.function == key.function and self.old in (None, key.old) and self.new in (None, key.new)

    def __str__(self) -> str:
        old, new = ("anything" if one is None else one for one in (self.old, self.new))
        return f"{self.function or 'module'}: {old} -> {new}"


class Sorted(NamedTuple):
    """The mutants to try, and the entries that no mutant fits any more."""

    open: list[Mutant]
    stale: list[Equivalent]


def read_equivalents(course: Course, exercise: Exercise) -> tuple[Equivalent, ...]:
    """Return what stands in an exercise's file, () without one; a `CourseError` names the line that is wrong."""
    path = course.solution(exercise).parent / "equivalents.yaml"
    if not path.is_file():
        return ()
    return cast("tuple[Equivalent, ...]", yamlfile.read(path, cast(Any, tuple[Equivalent, ...])))


def sort_out(mutants: Collection[Mutant], listed: Collection[Equivalent]) -> Sorted:
    """Take the listed mutants out, and find the entries that list none."""
    return Sorted(
        [mutant for mutant in mutants if not any(one.holds(mutant.key) for one in listed)],
        [one for one in listed if not any(one.holds(mutant.key) for mutant in mutants)],
    )
