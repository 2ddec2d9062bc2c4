"""Reads a course: `course.yaml` and the `exercise.yaml` of each exercise, or of the one that is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from nngrade.course import rules, yamlfile
from nngrade.course.find import nearest, resolve
from nngrade.course.model import Course, CourseFile, Exercise
from nngrade.errors import CourseError

# what a run of the exercises leaves behind, and editors and file managers
_NOT_COURSE = {"__pycache__", ".ipynb_checkpoints", ".DS_Store", ".pytest_cache", ".mypy_cache", ".ruff_cache"}


def load_course(path: Path, only: str | None = None) -> Course:
    """Return the course in the folder `path`.

    With `only` (as typed: `3`, `03`, `backprop`) the course holds that exercise alone and no other file is parsed.
    A course that cannot be used as it is written is a `CourseError`; a wrong name in `only` is a `NngradeError`.
    """
    listed = load_course_file(path)
    wanted = listed.exercises if only is None else (resolve(listed.exercises, only),)
    exercises = tuple(load_exercise(path, one, listed.exercises) for one in wanted)
    return Course(name=listed.name, title=listed.title, path=path, exercises=exercises)


def load_course_file(path: Path) -> CourseFile:
    """Return what `course.yaml` in the folder `path` says, without reading any exercise."""
    file = path / "course.yaml"
    if not file.is_file():
        raise CourseError(f"{path} is no course: a course is a folder with course.yaml, exercises/ and solutions/.")
    listed = yamlfile.read(file, CourseFile)
    if not listed.exercises:
        yamlfile.refuse(file, "exercises", "the list is empty; name at least one folder of exercises/")
    for index, one in enumerate(listed.exercises):
        place = f"exercises[{index}]"
        if one in listed.exercises[:index]:
            yamlfile.refuse(file, place, f"{one!r} stands twice")
        if not (path / "exercises" / one / "exercise.yaml").is_file():
            folders = sorted(folder.parent.name for folder in path.glob("exercises/*/exercise.yaml"))
            yamlfile.refuse(file, place, f"there is no exercises/{one}/exercise.yaml{nearest(one, folders)}")
    return listed


def load_exercise(course: Path, exercise_id: str, ids: Sequence[str] | None = None) -> Exercise:
    """Return one exercise of the course in the folder `course`, read and checked; `ids` are the course's, in order."""
    if ids is None:
        ids = load_course_file(course).exercises
        exercise_id = resolve(ids, exercise_id)
    file = course / "exercises" / exercise_id / "exercise.yaml"
    exercise = yamlfile.read(file, Exercise)
    for place, problem in rules.broken(exercise, course, exercise_id, ids):
        yamlfile.refuse(file, place, problem)
    return exercise


def course_sha256(course: Course) -> str:
    """Return the SHA-256 of the sorted lines `sha256  relative/path` of the course's files.

    All exercises count, also where `course` was loaded with `only`: it names the course, not the part in use.
    """
    from hashlib import sha256  # 1 ms that `list` need not pay

    lines = [
        f"{sha256(file.read_bytes()).hexdigest()}  {file.relative_to(course.path).as_posix()}"
        for file in _files(course.path)
    ]
    return sha256("".join(f"{line}\n" for line in sorted(lines)).encode("utf-8", "surrogateescape")).hexdigest()


def _files(path: Path) -> Iterator[Path]:
    yield path / "course.yaml"
    for top in ("exercises", "solutions"):
        for file in (path / top).rglob("*"):
            inside = file.relative_to(path).parts
            if file.is_file() and file.suffix != ".pyc" and not _NOT_COURSE.intersection(inside):
                yield file
