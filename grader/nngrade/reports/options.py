"""The options of the reporters, given as `--option KEY=VALUE`."""

from __future__ import annotations

import msgspec

from nngrade.result import Visibility

EPOCH = "1970-01-01T00:00:00"


class JunitOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`suite` is the name of the whole; `timestamp` is the epoch unless given: same submission, same report."""

    suite: str = "nngrade"
    timestamp: str = EPOCH


class GradescopeOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who sees the whole, and the grader's standard output, on Gradescope."""

    visibility: Visibility = "visible"
    stdout_visibility: Visibility = "hidden"


class GithubOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whether to write Markdown to the file that `GITHUB_STEP_SUMMARY` names."""

    summary: bool = True
