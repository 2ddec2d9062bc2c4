"""Answers that fill the grader's memory: they are the learner's failure, and are gone with their check."""

from __future__ import annotations

import gc

import pytest
from nngrade.api import Metric
from nngrade.checks import judge, threshold
from nngrade.checks.guard import TooLong
from nngrade.sandbox import link as link_module
from nngrade.sandbox.handles import Implementation
from nngrade.sandbox.link import Remote
from sandbox_helpers import alive, eventually, spawn
from test_threshold_session import PEOPLE
from toy_course import SOLUTION, grade, statuses, toy

# Right in every number, with half a megabyte beside that nobody asked for.
MORE = SOLUTION.replace('{"sum"', '{"more": np.ones(1 << 16), "sum"') + "\n\n_double = double\n"
HEAVY = MORE + "def double(x): return _double(x) * np.broadcast_to(1.0, (1 << 16, 1))\n"


def no_memory(*_):
    raise MemoryError


@pytest.fixture
def large(monkeypatch):
    """Count a few kilobytes as large."""
    monkeypatch.setattr(link_module, "LARGE", 1 << 14)


@pytest.mark.parametrize("source", [MORE, HEAVY])
def test_they_are_gone_with_their_check(tmp_path, large, monkeypatch, source):
    """What belongs together holds each other, and arrays alone never make the collector run."""
    course = toy(tmp_path / "course")
    left = []

    def watched(*links):
        judge_let_go(*links)
        answers = [one for one in gc.get_objects() if isinstance(one, Implementation) and type(one._link) is Remote]
        left.append(sum(one._link in links for one in answers))

    judge_let_go = judge._let_go
    monkeypatch.setattr(judge, "_let_go", watched)
    gc.disable()
    try:
        graded = grade(course, source)[0]
    finally:
        gc.enable()
    assert statuses(graded) == (["passed", "passed"] if source is MORE else ["failed", "passed"])
    assert len(left) >= 2 and left[-1] == 0
    assert sum(left) <= 1  # of a small answer, which waits for the collector


def test_no_room_for_them_is_the_learners_failure(tmp_path, large, monkeypatch):
    read = Remote._read
    monkeypatch.setattr(Remote, "_read", lambda link, size: no_memory() if size > 1 << 14 else read(link, size))
    graded = grade(toy(tmp_path / "course"), HEAVY)[0]
    assert statuses(graded)[0] == "memory", graded.checks[0].message
    assert "larger than the grader has room for" in graded.checks[0].message


def test_answers_of_a_joined_worker_count_too(sandbox, large):
    """`fresh()` answers for the submission as its first worker does."""
    source = "import numpy as np\ndef f(): return np.ones(1 << 16)"
    first, other = (spawn(sandbox, source) for _ in range(2))
    first.respawn = lambda: other
    joined = Implementation(first).fresh()
    other.imported(10)
    assert not first.large()
    joined.f()
    assert first.large()


def test_no_room_where_they_are_small_is_a_fault_of_ours(sandbox, monkeypatch):
    impl = Implementation(spawn(sandbox, "def f(): return 1"))
    impl._link.imported(10)
    monkeypatch.setattr("nngrade.sandbox.wire.Unpacker.unpack", no_memory)
    with pytest.raises(MemoryError):
        impl.f()


@pytest.mark.parametrize(("least", "status"), [(0, "memory"), (1 << 30, "infra")])
def test_a_threshold_without_room(tmp_path, monkeypatch, trained, least, status):
    monkeypatch.setattr(link_module, "LARGE", least)
    monkeypatch.setattr(threshold, "_labels", no_memory)
    assert [check.status for check in grade(trained, SOLUTION + "def guess(X): return [1, 1]\n")[0].checks][
        -1
    ] == status


def test_a_metric_that_fails_for_odd_predictions_alone_blames_them(monkeypatch, trained):
    def picky(true, found):
        if (true != found).any():
            raise IndexError("no such class")
        return 1.0

    real = threshold.run_threshold
    metric = Metric("picky", "", "higher", picky)
    monkeypatch.setattr(judge, "run_threshold", lambda item, arrays, _, spawn: real(item, arrays, metric, spawn))
    last = grade(trained, SOLUTION + "def guess(X): return [1, 1]\n")[0].checks[-1]
    assert (last.status, "cannot judge: no such class" in last.message) == ("failed", True)


@pytest.fixture
def trained(tmp_path):
    """Return a course with a threshold, and a submission that reaches it."""
    return toy(tmp_path / "course", thresholds=[PEOPLE])


def test_an_import_that_is_cut_short_leaves_no_worker(sandbox, monkeypatch):
    """The time of a check may be over while the next worker imports the module."""
    from nngrade.checks.spawn import Spawner

    link = spawn(sandbox, "def f(): return 1")
    assert eventually(lambda: (sandbox.pump(), link.worker.pid is not None)[1])

    pid = link.worker.pid

    def late(self, seconds):
        raise TooLong

    monkeypatch.setattr(Remote, "imported", late)
    spawner = Spawner.__new__(Spawner)
    spawner.spare, spawner.import_seconds = link, 1.0
    with pytest.raises(TooLong):
        spawner.next()
    assert eventually(lambda: (sandbox.pump(), not alive(pid))[1])
