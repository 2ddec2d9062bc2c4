"""The corpus of hostile, broken and odd submissions, each graded by the real command line with traps around it.

A run starts some 70 graders, two at a time. The cases marked `seldom`, which are much like others or slow, are left
to `HOSTILE_ALL=1` and to `python -m hostile_runs`.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import hostile_made
import pytest
from hostile_case import SUBMISSIONS, Case, entries
from hostile_labels import warmed
from hostile_runner import Run, faults, run
from nngrade.sandbox.sandbox import Sandbox
from sandbox_helpers import demand

WORKERS = 2
CASES = [Case(name, entry) for name, entry in entries().items()]
Runs = dict[str, Future[Run]]


def left_out(case: Case) -> str:
    """Return why a case is not tried here, or ""."""
    if case.entry.seldom and not os.environ.get("HOSTILE_ALL"):
        return "seldom tried: HOSTILE_ALL=1 tries it too"
    if case.entry.ordinary and os.geteuid() == 0:
        return "root may read everything"
    return "only root makes it" if case.entry.root and os.geteuid() != 0 else ""


@pytest.fixture(scope="session")
def runs(request: pytest.FixtureRequest) -> Iterator[Runs]:
    """Start every case that was selected; each test waits for its own. What the kernel cannot enforce is skipped."""
    with Sandbox() as sandbox:
        demand(sandbox, "landlock", "seccomp")
    chosen = [item.callspec.params.get("case") for item in request.session.items if hasattr(item, "callspec")]
    cache = Path(tempfile.mkdtemp(prefix="hx-cache-"))
    labels, pool = warmed(cache), ThreadPoolExecutor(WORKERS)
    try:
        yield {
            case.name: pool.submit(run, case, cache, labels)
            for case in chosen
            if isinstance(case, Case) and not left_out(case)
        }
    finally:
        pool.shutdown(cancel_futures=True)
        shutil.rmtree(cache)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_comes_to_what_is_expected(request: pytest.FixtureRequest, case: Case) -> None:
    if reason := left_out(case):
        pytest.skip(reason)
    done = request.getfixturevalue("runs")[case.name].result()
    if done.skipped:
        pytest.skip(done.skipped)
    assert faults(case, done) == []


def test_every_file_has_an_entry_and_every_entry_a_file():
    there = {path.name.removesuffix(".py") for path in SUBMISSIONS.iterdir() if path.name != "__pycache__"}
    made = {name for name, entry in entries().items() if entry.made}
    assert there == set(entries()) - made
    assert all(callable(getattr(hostile_made, name, None)) for name in made)


def test_every_case_says_in_its_first_line_what_it_tries():
    for path in sorted(SUBMISSIONS.iterdir()):
        file = path if path.is_file() else next(path.rglob("*hostile.py"))
        first = file.read_text("utf-8").split("\n", 1)[0]
        assert first.startswith(('"""', "#", '{"cells"')) and len(first) > 20, path.name


def test_the_corpus_is_as_large_as_it_must_be():
    honest = [case for case in CASES if case.name.startswith("honest_")]
    assert len(CASES) >= 300 and len(honest) >= 40
    assert sum(not case.entry.seldom for case in CASES) >= 60
    assert sum(not case.entry.seldom for case in honest) >= 15
    assert all(case.honest and case.bounds == (100, 100) for case in honest)
    assert sum(case.entry.exercise == "03_backprop" for case in CASES) >= 12
