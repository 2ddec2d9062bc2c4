"""The learner's report without colour and with nothing but ASCII signs, for log files and simple screens."""

from __future__ import annotations

from nngrade.api import ReportContext
from nngrade.reports.layout import Look
from nngrade.reports.terminal import render
from nngrade.result import Result


def report(result: Result, context: ReportContext) -> str:
    """Return the same words as the terminal's report."""
    return render(result, context, Look(max(24, min(context.width, 100)), colour=False, dot="-"))
