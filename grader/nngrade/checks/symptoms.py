"""How the known mistakes fare in the checks, probe by probe, as `nngrade audit --symptoms` writes it beside the bank.

A hundred mistakes may be in one function, and to run a check on each takes most of what naming one costs. What is
wrong where the learner's program is wrong, and nowhere else, is asked first: mostly it is among these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import msgspec

from nngrade.checks.bank import Bank, Suspect
from nngrade.checks.record import Record

NAME = "symptoms.json"
RIGHT, WRONG, END, CUT = "+", "-", "!", "~"


class Table(msgspec.Struct):
    """A file of symptoms: what it belongs to, and by check and pattern the numbers of suspects in the bank."""

    belongs: str
    checks: dict[str, dict[str, str]]


def fared(record: Record) -> str:
    """Return how a run fared: `+` for a right answer, `-` for a wrong one, `!` for a wrong end; `~`: it was cut off."""
    marks = (RIGHT if one.right else END if one.what == "end" else WRONG for one in record.events)
    return "".join(marks) + CUT * record.cut


def belonging(bank: Bank, checks: Path) -> str:
    """Return what stands for the files that symptoms come from, whatever their line endings are."""
    digest = sha256()
    for file in (bank.solution, bank.path, checks):
        text = file.read_bytes().replace(b"\r\n", b"\n") if file.is_file() else b""
        digest.update(b"%d:" % len(text) + text)
    return digest.hexdigest()


class Symptoms:
    """The patterns of a bank's suspects. Without a file, or with one that belongs to other files, all may be it."""

    def __init__(self, suspects: Sequence[Suspect], checks: Mapping[str, Mapping[str, str]]) -> None:
        self.patterns: dict[tuple[str, Suspect], list[str]] = {}
        for check, found in checks.items():
            for marks, numbers in found.items():
                for number in map(int, numbers.split()):
                    self.patterns.setdefault((check, suspects[number]), []).append(marks)

    def alike(self, check: str, record: Record, suspects: Iterable[Suspect]) -> list[Suspect]:
        """Return the suspects that may answer as they were seen to in a learner's run."""
        seen = fared(record)
        return [one for one in suspects if any(_fits(seen, marks) for marks in self._of(check, one, seen))]

    def within(self, check: str, record: Record, suspects: Iterable[Suspect]) -> list[Suspect]:
        """Return the suspects that may explain a part of the first wrong answer, and are wrong nowhere else."""
        seen = fared(record)
        first = min(map(seen.find, {WRONG, END} & set(seen)))
        return [
            one
            for one in suspects
            if any(
                marks[first : first + 1] != RIGHT
                and all(mine == RIGHT for theirs, mine in zip(seen, marks, strict=False) if theirs == RIGHT)
                for marks in (known.rstrip(CUT) for known in self._of(check, one, seen))
            )
        ]

    def _of(self, check: str, suspect: Suspect, seen: str) -> list[str]:
        """Return the patterns of a suspect; where it has none, or more than one by chance, the one that was seen."""
        patterns = self.patterns.get((check, suspect), [])
        return patterns if len(patterns) == 1 else [seen]


def up_to_date(bank: Bank, checks: Path) -> bool:
    """Say whether the symptoms beside a bank are those of the files as they are now."""
    return _table(bank).belongs == belonging(bank, checks)


def read(bank: Bank, checks: Path) -> Symptoms:
    """Return the symptoms beside a bank; where they are missing, broken or out of date, none."""
    table = _table(bank)
    with suppress(OSError, ValueError, IndexError):
        if table.belongs == belonging(bank, checks):
            return Symptoms(bank.suspects, table.checks)
    return Symptoms(bank.suspects, {})


def _table(bank: Bank) -> Table:
    try:
        return msgspec.json.decode(bank.path.with_name(NAME).read_bytes(), type=Table)
    except (OSError, msgspec.MsgspecError):
        return Table("", {})


def _fits(seen: str, marks: str) -> bool:
    """Say whether two runs fared alike, as far as both went."""
    one, other = seen.rstrip(CUT), marks.rstrip(CUT)
    return seen == marks or (one != seen and other.startswith(one)) or (other != marks and one.startswith(other))
