"""What an audit found: answers to questions, and the figures of known mistakes and variants."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

SCHEMA: Literal["nngrade/audit/v1"] = "nngrade/audit/v1"


class Finding(msgspec.Struct, frozen=True):
    """One line of the audit: what was asked of which exercise, and what is wrong ("" when it is as it should be)."""

    exercise: str
    question: str
    problem: str


class Figures(msgspec.Struct, frozen=True):
    """Counts over all gradings of known mistakes and accepted variants.

    Attributes
    ----------
    mistakes, mistake_gradings : int
        The known mistakes, and how often they were graded (each form, with each seed).
    caught, placed, named, misnamed : int
        Of these gradings: some points were lost; they were lost in the mistake's own function and in what depends
        on it alone; its own sentence was told; another one's was.
    variants, variant_gradings, full : int
        The variants, how often they were graded, and how often with full marks.
    """

    mistakes: int = 0
    mistake_gradings: int = 0
    caught: int = 0
    placed: int = 0
    named: int = 0
    misnamed: int = 0
    variants: int = 0
    variant_gradings: int = 0
    full: int = 0

    def __add__(self, other: Figures) -> Figures:
        """Return the sums."""
        pairs = zip(msgspec.structs.astuple(self), msgspec.structs.astuple(other), strict=True)
        return Figures(*(one + two for one, two in pairs))


class Audit(msgspec.Struct, frozen=True):
    """The whole of it."""

    schema: Literal["nngrade/audit/v1"]
    course: str
    seeds: tuple[int, ...]
    status: Literal["passed", "failed"]
    figures: Figures
    findings: tuple[Finding, ...]

    @property
    def wrong(self) -> list[Finding]:
        """The findings with a problem."""
        return [finding for finding in self.findings if finding.problem]


def whole(course: str, seeds: tuple[int, ...], findings: Iterable[Finding], figures: Figures) -> Audit:
    """Put an audit together."""
    findings = tuple(findings)
    failed = any(finding.problem for finding in findings)
    return Audit(SCHEMA, course, seeds, "failed" if failed else "passed", figures, findings)
