"""Workers for one submission: fresh ones, a spare one ahead, limits that cover the longest check, nothing left."""

from __future__ import annotations

import pytest
from nngrade.checks.spawn import Spawner, limit
from nngrade.sandbox.handles import Implementation
from nngrade.sandbox.outcome import Raised
from nngrade.sandbox.worker import worker_seed
from nngrade.submission import read
from toy_course import hand_in, toy

COUNT = "count = 0\ndef double(x):\n    global count\n    count += 1\n    return count\n"


def spawner(sandbox, root, source=COUNT, **manifest):
    course = toy(root, **manifest)
    submission = read(course, course.exercises[0], hand_in(course, source)[0])
    return Spawner(sandbox, submission, seed=3)


def test_each_worker_has_the_module_anew(sandbox, tmp_path):
    workers = spawner(sandbox, tmp_path)
    for _ in range(3):
        link = workers.next()
        link.start(5)
        learner = Implementation(link)
        assert [learner.double(0), learner.double(0)] == [1, 2]
        assert learner.fresh().double(0) == 1
        sandbox.dismiss(link.worker)
    workers.close()


def test_a_spare_worker_is_forked_once_and_used_next(sandbox, tmp_path):
    workers = spawner(sandbox, tmp_path)
    workers.prefetch()
    spare = workers.spare
    workers.prefetch()
    assert workers.spare is spare
    assert workers.next() is spare
    assert workers.spare is None
    sandbox.dismiss(spare.worker)
    workers.prefetch()
    last = workers.spare
    workers.close()
    workers.close()
    assert workers.spare is None
    assert last.worker.output == -1


def test_what_the_import_raises_comes_from_next(sandbox, tmp_path):
    workers = spawner(sandbox, tmp_path, "1 / 0")
    with pytest.raises(Raised, match="ZeroDivisionError"):
        workers.next()
    workers.close()


def test_the_copy_is_the_workers_and_not_the_original(sandbox, tmp_path):
    workers = spawner(sandbox, tmp_path, "def double(x):\n    return __file__\n")
    for file in tmp_path.glob("handed-in/*/toy.py"):
        file.write_text("raise RuntimeError('too late')")
    link = workers.next()
    link.start(5)
    found = Implementation(link).double(0)
    assert found.startswith(str(sandbox.folder))
    assert str(tmp_path) not in found
    sandbox.dismiss(link.worker)


def test_the_hard_limit_covers_the_longest_item(sandbox, tmp_path):
    course = toy(tmp_path / "a", limits={"check_seconds": 3, "import_seconds": 2})
    assert limit(course.exercises[0]) == 3
    more = {"test_pair": {"seconds": 7}}
    assert limit(toy(tmp_path / "b", more=more).exercises[0]) == 10
    workers = spawner(sandbox, tmp_path / "c", more=more, limits={"check_seconds": 3, "import_seconds": 2})
    assert workers.job["cpu_seconds"] == 9
    assert workers.job["seed"] == worker_seed(3) not in (3, worker_seed(4))  # a hash of it
    assert workers.job["memory_mb"] == 1024
