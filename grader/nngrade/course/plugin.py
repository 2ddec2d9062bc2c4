"""The built-in plugin that offers our own course, through the same hook as anyone else's."""

from __future__ import annotations

from nngrade.api import CourseSource
from nngrade.course.content import content_root
from nngrade.plugins.hookspecs import hookimpl

BUILT_IN = "nngrade"


@hookimpl
def nngrade_courses() -> list[CourseSource]:
    """Offer "Neural networks from NumPy up"."""
    return [CourseSource(BUILT_IN, content_root())]
