"""Handles where there is no answer: what is raised, missing, too large or forged is told as what it is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from nngrade.sandbox import handles, wire
from nngrade.sandbox.handles import Handle, Implementation
from nngrade.sandbox.outcome import Garbage, Missing, Raised
from sandbox_helpers import Make


@pytest.mark.parametrize(
    ("body", "types", "message"),
    [
        ("raise ValueError('no')", ["ValueError", "Exception", "BaseException"], "no"),
        ("raise SystemExit(3)", ["SystemExit", "BaseException"], "3"),
        ("raise KeyboardInterrupt", ["KeyboardInterrupt", "BaseException"], ""),
        ("raise GeneratorExit", ["GeneratorExit", "BaseException"], ""),
        ("raise StopIteration(5)", ["StopIteration", "Exception", "BaseException"], "5"),
        ("f()", ["RecursionError", "RuntimeError", "Exception", "BaseException"], "maximum recursion"),
        ("raise Silent", ["Silent", "Exception", "BaseException"], "(its message could not be made: Zero"),
        ("raise Number", ["Number", "Exception", "BaseException"], "(its message could not be made: TypeError)"),
        ("raise Chatty", ["Chatty", "Exception", "BaseException"], "x" * 2000),
        ("raise Liar", ["Liar", "Exception", "BaseException"], ""),
        ("raise Other('x')", ["ValueError of its own", "Exception", "BaseException"], "x"),
        ("raise Knot", ["Knot", "Exception", "BaseException"], "knot"),
        ("raise Surrogate('a\\udcff')", ["Surrogate", "Exception", "BaseException"], "a\\udcff"),
        ("raise BaseExceptionGroup('two', [GeneratorExit()])", ["BaseExceptionGroup", "BaseException"], "two"),
        ("raise SyntaxError('odd', (5, [], object(), 7))", ["SyntaxError", "Exception", "BaseException"], "odd"),
        ("raise 5", ["TypeError", "Exception", "BaseException"], "exceptions must derive"),
        ("compile('x = = 1', 'f.py', 'exec')", ["SyntaxError", "Exception", "BaseException"], "invalid syntax"),
    ],
)  # fmt: skip
def test_whatever_is_raised_is_told(make: Make, body: str, types: list[str], message: str) -> None:
    impl = make(f"""
class Silent(Exception):
    def __str__(self): return 1 / 0
class Number(Exception):
    def __str__(self): return 5
class Chatty(Exception):
    def __str__(self): return 'x' * 10**6
class Meta(type):
    __name__ = property(lambda self: 1 / 0)
class Liar(Exception, metaclass=Meta):
    __traceback__ = property(lambda self: 1 / 0)
class Knot(Exception):
    def __init__(self):
        super().__init__('knot'); self.__cause__ = self
class Surrogate(Exception):
    pass
Other = type("ValueError", (Exception,), dict())
def f():
    {body}
def fine():
    return 1
""")
    error = impl.error(lambda: impl.f())
    assert error is not None
    assert error.types == types
    assert error.type == types[0] and error.status == "error"
    assert error.message.startswith(message) and len(error.message) <= 2000
    assert str(error).startswith(f"`f` raised {types[0]}")
    assert impl.fine() == 1  # and the process goes on


def test_errors_that_are_no_answer_to_a_check(make: Make) -> None:
    impl = make("def fine(): return 1\ndef full(): raise MemoryError\ndef todo(): raise NotImplementedError")
    assert impl.error(lambda: impl.fine()) is None
    with pytest.raises(Raised, match="more memory") as raised:
        impl.error(lambda: impl.full())
    assert raised.value.status == "memory"
    todo = impl.error(lambda: impl.todo())
    assert todo is not None and str(todo) == "`todo` is not written yet: it still raises NotImplementedError"


def test_a_missing_name_is_told_with_the_nearest(make: Make) -> None:
    impl = make("""
import numpy as np
from math import sqrt as feedforwart
class Odd:
    __module__ = property(lambda self: 1 / 0)
odd = Odd()
vars()[5] = 1
def feed_forward(x): return x
def Sigmoid(x): return x
""")
    assert impl.has("feed_forward") and not impl.has("feedforward")
    for name, near in (("feedforward", "feed_forward"), ("sigmoid", "Sigmoid")):
        with pytest.raises(Missing, match=rf"`{name}` is missing; the file has `{near}`: is it that one\?"):
            getattr(impl, name)(1)
    with pytest.raises(Missing, match="`zzz` is missing; define it at the top level of the file"):
        _ = impl.zzz.attribute
    with pytest.raises(AttributeError):
        _ = impl.__wrapped__


def test_what_cannot_be_answered(make: Make) -> None:
    impl = make("""
import numpy as np
def large(): return np.zeros(10_000_000)
def many(): return list(range(10**6))
def boxed(): return np.array([None]), {1}, 'x'
class Box: pass
def box(): return np.array([Box()])
class Meta(type):
    __name__ = property(lambda self: 1 / 0)
class Odd(metaclass=Meta): pass
def odd(): return Odd()
""")
    array, a_set, text = impl.boxed()
    assert isinstance(array, wire.Unsupported) and "dtype object" in array.what
    assert list(a_set) == [1] and text == "x"
    assert isinstance(impl.box(), wire.Unsupported)
    assert isinstance(impl.odd(), Handle)
    if not hasattr(impl._link, "table"):  # frames have no size where nothing is sent
        assert "too large to send" in impl.large().what
        with pytest.raises(Raised, match="too many items to send"):
            impl.many()


class Forged:
    """A link whose process says what it likes."""

    def __init__(self, reply: Any, changed: list[str]) -> None:
        self.reply, self.changed = reply, changed

    def ask(self, special: Any, operation: str, *trees: Any, **more: Any) -> Any:
        if operation == "call":
            return wire.Unpacker(memoryview(b""), special, copy=False).unpack(["h", 0, "x", True, None]), self.changed
        return self.reply, []


@pytest.mark.parametrize("reply", [None, 1, np.ones(2), "x", [[]], {}, wire.Unsupported("y"), [[-1, "0"], [9, "0"], 5]])
def test_forged_replies_are_outcomes(reply: Any) -> None:
    impl = Implementation(Forged(reply, ["7", "²", "x", "0"]))  # type: ignore[arg-type]
    handle = impl.f(1)
    assert impl._trace[0].changed == ("0",)
    assert impl.has("f") is False
    assert impl.changed_later() == []
    with pytest.raises(Garbage):
        list(handle)
    with pytest.raises(handles.FileMissing):
        impl.read("x")


def test_a_forged_handle_is_a_wire_error() -> None:
    impl = Implementation(Forged(None, []))  # type: ignore[arg-type]
    for tree in (
        ["h"],
        ["h", "x", "k", True, None],
        ["h", 0, 5, True, None],
        ["h", 0, "k", True, ["l"]],
        ["r"],
        ["p", "x"],
    ):
        special = impl._special("f")
        if tree == ["r"]:
            assert isinstance(wire.Unpacker(memoryview(b""), special, False).unpack(tree), wire.Unsupported)
            continue
        with pytest.raises(wire.WireError):
            wire.Unpacker(memoryview(b""), special, False).unpack(tree)
