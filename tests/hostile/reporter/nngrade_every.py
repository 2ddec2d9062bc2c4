"""A reporter that writes every format at once: a case is graded once, and all its reports are judged."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import msgspec
from nngrade.api import ReportContext, Reporter
from nngrade.plugins.hookspecs import hookimpl
from nngrade.result import Result

MODULES = ("terminal", "plain", "junit", "github", "gradescope")


class Options(msgspec.Struct, frozen=True):
    """`folder` is where all reports but JSON go."""

    folder: str = "."


def report(result: Result, context: ReportContext) -> str:
    """Write a file for each format; return the JSON, as `--format json` does."""
    plain = msgspec.structs.replace(context, options=None)
    for name in MODULES:
        text = import_module(f"nngrade.reports.{name}").report(result, plain)
        Path(context.options.folder, name).write_text(text, "utf-8", "backslashreplace")
    return import_module("nngrade.reports.json_report").report(result, plain)


@hookimpl
def nngrade_reporters() -> list[Reporter]:
    """Return the one reporter."""
    return [Reporter("every", "all formats, for the tests", ("result",), "text", report, Options)]
