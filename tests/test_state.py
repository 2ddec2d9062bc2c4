"""What a workspace remembers: written whole, never in the way of a grade."""

from __future__ import annotations

import os

import msgspec
import pytest
from nngrade.opened import Folder
from nngrade.result import CheckResult, CourseInfo, Environment, ExerciseResult, Result, SubmissionInfo
from nngrade.state import State


def result(score: float = 40.0, status: str = "failed", checks: tuple[str, ...] = ("failed", "skipped")) -> Result:
    verdicts = tuple(
        CheckResult(name, name, (name,), verdict, 0.0, 50.0, 0.0, "visible", None, None, None, "")
        for name, verdict in zip(("test_a", "test_b"), checks, strict=True)
    )
    exercise = ExerciseResult("01_double", status, score, 100.0, 0.1, (), {}, verdicts)
    environment = Environment("0", "3", "2", "linux", "process", 0)
    submission, course = SubmissionInfo(".", ""), CourseInfo("small", "")
    return Result("nngrade/result/v1", environment, submission, course, score, 100.0, status, (exercise,))


@pytest.fixture
def said():
    return []


@pytest.fixture
def state(tmp_path, said):
    return State(tmp_path, said.append)


def test_nothing_is_remembered_at_first(state, said):
    assert state.read().exercises == {}
    assert said == []
    assert not state.file.parent.exists()


def test_a_score_is_remembered(state, said):
    state.record(result(40.5))
    found = state.read().exercises["01_double"]
    assert (found.score, found.max_score, found.status) == (40.5, 100.0, "failed")
    assert [file.name for file in state.file.parent.iterdir()] == ["state.json"]
    assert said == []


def test_a_fault_of_the_grader_is_no_score(state):
    state.record(result(40.0))
    state.record(result(0.0, "infra", ("infra", "infra")))
    assert state.read().exercises["01_double"].score == 40.0


def test_hints_come_one_by_one_and_the_last_again(state):
    assert [state.next_hint("01_double", "test_a") for _ in range(5)] == [
        (1, False),
        (2, False),
        (3, False),
        (3, True),
        (3, True),
    ]
    assert state.next_hint("01_double", "test_b") == (1, False)


def test_what_passes_needs_its_hints_anew(state):
    state.next_hint("01_double", "test_a")
    state.next_hint("01_double", "test_b")
    state.record(result(50.0, "failed", ("passed", "failed")))
    assert state.read().exercises["01_double"].hints == {"test_b": 1}


def test_another_mistake_in_the_same_check_begins_with_its_first_hint(state):
    ask = state.next_hint
    assert [ask("01_double", "test_a", name)[0] for name in ("", "summed", "summed", "", "halved", "summed")] == [
        1,
        1,
        2,
        2,
        1,
        3,
    ]
    assert ask("01_double", "test_a", "summed") == (3, True)
    assert state.read().exercises["01_double"].hints == {"test_a": 2, "test_a#summed": 3, "test_a#halved": 1}


def test_what_passes_forgets_the_hints_of_its_mistakes_too(state):
    for check, mistake in (("test_a", "summed"), ("test_a", ""), ("test_b", "a+b"), ("test_b", "")):
        state.next_hint("01_double", check, mistake)
    state.record(result(50.0, "failed", ("passed", "failed")))
    assert state.read().exercises["01_double"].hints == {"test_b#a+b": 1, "test_b": 1}
    state.record(result(100.0, "passed", ("passed", "passed")))
    assert state.read().exercises["01_double"].hints == {}


def test_a_score_and_its_hints_can_be_forgotten(state):
    state.record(result())
    state.forget("01_double")
    state.forget("07_no")
    assert state.read().exercises == {}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b'{"schema": "other"}',
        b'{"exercises": {"01_double": {"hints": {"a": "x"}}}}',
        b"[" * 9999,
        b'{"exercises": {"01_double": {"score": 1e400}}}',
        b'{"exercises": {"01_double": {"max_score": -1}}}',
    ],
)
def test_a_damaged_file_is_set_aside_and_named(state, said, content):
    for number in ("", "-2"):
        state.file.parent.mkdir(exist_ok=True)
        state.file.write_bytes(content)
        state.record(result())
        assert (state.file.parent / f"state.damaged{number}.json").read_bytes() == content
        assert f"it is now state.damaged{number}.json" in said[-1]
    assert state.read().exercises["01_double"].score == 40.0


def test_a_number_of_hints_out_of_range_is_none(state):
    state.file.parent.mkdir()
    state.file.write_text('{"schema": "nngrade/state/v1", "exercises": {"e": {"hints": {"a": -7, "b": 99}}}}')
    assert state.next_hint("e", "a") == (1, False)
    assert state.next_hint("e", "b") == (3, True)


def test_a_link_is_not_followed(state, said, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    state.file.parent.symlink_to(elsewhere)
    state.record(result())
    assert list(elsewhere.iterdir()) == []
    assert "nothing was remembered" in said[-1]


@pytest.mark.parametrize("make", [lambda file: file.mkdir(), lambda file: os.mkfifo(file)])
def test_what_is_no_file_is_set_aside(state, said, make):
    state.file.parent.mkdir()
    make(state.file)
    state.record(result())
    assert state.read().exercises["01_double"].score == 40.0
    assert "was damaged" in said[0]


def test_a_pipe_that_cannot_be_moved_away_is_not_waited_for(state, said, monkeypatch):
    state.file.parent.mkdir()
    os.mkfifo(state.file)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Folder, "rename", refuse)
    state.record(result())
    assert said[-1].startswith("nothing was remembered: ") and "no ordinary file" in said[-1]


def test_what_cannot_be_written_is_said_and_nothing_else_happens(state, said):
    state.file.parent.write_text("a file where the folder should be")
    state.record(result())
    assert state.next_hint("01_double", "test_a") == (1, False)
    assert said[-1].startswith("nothing was remembered: ")


def test_no_half_written_file_is_left(state, monkeypatch):
    state.record(result(40.0))
    before = state.file.read_bytes()

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        state.record(result(50.0))
    assert state.file.read_bytes() == before
    assert [file.name for file in state.file.parent.iterdir()] == ["state.json"]
    assert msgspec.json.decode(before)["schema"] == "nngrade/state/v1"
