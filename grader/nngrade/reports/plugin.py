"""The built-in reports, registered through the same hook as anyone else's."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from nngrade.api import ReportContext, Reporter
from nngrade.plugins.hookspecs import hookimpl
from nngrade.reports.options import GithubOptions, GradescopeOptions, JunitOptions
from nngrade.result import Result


@hookimpl
def nngrade_reporters() -> list[Reporter]:
    """Return the formats of the project, the default one first."""
    return [
        Reporter("terminal", "for a learner: what is wrong, what to do next", ("result",), "text", _lazy("terminal")),
        Reporter("plain", "the same without colour, ASCII signs only", ("result",), "text", _lazy("plain")),
        Reporter("json", "nngrade/result/v1, for programs", ("result",), "text", _lazy("json_report")),
        Reporter("junit", "JUnit XML (xunit2), for CI", ("result",), "text", _lazy("junit"), JunitOptions),
        Reporter(
            "github", "GitHub Actions: annotations and summary", ("result",), "text", _lazy("github"), GithubOptions
        ),
        Reporter(
            "gradescope", "Gradescope's results.json", ("result",), "text", _lazy("gradescope"), GradescopeOptions
        ),
    ]


def _lazy(module: str) -> Callable[[Result, ReportContext], str]:
    # a format is imported when it is used: asking for the names of all costs a learner nothing
    def report(result: Result, context: ReportContext) -> str:
        text: str = import_module(f"nngrade.reports.{module}").report(result, context)
        return text

    return report
