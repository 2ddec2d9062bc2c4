"""Links: whatever comes over a worker's channel is an answer or an outcome; the reference is asked alike."""

from __future__ import annotations

import gc
import os
import socket
import struct
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nngrade.sandbox import link as link_module
from nngrade.sandbox.handles import Implementation
from nngrade.sandbox.link import Remote
from nngrade.sandbox.local import Local, load
from nngrade.sandbox.outcome import Garbage, Missing, NotEnded, Outcome, Raised
from nngrade.sandbox.sandbox import Worker
from sandbox_helpers import QUICK


class Session:
    """A session that is none: its one worker says what the test says."""

    def __init__(self) -> None:
        self.channel, self.other = socket.socketpair()
        self.killed: list[Worker] = []
        self.workers: dict[int, Worker] = {}

    def pump(self) -> None:
        pass

    def kill(self, worker: Worker) -> None:
        self.killed.append(worker)
        worker.close()

    def wait(self, worker: Worker, patience: float) -> Any:
        raise NotEnded


def asked(answer: bytes, ask: Any = lambda impl: impl.f(1), start: int = 0) -> Any:
    """Ask a worker that answers with these bytes and closes its channel."""
    session = Session()
    ours, theirs = socket.socketpair()
    read, write = os.pipe()
    os.set_blocking(read, False)
    ours.setblocking(False)
    worker = Worker(1, ours, read)
    try:
        theirs.sendall(answer)
        theirs.shutdown(socket.SHUT_WR)
        remote = Remote(session, worker, Path(), lambda: pytest.fail("not asked for"))  # type: ignore[arg-type]
        remote.number = start
        return ask(Implementation(remote))
    finally:
        worker.close()
        for end in (theirs, session.channel, session.other):
            end.close()
        os.close(write)


def framed(tree: Any, body: bytes = b"") -> bytes:
    header = msgspec.msgpack.encode(tree)
    return struct.pack("<II", len(header), len(body)) + header + body


def test_an_answer() -> None:
    assert asked(framed([1, "ok", 5, []])) == 5
    assert asked(framed([1, "ok", ["a", "<f8", [1], 0, 8], ["0"]], struct.pack("<d", 2.5))).tolist() == [2.5]
    with pytest.raises(Missing, match="`g` is missing"):
        asked(framed([1, "missing", "g", ["h"]]))
    with pytest.raises(Raised, match="`f` raised E: m") as raised:
        asked(framed([1, "error", ["E"], "m", [["a.py", 3, "f", "x"], [1], ["a", "b", "c", "d"]], True]))
    assert raised.value.frames == [("a.py", 3, "f", "x")] and raised.value.status == "blocked"


@pytest.mark.parametrize(
    "reply",
    [
        None, 5, [], {}, [1], [1, "ok"], [1, "ok", 5], [1, "ok", 5, 5], [2, "ok", 5, []], [0, "ok", 5, []],
        ["1", "ok", 5, []], [1, "ok", 5, [], 0], [1, "ok", ["l"], []], [1, "ok", ["h", 0], []], [1, "ok", ["x"], []],
        [1, "fine", 5, []], [1, "missing", 5, []], [1, "missing", "f", 5], [1, "error", [], "m", []],
        [1, "error", "E", "m", [], False], [1, "error", [], 5, [], False], [1, "error", [], "m", [], 1],
        [1, "error", [], "m", 5, False],
    ],
)  # fmt: skip
def test_what_is_no_answer_is_garbage(reply: Any) -> None:
    with pytest.raises(Garbage) as raised:
        asked(framed(reply))
    assert str(raised.value).startswith("the code disturbed the channel to the grader (")


@pytest.mark.parametrize("cut", range(0, 20, 3))
def test_an_answer_that_is_cut_off_is_garbage(cut: int) -> None:
    whole = framed([1, "ok", ["b", 0, 4], []], b"abcd")
    assert asked(whole) == b"abcd"
    with pytest.raises(Garbage, match="closed the channel"):
        asked(whole[:cut])


