"""The result as JSON, `nngrade/result/v1`, from which every other report can be made again."""

from __future__ import annotations

from typing import Any

import msgspec

from nngrade.api import ReportContext
from nngrade.reports.escape import visible
from nngrade.reports.feedback import view
from nngrade.result import Result


def report(result: Result, context: ReportContext) -> str:
    """Return the result as indented JSON in the order of the structs, with a newline at the end."""
    return dump(msgspec.to_builtins(view(result, context.feedback)))


def dump(document: Any) -> str:
    """Return plain data as indented JSON; text is made visible first, since a lone surrogate has no UTF-8."""
    return msgspec.json.format(msgspec.json.encode(_readable(document)), indent=2).decode() + "\n"


def _readable(value: Any) -> Any:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {_readable(key): _readable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_readable(item) for item in value]
    return value
