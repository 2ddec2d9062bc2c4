"""The one base error: what was typed, what was expected, one next step, and no traceback."""

from __future__ import annotations

import click

USAGE = 2
SETUP = 3


class NngradeError(click.ClickException):
    """A mistake in how nngrade was called: the sentence names the thing and the next step (exit code 2)."""

    exit_code = USAGE


class SetupError(NngradeError):
    """The grader, the course, a plugin or the machine is at fault (exit code 3)."""

    exit_code = SETUP


class CourseError(SetupError):
    """A course that cannot be used as it is written: the message names the file and the place in it."""