def test_what_is_forged_is_bounded() -> None:
    long = "x" * 8_000
    with pytest.raises(Raised) as raised:
        asked(framed([1, "error", [long] * 3 + [5, None], long, [[long, 1, long, long]] * 3, False]))
    error = raised.value
    assert len(str(error)) < 3000 and len(error.types) == 3 and max(map(len, error.types)) <= 200
    assert sum(len(part) for frame in error.frames for part in frame if isinstance(part, str)) < 10_000
    with pytest.raises(Missing) as missing:
        asked(framed([1, "missing", long, ["y" * 90, 5, *["z"] * 5000]]))
    assert len(str(missing.value)) < 500


def test_answers_are_bounded_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_module, "MAX_RECEIVED", 3000)
    monkeypatch.setattr(link_module, "HEADER_WEIGHT", 1)
    monkeypatch.setattr(link_module, "BODY_WEIGHT", 1)
    answers = b"".join(framed([number, "ok", ["b", 0, 1000], []], bytes(1000)) for number in range(1, 9))
    count = 0

    def ask(impl: Implementation) -> None:
        nonlocal count
        for _ in range(8):
            impl.f()
            count += 1

    with pytest.raises(Garbage, match="more than 0 MiB of answers"):
        asked(answers, ask)
    assert count == 2


def test_a_link_that_has_ended_says_so_again() -> None:
    def ask(impl: Implementation) -> list[str]:
        said = []
        for _ in range(3):
            try:
                impl.f()
            except Garbage as error:
                said.append(str(error))
        return said

    said = asked(framed("nothing"), ask)
    assert len(said) == 3 and len(set(said)) == 1


trees = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-2, 3), st.text(max_size=2), st.sampled_from("alstdfibuhpr")),
    lambda inner: st.lists(inner, max_size=6),
    max_leaves=25,
)  # fmt: skip
kinds = st.one_of(
    trees,
    st.tuples(st.just(1), st.just("ok"), trees, trees).map(list),
    st.tuples(st.just(1), st.just("missing"), trees, trees).map(list),
    st.tuples(st.just(1), st.just("error"), trees, trees, trees, trees).map(list),
)


@QUICK
@given(kinds, st.binary(max_size=16), st.sampled_from(["call", "attr", "iter", "has", "rng", "read", "changed"]))
@example([1, "ok", [], []], b"", "iter")
def test_anything_that_comes_is_an_answer_or_an_outcome(reply: Any, body: bytes, what: str) -> None:
    asks = {
        "call": lambda impl: impl.f(1, a=2),
        "attr": lambda impl: impl.f.name,
        "iter": lambda impl: next(iter(impl.f), None),
        "has": lambda impl: impl.has("f"),
        "rng": lambda impl: impl.rng(1),
        "read": lambda impl: impl.npz("a.npz"),
        "changed": lambda impl: impl.changed_later(),
    }
    try:
        value = asked(framed(reply, body), asks[what])
    except Outcome as outcome:
        value = str(outcome)
    assert type(value) in {"has": (bool, str), "changed": (list, str), "read": (dict, str)}.get(what, (type(value),))


# The reference.


def test_the_reference_is_loaded_under_a_name_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "numpy.py"
    path.write_text(
        "from __future__ import annotations\nfrom dataclasses import dataclass\n"
        "@dataclass\nclass Point:\n    x: int\ndef name(): return __name__\ndef fail(): raise ValueError('no')\n"
    )
    impl = Implementation(Local(path))
    assert impl.name() == "nngrade_reference_numpy"
    assert impl.Point(3).x == 3
    with pytest.raises(Raised) as raised:
        impl.fail()
    assert raised.value.frames[0][:3] == ("numpy.py", 7, "fail")
    assert np.__name__ == "numpy"


def test_a_reference_that_does_not_load(tmp_path: Path) -> None:
    import sys

    (tmp_path / "bad.py").write_text("1 / 0")
    with pytest.raises(ZeroDivisionError):
        load(tmp_path / "bad.py")
    assert "nngrade_reference_bad" not in sys.modules


def test_the_folder_of_the_reference_goes_with_it(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def save(path): open(path, 'w').close()")
    one = Local(tmp_path / "a.py")
    folder = one.folder
    assert folder.is_dir()
    assert one.fresh().folder != folder
    del one
    gc.collect()
    assert not folder.exists()
