"""Whatever a worker writes in place of its replies: the grader has an answer or an outcome, soon, and little memory."""

from __future__ import annotations

import random
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from fuzz_wire import Deaf, judged, link, main, reply
from hypothesis import given
from hypothesis import strategies as st
from nngrade.sandbox import link as link_module
from nngrade.sandbox import wire
from nngrade.sandbox.outcome import Garbage, NotHandedOn, WrongAnswer
from nngrade.sandbox.sandbox import Sandbox
from sandbox_helpers import QUICK, learner
from toy_course import SOLUTION, grade, statuses, toy

encode = msgspec.msgpack.encode


@pytest.fixture(scope="module")
def deaf() -> Iterator[Deaf]:
    with Deaf() as one:
        yield one


def framed(tree: Any, body: bytes = b"") -> bytes:
    header = encode(tree)
    return wire.PREFIX.pack(len(header), len(body)) + header + body


def test_drawn_frames_are_answers_or_outcomes(deaf: Deaf) -> None:
    draw = random.Random(3)
    came = Counter(judged(reply(draw), deaf) for _ in range(3_000))
    assert {"Garbage", "Died", "float", "ndarray", "Unsupported"} <= set(came)  # all of it was tried


def test_the_long_run_prints_its_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(200, 1) == 0
    assert "200 frames" in capsys.readouterr().out


replies = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(max_size=8)
    | st.binary(max_size=8),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=25,
)


@QUICK
@given(tree=replies, body=st.binary(max_size=100))
def test_any_tree_in_place_of_a_reply(deaf: Deaf, tree: Any, body: bytes) -> None:
    for form in (
        tree,
        [1, "ok", tree, []],
        [1, "ok", None, tree],
        [1, "error", tree, "x", [], False],
        [1, "error", ["E"], "x", tree, True],
    ):
        assert judged(framed(form, body), deaf)


@QUICK
@given(st.binary(max_size=300))
def test_any_bytes_in_place_of_a_reply(deaf: Deaf, data: bytes) -> None:
    assert judged(data, deaf)


@pytest.mark.parametrize(
    "tree",
    [
        ["l", [["a", "<f8", [0], 0, 0]] * 95_000],
        ["l", [["l", []]] * 250_000],
        ["a", "<f8", [0, 1 << 40], 0, 0],
        ["a", "<f8", [1 << 20, 0, 1 << 20], 0, 0],
        ["a", "|u1", [1 << 27, 0], 0, 0],
        ["f", "l", 1 << 40, 0],
        ["d", [[k, k] for k in range(2_000)]],
    ],
    ids=lambda tree: str(tree)[:30],
)
def test_memory_is_bounded_by_the_frame(deaf: Deaf, tree: Any) -> None:
    tracemalloc.start()
    try:
        assert judged(framed([1, "ok", tree, []]), deaf) in ("Garbage", "list")
        assert tracemalloc.get_traced_memory()[1] < wire.FROM_WORKER + (64 << 20)
    finally:
        tracemalloc.stop()


def test_headers_count_for_what_they_become(deaf: Deaf) -> None:
    one, other = link(deaf)
    frame = framed([0, *["x" * 1_000] * 25])
    one.received = link_module.MAX_RECEIVED - 3 * link_module.HEADER_WEIGHT * len(frame)
    with other:
        other.sendall(frame * 5)
        for _ in range(3):
            one._receive()
        with pytest.raises(Garbage, match="MiB of answers"):
            one._receive()


# Answers of another kind than was asked for, from inside a worker: they are the learner's, never `infra`.

FORGED = """
import sys
frame = sys._getframe()
while "table" not in frame.f_locals or "job" not in frame.f_locals:
    frame = frame.f_back
table = type(frame.f_locals["table"])
execute = table.execute
def forged(self, request, body):
    reply, packer = execute(self, request, body)
    return (["ok", {value}, []] if request[0] in {operations} else reply), packer
table.execute = forged
"""


@pytest.mark.parametrize("value", ["1.5", "None", "'x'", "['u', 'nothing']", "['l', []]"])
def test_what_must_be_a_handle_and_is_none(sandbox: Sandbox, value: str) -> None:
    source = FORGED.format(value=value, operations=("generator", "hold", "keep")) + "\ndef f(*args): return 1"
    asked: list[Any] = [
        lambda impl: impl.rng(0),
        lambda impl: impl.array([1.0]),
        lambda impl: impl.handle("f"),
    ]
    for ask in asked:
        with pytest.raises(Garbage, match="another kind"):
            ask(learner(sandbox, source))


def test_a_forger_is_graded_and_no_infra(tmp_path: Any) -> None:
    checks = "def test_double(same):\n    same(lambda impl: impl.double(impl.rng(0)))\n"
    solution = SOLUTION.replace("2 * np.asarray(x)", "x.normal()")
    source = solution + FORGED.format(value="1.5", operations=("generator",))
    (graded,) = grade(toy(tmp_path, checks, solution), source)
    assert statuses(graded) == ["error"]


def test_an_answer_that_cannot_be_handed_on(sandbox: Sandbox) -> None:
    impl = learner(sandbox, "import numpy as np\ndef make(): return np.array([object()])\ndef use(x): return 1")
    with pytest.raises(NotHandedOn, match="cannot be handed to the next call: an array of dtype object") as raised:
        impl.use(impl.make())
    assert isinstance(raised.value, WrongAnswer) and raised.value.status == "failed"


def test_a_generator_among_answers_can_be_handed_on(sandbox: Sandbox) -> None:
    source = """
    import numpy as np
    def make(): return {'rng': np.random.default_rng(1), 'W': 2.0}
    def use(p): return p['rng'].normal()
    """
    impl = learner(sandbox, source)
    assert impl.use(impl.make()) == pytest.approx(impl.use({"rng": impl.seeded([1])}), abs=5)


def test_an_answer_that_does_not_fit_among_arguments(sandbox: Sandbox) -> None:
    source = "import numpy as np\ndef make(): return [np.zeros(0, bool)] * 30_000\ndef use(*x): return 1"
    impl = learner(sandbox, source)
    found = impl.make()
    with pytest.raises(NotHandedOn, match="too many items to send"):
        impl.use(*[found] * 5)


def test_an_answer_that_fills_the_memory_is_no_fault_of_ours(tmp_path: Any) -> None:
    """The check's own arithmetic is broadcast to eight tebibytes, or to what the grader may not take."""
    checks = """
def test_double(same):
    same(lambda impl: float(abs(impl.double(2.0) - impl.double(3.0)).max()))
"""
    source = "import numpy as np\ndef double(x): return np.zeros((1 << 20, 1) if x == 2 else (1, 1 << {power}))\n"
    course = toy(tmp_path, checks, SOLUTION)
    for power in (20, 10):
        (graded,) = grade(course, source.format(power=power))
        assert statuses(graded) == ["failed"], graded.checks[0].message


def test_what_numpy_says_of_a_checks_arithmetic_is_not_said(tmp_path: Any, capfd: pytest.CaptureFixture[str]) -> None:
    checks = "def test_double(same):\n    same(lambda impl: impl.double(2.0) - impl.double(3.0))\n"
    (graded,) = grade(toy(tmp_path, checks), SOLUTION.replace("2 * np.asarray(x)", "np.float64(np.inf)"))
    assert statuses(graded) == ["failed"]
    assert capfd.readouterr() == ("", "")
