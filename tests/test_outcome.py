"""The sentences that outcomes are told in."""

from __future__ import annotations

import pytest
from nngrade.errors import SETUP
from nngrade.sandbox.outcome import Died, Garbage, Missing, Outcome, Raised, SandboxFault, near_names, signal_name


@pytest.mark.parametrize(
    ("types", "message", "blocked", "called", "status", "sentence"),
    [
        (["ValueError"], "no", False, "f", "error", "`f` raised ValueError: no"),
        (["ValueError"], "", False, "Net.f", "error", "`f` raised ValueError"),
        (["ValueError"], "no", False, "", "error", "the file raised ValueError: no"),
        ([], "", False, "f", "error", "`f` raised Exception"),
        (["Mine", "PermissionError"], "x", True, "f", "blocked", "`f` raised Mine: x"),
        (["MemoryError"], "", True, "f", "memory", "`f` asks for more memory than the exercise allows (MemoryError)"),
        (["_ArrayMemoryError", "MemoryError"], "x", False, "", "memory", "the file asks for more memory"),
        (["NotImplementedError"], "", False, "f", "error", "`f` is not written yet: it still raises Not"),
        (["ReplyTooLarge"], "the reply is large", False, "f", "error", "`f`: the reply is large"),
    ],
)  # fmt: skip
def test_what_was_raised(
    types: list[str], message: str, blocked: bool, called: str, status: str, sentence: str
) -> None:
    raised = Raised(types, message, [], blocked, called)
    assert raised.status == status
    assert str(raised).startswith(sentence)
    assert isinstance(raised, Outcome)


def test_the_nearest_name() -> None:
    assert near_names("backward", ["backwards", "forward"]) == "; the file has `backwards`: is it that one?"
    assert (
        near_names("OurNeuralNetwork", ["our_neural_network"]) == "; the file has `our_neural_network`: is it that one?"
    )
    assert near_names("f", []) == "; define it at the top level of the file"
    assert str(Missing("f", ["zzz"])) == "`f` is missing; define it at the top level of the file"


def test_signals_have_names() -> None:
    assert signal_name(11) == "segmentation fault (SIGSEGV)"
    assert signal_name(9) == "killed (SIGKILL)"
    assert signal_name(40) == "signal 40"


def test_other_ends() -> None:
    assert str(Died("it left with exit code 3")) == "the code ended the whole program: it left with exit code 3"
    assert Garbage("x").status == "error"
    assert SandboxFault("x").exit_code == SETUP
    assert not isinstance(SandboxFault("x"), Outcome)
