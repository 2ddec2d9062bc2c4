"""From what a check raised to status, sentence and output: each kind of end has its own words, bounded and complete."""

from __future__ import annotations

import pytest
from nngrade.checks.asking import CheckFault, Wrong
from nngrade.checks.verdict import AFTER_OTHERS, MAX_MESSAGE, after_others, of
from nngrade.course.model import Check, Exercise
from nngrade.errors import CourseError, NngradeError
from nngrade.sandbox.outcome import (
    Died,
    Endless,
    FileMissing,
    Frame,
    Garbage,
    Missing,
    OutOfMemory,
    Raised,
    SandboxFault,
    TimedOut,
)

CHECK = Check(test="test_a", title="backward: each gradient", points=100, targets=("backward",), hints=("a", "b", "c"))
EXERCISE = Exercise(id="01_a", title="A", module="a.py", summary="s", imports=("scipy",), checks=(CHECK,))
LINE = Frame("a.py", 7, "backward", "    1 / 0  ")


class Names:
    def parameters(self, name):
        return ["X", "y", "params"] if name == "backward" else []


def verdict(error, output="", **more):
    return of(error, output, EXERCISE, names=Names(), check=CHECK, **more)


def raised(*types, message="", frames=(LINE,), blocked=False, called="backward"):
    return Raised([*types, "Exception"], message, list(frames), blocked, called)


def test_nothing_raised_is_passed():
    assert verdict(None, "printed")[:4] == ("passed", 0.0, None, "printed")


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (Wrong("`f(x)` is 0 everywhere."), "failed", "`f(x)` is 0 everywhere."),
        (AssertionError("rows must sum to one"), "failed", "rows must sum to one."),
        (AssertionError("is it?"), "failed", "is it?"),
        (AssertionError(), "failed", "what the check asks does not hold: backward: each gradient."),
        (Missing("backward", ["backwards"]), "error", "`backward` is missing; the file has `backwards`"),
        (Died("it died of a segmentation fault (SIGSEGV)"), "error", "segmentation fault (SIGSEGV)."),
        (Garbage("no MessagePack"), "error", "disturbed the channel"),
        (TimedOut("no answer after 10 s"), "timeout", "no answer after 10 s."),
        (OutOfMemory("the system ended the program"), "memory", "the system ended the program."),
        (FileMissing("model.npz"), "failed", "there is no file 'model.npz'"),
        (Endless("iterate_minibatches", 20), "failed", "goes on and on"),
        (raised("ValueError", message="no"), "error", "`backward` raised ValueError: no.\na.py:7 in backward: 1 / 0"),
        (
            raised("ValueError", message="no.\nMore: run this\nHint:\tthat"),
            "error",
            "no. More: run this Hint: that.\na.py:7",
        ),
        (
            raised("A\nB", frames=[Frame("a.py", 7, "f\nHint: g", "x\ny")]),
            "error",
            "`backward` raised A B.\na.py:7 in f Hint: g: x y",
        ),
        (Missing("f", ["g\nHint: h"]), "error", "`f` is missing; "),
        (raised("MemoryError"), "memory", "`backward` asks for more memory than the exercise allows (MemoryError)."),
        (raised("NotImplementedError"), "error", "`backward` is not written yet: it still raises NotImplementedError."),
        (raised("EOFError", message="EOF"), "error", "There is nobody to type: take the values from the arguments."),
        (
            raised("ModuleNotFoundError", "ImportError", message="No module named 'torch'", blocked=True),
            "blocked",
            "cannot be imported here: use NumPy, scipy, the standard library and your own files beside this one.",
        ),
        (
            raised("PermissionError", "OSError", message="[Errno 1]", blocked=True),
            "blocked",
            "No network, no other programs, no files but your own",
        ),
        (
            raised("TypeError", message="backward() takes 2", frames=()),
            "error",
            "It is called as `backward(X, y, params)`.",
        ),
        (CheckFault("it asks nothing"), "infra", "the check test_a is at fault: it asks nothing."),
        (CourseError("checks.py: written twice."), "infra", "checks.py: written twice."),
        (NngradeError("no such data set"), "infra", "no such data set."),
        (SandboxFault("the sandbox ended unexpectedly"), "infra", "the sandbox ended unexpectedly."),
        (KeyError("x"), "infra", "the check test_a is at fault: KeyError: 'x'."),
        (SystemExit(0), "infra", "SystemExit: 0."),
    ],
)
def test_each_end_has_its_words(error, status, words):
    reached = verdict(error, "printed\n")
    assert reached.status == status
    assert reached.points == 0.0
    assert words in reached.message
    assert reached.output.startswith("printed\n")


def test_what_was_asked_stands_after_the_line_that_raised():
    error = raised("IndexError", message="no")
    error.asked = "X of shape (7, 5), y of shape (7,), uint64"
    told = ["`backward` raised IndexError: no.", "a.py:7 in backward: 1 / 0", f"Asked with {error.asked}."]
    assert verdict(error).message == "\n".join(told)
    assert after_others(verdict(error)).message == "\n".join([told[0], AFTER_OTHERS, told[1]])
    for other in (raised("MemoryError"), raised("OSError", blocked=True), raised("EOFError")):
        other.asked = "X"
        assert "Asked with" not in verdict(other).message


def test_the_detail_is_the_staffs_alone():
    reached = verdict(Wrong("wrong", "expected 0.5"))
    assert (reached.message, reached.detail) == ("wrong", "expected 0.5")
    assert verdict(AssertionError("x")).detail == ""


@pytest.mark.parametrize(
    "error",
    [
        Wrong("w" * 10**6),
        AssertionError("w" * 10**6),
        raised("ValueError", message="w" * 10**6),
        raised("ValueError", message="w", frames=[LINE._replace(text="w" * 10**6)]),
        KeyError("w" * 10**6),
        Missing("w" * 10**6, []),
    ],
)
def test_no_message_is_endless(error):
    assert len(verdict(error).message) <= MAX_MESSAGE + 1


def test_an_import_is_told_as_an_import():
    error = Raised(["SyntaxError", "Exception"], "invalid syntax", [Frame("a.py", 3, "", "def (")], False)
    assert verdict(error, at_import=True).message == (
        "The file cannot be imported: SyntaxError: invalid syntax.\na.py:3: def ("
    )
    error = Raised(["ValueError", "Exception"], "no", [Frame("a.py", 3, "<module>", "raise")], False)
    assert verdict(error, at_import=True).message.endswith("\na.py:3: raise")


def test_the_learners_own_lines_of_a_longer_traceback_are_in_the_output():
    deep = LINE._replace(line=9, function="softmax", text="return np.exp(z)")
    reached = verdict(raised("ValueError", message="no", frames=[LINE, deep]), "printed\n")
    assert reached.message.splitlines()[-1] == "a.py:9 in softmax: return np.exp(z)"
    assert reached.output == (
        "printed\nTraceback (your own lines, the last one raised):\n"
        '  File "a.py", line 7, in backward\n    1 / 0\n'
        '  File "a.py", line 9, in softmax\n    return np.exp(z)\n'
    )


def test_without_a_check_the_grader_is_named():
    assert of(KeyError("x"), "", EXERCISE).message == "the grader is at fault: KeyError: 'x'."
