"""A course of one tiny exercise, made where a test wants it, and submissions graded with it in one session."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from nngrade.__main__ import main
from nngrade.api import DataSource
from nngrade.course.load import load_course
from nngrade.course.model import Course
from nngrade.grading import grade_many
from nngrade.result import ExerciseResult, Result
from nngrade.sandbox import early
from nngrade.submission import read

STUB = """\
def double(x):
    raise NotImplementedError


def pair(x):
    raise NotImplementedError
"""
SOLUTION = """\
import numpy as np


def double(x):
    return 2 * np.asarray(x)


def pair(x):
    return {"sum": np.sum(x), "rows": np.stack([x, np.multiply(3, x)])}
"""
CHECKS = """\
def test_double(same, rng):
    x = rng.normal(size=4)
    same(lambda impl: impl.double(x))


def test_pair(same, rng):
    x = rng.normal(size=3)
    same(lambda impl: impl.pair(x))
"""

TARGETS = {"test_pair": {"targets": ["pair"]}}  # the checks above, each about its own function
MISTAKES = """\
from nngrade.api import Mistake

MISTAKES = (
    Mistake(
        "tripled",
        "double",
        "The number is tripled.",
        "Look at the factor.",
        {"2 * np.asarray(x)": "3 * np.asarray(x)"},
        {"": "def double(x):\\n    return x + x + x\\n"},
    ),
    Mistake("unchanged", "double", "The number stays as it is.", "Multiply it.", {"2 * np.": "np."}),
    Mistake("no-sum", "pair", "The sum is a mean.", "Add up.", {"np.sum(x)": "np.mean(x)"}),
    Mistake("row-doubled", "pair", "The second row is doubled.", "Multiply by 3.", {"multiply(3": "multiply(2"}),
)
"""


def bank(*mistakes: tuple[object, ...]) -> str:
    """Return a file of known mistakes, each given by id, target and forms."""
    lines = [
        f"Mistake({name!r}, {target!r}, 'It is {name}.', 'Look at {target}.', *{forms!r})"
        for name, target, *forms in mistakes
    ]
    return "from nngrade.api import Mistake\nMISTAKES = (" + "".join(f"{line},\n" for line in lines) + ")\n"


def written(body: str, name: str = "double") -> dict[str, str]:
    """Return a form that writes a function of one argument anew."""
    return {"": f"def {name}(x):\n    {body}\n"}


def toy(
    root: Path,
    checks: str = CHECKS,
    solution: str = SOLUTION,
    *,
    stub: str = STUB,
    tests: tuple[str, ...] | None = None,
    more: dict[str, dict[str, Any]] | None = None,
    exercise: str = "01_toy",
    mistakes: str | None = None,
    variants: dict[str, str] | None = None,
    **manifest: Any,
) -> Course:
    """Write a course (or add an exercise to the one in `root`) and load it.

    `tests` are the listed checks (by default those that are written), `more` adds keys to the entry of a check,
    and `manifest` to exercise.yaml. `mistakes` is the text of mistakes.py, `variants` those of right programs.
    """
    folder, solutions = root / "exercises" / exercise, root / "solutions" / exercise
    folder.mkdir(parents=True)
    solutions.mkdir(parents=True)
    (folder / "README.md").write_text("# A toy\n", "utf-8")
    (folder / "toy.py").write_text(stub, "utf-8")
    (folder / "checks.py").write_text(checks, "utf-8")
    (solutions / "toy.py").write_text(solution, "utf-8")
    if mistakes is not None:
        (solutions / "mistakes.py").write_text(mistakes, "utf-8")
    for name, text in (variants or {}).items():
        (solutions / "variants").mkdir(exist_ok=True)
        (solutions / "variants" / name).write_text(text, "utf-8")
    names = re.findall(r"^def (test_\w+)", checks, re.MULTILINE) if tests is None else tests
    left = 100.0 - sum(one["points"] for one in manifest.get("thresholds", ()))
    entries = []
    for index, name in enumerate(names):
        points = left if index == len(names) - 1 else 100.0 // (len(names) + 1)
        left -= points
        entry = {"test": name, "title": f"about {name}", "points": points, "targets": ["double"]}
        entries.append({**entry, "hints": ["first", "second", "third"], **(more or {}).get(name, {})})
    text = {"id": exercise, "title": "A toy", "module": "toy.py", "summary": "small", "checks": entries, **manifest}
    (folder / "exercise.yaml").write_text(json.dumps(text), "utf-8")  # YAML reads JSON
    listed = sorted(path.name for path in (root / "exercises").iterdir())
    (root / "course.yaml").write_text(json.dumps({"name": "toy", "title": "Toys", "exercises": listed}), "utf-8")
    return load_course(root)


def hand_in(course: Course, *sources: str | bytes) -> list[Path]:
    """Write each text as somebody's toy.py; return the files."""
    files = []
    for source in sources:
        folder = course.path / "handed-in" / str(len(list(course.path.glob("handed-in/*"))))
        folder.mkdir(parents=True)
        files.append(folder / "toy.py")
        files[-1].write_bytes(source if isinstance(source, bytes) else source.encode())
    return files


