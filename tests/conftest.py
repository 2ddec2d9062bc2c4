"""What several test files share: a course of two tiny exercises, the command line as a user runs it, a sandbox."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from nngrade.checks import guard
from nngrade.sandbox.sandbox import Sandbox
from sandbox_helpers import Make, learner, local

# Hypothesis has a callback of the garbage collector's, and what is raised in one is lost, with a warning.
guard.UNBROKEN.append("hypothesis.internal.conjecture.junkdrawer")

MANIFEST = """\
id: {id}
title: The exercise {id}
module: {module}.py
summary: a small one
checks:
  - test: test_double
    title: "double: twice the number"
    points: 60
    targets: [double]
    hints: [first hint, second hint, third hint]
  - test: test_half
    title: "half: half the number"
    points: 40
    targets: [half]
    depends: [test_double]
    hints: [look at half, think of halves, return x / 2]
"""
STUB = """\
def double(x):
    raise NotImplementedError


def half(x):
    raise NotImplementedError
"""
CHECKS = """\
def test_double(same):
    same(lambda impl: impl.double(3.0))


def test_half(same):
    same(lambda impl: impl.half(3.0))
"""
SOLUTION = """\
def double(x):
    return 2 * x


def half(x):
    return x / 2
"""


@dataclass
class SmallCourse:
    """A course on disk that a test may spoil."""

    root: Path

    def manifest(self, exercise: str = "01_double") -> Path:
        return self.root / "exercises" / exercise / "exercise.yaml"

    def edit(self, old: str, new: str, file: Path | None = None) -> None:
        file = file or self.manifest()
        text = file.read_text("utf-8")
        assert old in text, f"{old!r} is not in {file}"
        file.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def small_course(tmp_path: Path) -> SmallCourse:
    """A fresh course named `small` with the exercises 01_double and 02_half."""
    root = tmp_path / "course"
    for one, module in (("01_double", "double"), ("02_half", "half")):
        folder, solution = root / "exercises" / one, root / "solutions" / one
        folder.mkdir(parents=True)
        solution.mkdir(parents=True)
        (folder / "exercise.yaml").write_text(MANIFEST.format(id=one, module=module), "utf-8")
        (folder / "README.md").write_text(f"# The lesson of {one}\n\nA *word* and `code`.\n", "utf-8")
        (folder / f"{module}.py").write_text(STUB, "utf-8")
        (folder / "checks.py").write_text(CHECKS, "utf-8")
        (solution / f"{module}.py").write_text(SOLUTION, "utf-8")
    (root / "course.yaml").write_text("name: small\ntitle: A small course\nexercises: [01_double, 02_half]\n", "utf-8")
    return SmallCourse(root)


@dataclass
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


@pytest.fixture
def nngrade(tmp_path: Path):
    """Run `python -m nngrade …` in a folder (by default an empty one), as a user would: a process, pipes, no colour."""
    empty = tmp_path / "here"
    empty.mkdir()

    def run(*arguments: object, cwd: Path | None = None, env: dict[str, str] | None = None, **more: object) -> Ran:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("NNGRADE_", "_NNGRADE"))}
        environment = {**kept, "COLUMNS": "80", "NNGRADE_CACHE_DIR": str(tmp_path / "cache"), **(env or {})}
        command = [sys.executable, "-m", "nngrade", *map(str, arguments)]
        done = subprocess.run(
            command, cwd=cwd or empty, env=environment, capture_output=True, text=True, timeout=120, check=False, **more
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """A sandbox for the tests of one file."""
    with Sandbox() as one:
        yield one


@pytest.fixture(params=["here", "worker"])
def make(request: pytest.FixtureRequest, sandbox: Sandbox) -> Make:
    """Make an implementation of a module's source: in this process, and in a worker."""
    return local if request.param == "here" else lambda source: learner(sandbox, source)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder
