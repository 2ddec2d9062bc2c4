"""The built-in plugin that offers our own course, through the same hook as anyone else's."""

from __future__ import annotations

from nngrade.api import CourseSource
from nngrade.course.content import NAME, content_root
from nngrade.plugins.hookspecs import hookimpl


@hookimpl
def nngrade_courses() -> list[CourseSource]:
    """Offer "Neural networks from NumPy up"."""
    return [CourseSource(NAME, content_root())]
