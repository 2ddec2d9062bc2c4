"""The table of objects: one request, one reply, whatever the module's code has made of its process."""

from __future__ import annotations

import os
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from nngrade.sandbox import objects, wire
from nngrade.sandbox.objects import Table, _same


def table(source: str, scratch: Path) -> Table:
    module = ModuleType("work")
    code = compile(source, "/copy/work.py", "exec")
    exec(code, vars(module))
    made = Table(module, scratch)
    made.sources = {"/copy/work.py": "work.py"}
    return made


def ask(made: Table, operation: Any, *trees: Any) -> list[Any]:
    reply, packer = made.execute([operation, *trees], memoryview(b""))
    assert wire.frame([1, *reply], packer)  # it can be sent
    return reply


def test_a_request_is_answered(tmp_path: Path) -> None:
    made = table("def add(a, b=1): return a + b", tmp_path)
    assert ask(made, "call", "add", [1], []) == ["ok", 2, []]
    assert ask(made, "call", "add", [1], [["b", 5]]) == ["ok", 6, []]
    assert ask(made, "has", "add") == ["ok", True, []]
    assert ask(made, "call", "ad", [], []) == ["missing", "ad", ["add"]]
    assert ask(made, "attr", "add", "__name__") == ["ok", "add", []]


def test_the_lines_of_a_traceback_are_the_learners_own(tmp_path: Path) -> None:
    made = table("import json\n\ndef f(n):\n    return f(n - 1) if n else json.loads('{')\n", tmp_path)
    kind, types, message, lines, blocked = ask(made, "call", "f", [30], [])
    assert (kind, types[0], blocked) == ("error", "JSONDecodeError", False)
    assert len(lines) == objects.MAX_FRAMES
    assert {(file, line, name) for file, line, name, _ in lines} == {("work.py", 4, "f")}
    assert "json" not in message


def test_a_request_that_is_none_is_an_error(tmp_path: Path) -> None:
    made = table("", tmp_path)
    for request in (["explode"], [], ["call"], ["call", 99, [], []], ["attr", 99, "x"], ["next", 5], ["write", "a", 1]):
        reply, packer = made.execute(request, memoryview(b""))
        assert reply[0] == "error", request
        assert wire.frame([1, *reply], packer)


def test_reading_and_writing_in_the_scratch_folder(tmp_path: Path) -> None:
    made = table("", tmp_path)
    assert made.do_read(None, "none") is None  # type: ignore[arg-type]
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "pipe")
    with open(tmp_path / "large", "wb") as file:
        file.truncate(objects.MAX_FILE + 1)
    for name in ("folder", "link", "pipe", "large"):
        assert made.do_read(None, name) is None, name  # type: ignore[arg-type]
    (tmp_path / "a").write_bytes(b"x")
    assert made.do_read(None, "a") == b"x"  # type: ignore[arg-type]


def test_a_large_reply_is_an_error_that_can_be_sent(tmp_path: Path) -> None:
    made = table("def f(): return [bytes(600), bytes(600)]", tmp_path)
    made.limit = 1000
    reply = ask(made, "call", "f", [], [])
    assert reply[:2] == ["error", ["ReplyTooLarge"]] and reply[2].startswith("the reply is more than")


def test_code_that_ruins_its_own_process_answers_with_an_error(tmp_path: Path) -> None:
    made = table(
        """
class Bomb:
    def __getattribute__(self, name): raise SystemExit
    def __len__(self): raise SystemExit
bomb = Bomb()
def get(): return bomb
def bad(items): items[0] = bomb
def lying(items):
    class L(list):
        def __len__(self): return 1
        def __iter__(self): return iter([bomb] * 10)
    items.append(L())
    return L([1, 2])
def __getattr__(name):
    raise AttributeError(name)
""",
        tmp_path,
    )
    assert ask(made, "call", "get", [], [])[0] in ("ok", "error")
    assert ask(made, "call", "bad", [["l", [1.0]]], []) == ["ok", None, ["0"]]
    assert ask(made, "call", "lying", [["l", []]], [])[2] == ["0"]
    assert ask(made, "call", "nothing", [], [])[0] == "missing"
    made.blocked = lambda error: 1 / 0 > 0
    assert ask(made, "call", "bad", [], [])[0] == "error"


ONE = np.array([1.0, np.nan, -0.0])


@pytest.mark.parametrize(
    ("now", "sent", "same"),
    [
        (ONE, ONE.copy(), True),
        (ONE, np.array([1.0, np.nan, 0.0]), False),
        (ONE, ONE.astype("f4"), False),
        (ONE.reshape(3, 1), ONE, False),
        (ONE.tolist(), ONE, False),
        (np.zeros((2, 0)), np.zeros((2, 0)), True),
        (np.zeros((2, 0)), np.zeros((0, 2)), False),
        (np.array(1j), np.array(1j), True),
        (np.arange(6).reshape(2, 3).T, np.array([[0, 3], [1, 4], [2, 5]]), True),
        (np.array([True]), np.array([False]), False),
        (float("nan"), float("nan"), True),
        (np.float32("nan"), np.float32("nan"), True),
        (1, True, False),
        (1.0, 1, False),
        ("a", "a", True),
        (None, None, True),
        (ONE, 1.0, False),
        ([1, ONE], [1, ONE], True),
        ([1], (1,), False),
        ([1], [1, 2], False),
        (5, [1], False),
        ({"a": ONE, "b": 1}, {"a": ONE, "b": 1}, True),
        ({"b": 1, "a": 1}, {"a": 1, "b": 1}, False),
        ([], {}, False),
        (np.random.default_rng(1), np.random.default_rng(2), True),
    ],
)
def test_what_counts_as_changed(now: Any, sent: Any, same: bool) -> None:
    assert _same(now, sent) is same
