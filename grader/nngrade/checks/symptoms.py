"""How the known mistakes fare in the checks, probe by probe, as `nngrade audit --symptoms` writes it beside the bank.

A hundred mistakes may be in one function, and to run a check on each takes most of what naming one costs. What is
wrong where the learner's program is wrong, and nowhere else, is asked first: mostly it is among these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec

from nngrade.checks.alike import NUMBER, Ended
from nngrade.checks.bank import Bank, Suspect
from nngrade.checks.record import Record

NAME = "symptoms.json"
RIGHT, WRONG, END, CUT = "+", "-", "!", "~"
FLAW_DIGITS = 4


class Table(msgspec.Struct):
    """A file of symptoms: what it belongs to, and by check and symptom the numbers of suspects in the bank."""

    belongs: str
    checks: dict[str, dict[str, str]]


class Symptom(NamedTuple):
    """What was seen of a run, but for the random numbers: written as "++-- 1f0c".

    `marks` has a `+` for a right answer, `-` for a wrong one, `!` for a wrong end, and `~` at last where it was cut
    off. `flaw` stands for what is wrong with the first wrong answer: which of its parts are, or how it ended.
    """

    marks: str
    flaw: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, self))


def symptom(record: Record) -> Symptom:
    """Return what was seen of a run."""
    marks = (RIGHT if one.right else END if one.what == "end" else WRONG for one in record.events)
    first = next(iter(record.wrong), None)
    flaws: Iterable[str] = () if first is None else first.flaws
    if first is not None and isinstance(first.answer, Ended):
        flaws = (first.answer.kind, NUMBER.sub("#", first.answer.words))
    flaw = sha256("\n".join(flaws).encode("utf-8", "replace")).hexdigest()[:FLAW_DIGITS] if flaws else ""
    return Symptom("".join(marks) + CUT * record.cut, flaw)


def belonging(bank: Bank, checks: Path) -> str:
    """Return what stands for the files that symptoms come from, whatever their line endings are."""
    digest = sha256()
    for file in (bank.solution, bank.path, checks):
        text = file.read_bytes().replace(b"\r\n", b"\n") if file.is_file() else b""
        digest.update(b"%d:" % len(text) + text)
    return digest.hexdigest()


class Symptoms:
    """What was seen of a bank's suspects. Without a file, or with one that belongs to other files, all may be it."""

    def __init__(self, suspects: Sequence[Suspect], checks: Mapping[str, Mapping[str, str]]) -> None:
        seen: dict[tuple[str, Suspect], list[Symptom]] = {}
        for check, found in checks.items():
            for text, numbers in found.items():
                for number in map(int, numbers.split()):
                    seen.setdefault((check, suspects[number]), []).append(Symptom(*text.split(" ", 1)))
        self.known = {key: _common(found) for key, found in seen.items()}

    def alike(self, check: str, record: Record, suspects: Iterable[Suspect]) -> list[Suspect]:
        """Return the suspects that may answer as they were seen to in a learner's run."""
        seen = symptom(record)
        return [one for one in suspects if _alike(seen, self._of(check, one))]

    def within(self, check: str, record: Record, suspects: Iterable[Suspect]) -> list[Suspect]:
        """Return the suspects that may explain a part of the first wrong answer, and are wrong nowhere else."""
        seen = symptom(record).marks
        first = min(map(seen.find, {WRONG, END} & set(seen)))
        known = ((one, self._of(check, one).marks) for one in suspects)
        return [one for one, marks in known if not marks or _within(seen, marks.rstrip(CUT), first)]

    def _of(self, check: str, suspect: Suspect) -> Symptom:
        return self.known.get((check, suspect), Symptom(""))


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


def _common(found: Sequence[Symptom]) -> Symptom:
    """Return what was the same with every seed; "" for what was not."""
    return Symptom(*(each[0] if len(set(each)) == 1 else "" for each in zip(*found, strict=True)))


def _alike(seen: Symptom, known: Symptom) -> bool:
    """Say whether a learner's run may be that of a suspect, as far as that one is known."""
    flaws = {seen.flaw, known.flaw} - {""}
    return (not known.marks or _fits(seen.marks, known.marks)) and len(flaws) < 2


def _fits(seen: str, marks: str) -> bool:
    """Say whether two runs fared alike, as far as both went."""
    one, other = seen.rstrip(CUT), marks.rstrip(CUT)
    return seen == marks or (one != seen and other.startswith(one)) or (other != marks and one.startswith(other))


def _within(seen: str, marks: str, first: int) -> bool:
    """Say whether a run was right wherever the learner's was, and not right at the learner's first wrong answer."""
    pairs = zip(seen, marks, strict=False)
    return marks[first : first + 1] != RIGHT and all(mine == RIGHT for theirs, mine in pairs if theirs == RIGHT)
