"""What the tests of submissions share: a file is written, a path is read as a submission."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nngrade.course.model import Course
from nngrade.submission import Submission, read

CODE = "x = 1\n"


def given(course: Course, target: Path | str, **more: Any) -> Submission:
    """Read what is handed in for the only exercise of a course."""
    return read(course, course.exercises[0], Path(target), **more)


def write(path: Path, data: str | bytes = CODE) -> Path:
    """Write a file, in a folder that need not be there; return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def value_of(line: str, names: dict[str, Any]) -> Any:
    """Return what a printed line is worth at a Python prompt, as for a learner who pastes it."""
    space = dict(names)
    exec(f"_ = {line.strip()}", space)
    return space["_"]