def results(course: Course, targets: list[Path], *, seed: int = 0, **more: Any) -> list[Result]:
    """Grade files or folders in one session, all exercises of the course."""
    graded: list[Result] = []
    batch = [(str(target), [read(course, one, target) for one in course.exercises]) for target in targets]
    more.setdefault("source", DataSource(None, course.path / "cache", embedded=True))
    grade_many(course, course.exercises, batch, graded.append, seed=seed, **more)
    return graded


def grade(course: Course, *sources: str | bytes, **more: Any) -> list[ExerciseResult]:
    """Grade each text as somebody's toy.py; return the results for the first exercise."""
    return [result.exercises[0] for result in results(course, hand_in(course, *sources), **more)]


def workspace(root: Path) -> Path:
    """Make a course of two exercises in `root`, and a workspace with the right answer to the first; return that."""
    toy(root / "course", exercise="02_more")
    toy(root / "course", limits={"check_seconds": 3})
    place = root / "work"
    for name, source in (("01_toy", SOLUTION), ("02_more", STUB)):
        (place / name).mkdir(parents=True)
        (place / name / "toy.py").write_text(source, "utf-8")
    (place / "nngrade.toml").write_text('course = "toy"\nversion = "1"\n', "utf-8")
    return place


def clean_environment(place: Path, **more: str) -> dict[str, str]:
    """Return an environment for a process in a workspace, with a folder of its own for temporary files."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("NNGRADE_", "_NNGRADE"))}
    temporary = place.parent / "temporary"
    temporary.mkdir(exist_ok=True)
    return {**kept, "NNGRADE_COURSE": str(place.parent / "course"), "TMPDIR": str(temporary), **more}


class Ran(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


def in_process(monkeypatch: Any, capfd: Any, course: Path, here: Path) -> Callable[..., Ran]:
    """Return the command line as a function, in this process: without the half second that a start takes."""
    for name in [name for name in os.environ if name.startswith(("NNGRADE_", "_NNGRADE"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("NNGRADE_COURSE", str(course))
    monkeypatch.setenv("NNGRADE_CACHE_DIR", str(course.parent / "cache"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(early, "start", lambda argv: None)  # what it starts ends with the process only

    def run(*arguments: object, cwd: Path = here) -> Ran:
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "argv", ["nngrade", *map(str, arguments)])
        code = main()
        return Ran(code, *capfd.readouterr())

    return run


def in_terminal(command: list[str], cwd: Path, env: dict[str, str], stream: str) -> tuple[int, str, str]:
    """Run a command with a terminal as `stdout` or `stderr`; return its code, the other stream, what the screen got."""
    import pty  # not on every system, unlike what else is here

    ours, theirs = pty.openpty()
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: theirs}
    env = {**env, "COLUMNS": "80", "TERM": "xterm-256color"}
    running = subprocess.Popen(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, **streams)
    os.close(theirs)
    shown = bytearray()

    def listen() -> None:
        with contextlib.suppress(OSError):  # the other end is closed
            while data := os.read(ours, 4096):
                shown.extend(data)

    listener = threading.Thread(target=listen)
    listener.start()
    out, err = running.communicate(timeout=60)
    listener.join(10)
    os.close(ours)
    return running.returncode, (out or err or b"").decode(), shown.decode()


def statuses(graded: ExerciseResult) -> list[str]:
    """Return the verdicts in the order of the manifest."""
    return [check.status for check in graded.checks]
