"""Which exercise is meant by what was typed: `03_backprop`, `3`, `03` or `backprop`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from nngrade.course.model import Course, Exercise
from nngrade.errors import NngradeError


def find_exercise(course: Course, typed: str) -> Exercise:
    """Return the exercise of `course` that `typed` names; a wrong name is an error with the nearest one."""
    found = resolve([exercise.id for exercise in course.exercises], typed)
    return next(exercise for exercise in course.exercises if exercise.id == found)


def resolve(ids: Sequence[str], typed: str) -> str:
    """Return the one of `ids` that `typed` names."""
    # a shell completes the folder's name with a slash
    wanted = typed.strip().rstrip("/\\").casefold()
    for names in ({wanted}, {wanted.lstrip("0")} if wanted.isdecimal() else set()):
        found = [one for one in ids if one.casefold() in names or names & set(short_names(one))]
        if len(found) == 1:
            return found[0]
        if found:
            raise NngradeError(f"{typed!r} names {' and '.join(found)}: write the whole name of one of them.")
    known = {name: one for one in ids for name in (one.casefold(), *short_names(one))}
    near = _closest(wanted, known)
    meant = f"; did you mean {known[near]}?" if near and not wanted.isdecimal() else "."
    raise NngradeError(f"there is no exercise {typed!r}{meant} The exercises are {', '.join(ids)}.")


def short_names(exercise_id: str) -> tuple[str, ...]:
    """Return what an exercise may be called for short: `3`, `03` and `backprop` for `03_backprop`."""
    match = re.fullmatch(r"([0-9]+)[_-](.+)", exercise_id)
    if match is None:
        return ()
    number, name = match.groups()
    return (number.lstrip("0") or "0", number, name.casefold())


def nearest(typed: str, known: Iterable[str]) -> str:
    """Return a clause that names the nearest of `known` names, or all of them; "" when there is none."""
    names = [str(name) for name in known]
    near = _closest(typed, names)
    if near:
        return f"; did you mean {near}?"
    return f"; known: {', '.join(names)}" if names else ""


def _closest(typed: str, names: Iterable[str]) -> str:
    from difflib import get_close_matches  # only a wrong name needs it

    return next(iter(get_close_matches(typed[:100], list(names), n=1, cutoff=0.5)), "")
