"""Handles: the same questions to the same code give the same answers here and in a worker."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from nngrade.sandbox import handles, wire
from nngrade.sandbox.handles import Handle, Implementation, plain
from nngrade.sandbox.outcome import Garbage, Missing, Raised
from nngrade.sandbox.sandbox import Sandbox
from sandbox_helpers import learner, local

Make = Callable[[str], Implementation]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as one:
        yield one


@pytest.fixture(params=["here", "worker"])
def make(request: pytest.FixtureRequest, sandbox: Sandbox) -> Make:
    return local if request.param == "here" else lambda source: learner(sandbox, source)


SHAPES = """
import collections
import numpy as np

LIMIT = 3

def echo(*args, **kwargs):
    return args, kwargs

def kinds(*args):
    return [type(arg).__name__ for arg in args]

Layers = collections.namedtuple("Layers", "W b")
def layers():
    return Layers(np.ones((2, 2)), [1, Layers(2, 3)])

class Params(dict):
    pass

def params():
    other = {"ordered": collections.OrderedDict(a=1), "count": collections.Counter("aab")}
    return {"inner": Params(W1=np.zeros(2)), **other}

class Stack(list):
    pass

def stack():
    return Stack([1, Stack([2])])

class Neuron:
    kind = "neuron"
    def __init__(self, w, b=0.0):
        self.w, self.b, self.inner = w, b, {"rows": [np.zeros(3), np.zeros(3)]}
    def out(self, x, *, scale=1):
        return (self.w @ x + self.b) * scale
    def itself(self):
        return self
    def __getitem__(self, key):
        return ("item", key)
    def __call__(self, x):
        return x + 1
    def __iter__(self):
        yield from (self.b, {"w": self.w}, [self])

def use(neurons, named):
    return [neuron.b for neuron in neurons] + [neuron.b for neuron in named.values()]

def function():
    return len

def forever():
    while True:
        yield 1

def breaks():
    yield 1
    raise KeyError("second")
"""


def test_plain_data_goes_both_ways(make: Make) -> None:
    impl = make(SHAPES)
    sent = (1, 2.5, "é", None, True, [1, (2.0, "a")], {"W1": np.arange(4.0).reshape(2, 2), 3: (1,)}, b"\0", 2j, 1 << 90)
    args, kwargs = impl.echo(*sent, name=1, arguments=np.float32(3))
    assert args[:6] == sent[:6]
    assert args[6]["W1"].tolist() == [[0, 1], [2, 3]] and args[6][3] == (1,)
    assert args[7:] == (b"\0", 2j, 1 << 90)
    assert kwargs == {"name": 1, "arguments": 3} and type(kwargs["arguments"]) is np.float32
    assert impl.kinds(*sent) == "int float str NoneType bool list dict bytes complex128 int".split()
    assert impl.kinds(np.zeros(0), np.int8(1), wire.Path("x"), impl.rng(1)) == "ndarray int8 str Generator".split()


def test_the_trace_remembers_each_call(make: Make) -> None:
    impl = make(SHAPES)
    neuron = impl.Neuron(np.ones(2), b=2.0)
    neuron.out(np.ones(2), scale=3)
    assert neuron.kind == "neuron"
    with pytest.raises(Raised):
        neuron.out()
    names = [(call.name, call.arguments is None, list(call.keywords)) for call in impl._trace]
    assert names == [
        ("Neuron", False, ["b"]),
        ("Neuron.out", False, ["scale"]),
        ("Neuron.kind", True, []),
        ("Neuron.out", False, []),
    ]
    assert isinstance(impl._trace[3].result, Raised)
    assert impl._trace[1].result == 12 and impl._trace[0].result is neuron


def test_an_object_stays_where_it_is(make: Make) -> None:
    impl = make(SHAPES)
    neuron = impl.Neuron(np.array([1.0, 2.0]))
    assert isinstance(neuron, Handle) and repr(neuron) == "<Neuron of the code under test>"
    assert neuron.out(np.array([3.0, 4.0])) == 11
    assert neuron.w.tolist() == [1, 2]
    assert neuron.itself().itself().b == 0.0
    assert neuron["key"] == ("item", "key") and neuron[1, 2] == ("item", (1, 2))
    assert neuron(1.5) == 2.5
    assert [item if i < 1 else type(item) for i, item in enumerate(neuron)] == [0.0, dict, list]
    assert impl.use([neuron], {"a": neuron}) == [0.0, 0.0]
    assert impl.function()([1, 2, 3]) == 3
    with pytest.raises(TypeError, match="has no length here"):
        len(neuron)
    with pytest.raises(AttributeError):
        _ = neuron.__array__


def test_assign_writes_there(make: Make) -> None:
    neuron = make(SHAPES).Neuron(np.zeros(2))
    neuron.assign("w", np.array([5.0, 6.0]))
    neuron.assign("inner", "rows", 1, 7.0)
    assert neuron.w.tolist() == [5, 6]
    assert [row.tolist() for row in neuron.inner["rows"]] == [[0, 0, 0], [7, 7, 7]]
    for keys in (("nothing", 1), ("w", np.zeros(3)), ("inner", "rows", 9, 1.0), ("b", 1.0)):
        with pytest.raises(Raised):
            neuron.assign(*keys)


def test_what_is_data_too_reads_like_data(make: Make) -> None:
    impl = make(SHAPES)
    layers = impl.layers()
    W, b = layers
    assert isinstance(layers, Handle) and len(layers) == 2 and layers[0] is W
    assert layers.W.tolist() == W.tolist() == [[1, 1], [1, 1]]
    assert plain(layers)[1] == [1, (2, 3)] and isinstance(b[1], Handle)
    params = impl.params()
    assert set(params["inner"]) == {"W1"} and params["inner"]["W1"].tolist() == [0, 0]
    assert plain(params["ordered"]) == {"a": 1} and plain(params["count"]) == {"a": 2, "b": 1}
    assert plain(impl.stack()) == [1, [2]]
    assert impl.kinds(layers, params["inner"]) == ["Layers", "Params"]


def test_iterating(make: Make) -> None:
    impl = make(SHAPES)
    breaks = iter(impl.breaks())
    assert next(breaks) == 1
    with pytest.raises(Raised) as raised:
        next(breaks)
    assert raised.value.type == "KeyError"
    assert list(make("def rows():\n    return iter([[1], [], None])").rows()) == [[1], [], None]
    with pytest.raises(Raised, match="not iterable"):
        list(make("class A: pass").A())


def test_what_never_ends_is_cut_off(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handles, "MAX_DRAWS", 50)
    with pytest.raises(handles.Endless, match="`forever` goes on and on: 50 items") as raised:
        list(make(SHAPES).forever())
    assert raised.value.status == "failed"


def test_random_numbers_are_the_same_everywhere(make: Make) -> None:
    impl = make("def draw(rng):\n    return rng.normal(size=3)\ndef same(a, b):\n    return a is b")
    rng = impl.rng(2)
    first = impl.draw(rng)
    wanted = np.random.default_rng([0, 2])
    assert first.tolist() == wanted.normal(size=3).tolist()
    assert impl.draw(rng).tolist() == wanted.normal(size=3).tolist()
    assert impl.same(rng, rng) is True and impl.same(rng, impl.rng(2)) is False
    assert impl.draw(np.random.default_rng(5)).tolist() == np.random.default_rng(5).normal(size=3).tolist()


FILES = """
import numpy as np
def save(path):
    np.savez(path, W1=np.eye(2), flag=np.array([True]))
def read(path):
    with open(path, "rb") as file:
        return file.read()
def text(path):
    with open(path, "w") as file:
        file.write("no archive")
def pickled(path):
    np.savez(path, a=np.array([None]))
"""


def test_files_travel_as_bytes(make: Make) -> None:
    impl = make(FILES)
    impl.save(impl.path("model.npz"))
    arrays = impl.npz("model.npz")
    assert {name: array.tolist() for name, array in arrays.items()} == {"W1": [[1, 0], [0, 1]], "flag": [True]}
    assert impl.read(impl.write("a.bin", bytes(range(256)))) == bytes(range(256))
    assert Implementation.read(impl, "a.bin") == bytes(range(256))
    with pytest.raises(handles.FileMissing, match=r"no file 'b\.npz'"):
        impl.npz("b.npz")
    for write in (impl.text, impl.pickled):
        write(impl.path("bad.npz"))
        with pytest.raises(handles.FileUnreadable, match=r"'bad\.npz' is no \.npz of plain arrays: "):
            impl.npz("bad.npz")


CHANGES = """
import numpy as np
def keep(x, n=None):
    return n
def fill(x, n=None):
    x[...] = 0
    return 1
def grow(names, table):
    names.append(4)
    table["new"] = 1
def swap(items, table):
    items[0] = np.zeros(2)
    table["a"] = np.zeros(2)
def turn(x):
    x.shape = (4,)
class Net:
    def __init__(self, params):
        self.params = params
    def step(self):
        self.params["W"] -= 1
def refuse(x):
    x[...] = 0
    raise ValueError
def dots(x, rng, net, nan):
    rng.normal(); net.step()
"""


def test_changed_arguments_are_named(make: Make) -> None:
    impl = make(CHANGES)
    x = np.ones((2, 2))
    for odd in (
        np.full(3, np.nan),
        np.float32("nan"),
        [float("nan"), 1],
        float("nan"),
        {"a": -0.0},
        b"x",
        "é",
        np.zeros(0),
    ):
        impl.keep(odd, n=odd)
        assert impl._trace[-1].changed == ()
    impl.keep(x.T, n=x[:, 0])
    impl.fill(x, n=np.zeros(2))
    assert x.tolist() == [[1, 1], [1, 1]]  # the worker's copy was spoilt, not ours
    impl.keep(1)
    impl.fill(np.zeros(2), n=x)
    impl.grow([1], {"a": 1})
    impl.swap([1.0, 2.0], {"a": 2.0})
    impl.turn(np.ones((2, 2)))
    assert [call.changed for call in impl._trace[-7:]] == [(), ("0",), (), (), ("0", "1"), ("0", "1"), ("0",)]


def test_what_is_changed_after_its_call_is_found_later(make: Make) -> None:
    impl = make(CHANGES)
    with contextlib.suppress(Missing):
        impl.nothing(1)
    with contextlib.suppress(Raised):
        impl.refuse(np.ones(2))
    net = impl.Net({"W": np.ones(2)})
    assert impl.changed_later() == []
    impl.keep(np.ones(1))
    impl.fresh().keep(np.ones(2), n=np.ones(3))
    net.step()
    impl.dots(np.ones(2), impl.rng(0), net, float("nan"))
    calls = [call for call in impl._trace if call.arguments is not None]
    assert [(calls[number].name, name) for number, name in impl.changed_later()] == [("Net", "0")]


def test_a_training_of_thousands_of_calls_is_not_kept_whole(make: Make) -> None:
    impl = make("def keep(x):\n    pass")
    batch = np.ones(8000)
    for _ in range(1500):
        impl.keep(batch)
    table = getattr(impl._link, "table", None)
    if table is not None:
        assert 200 < len(table.given) < 400
    assert impl.changed_later() == []


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


def test_a_fresh_process_remembers_nothing(make: Make) -> None:
    impl = make("memory = []\ndef count():\n    memory.append(1)\n    return len(memory)")
    assert [impl.count(), impl.count()] == [1, 2]
    other = impl.fresh()
    assert [other.count(), impl.count()] == [1, 3]
    handle = impl.memory.copy()
    assert handle == [1, 1, 1]
    assert [call.name for call in other._trace].count("count") == 4
    assert other.rng(1) is not None


def test_a_handle_is_not_sent_to_another_process(make: Make) -> None:
    impl = make(SHAPES)
    neuron = impl.Neuron(1.0)
    with pytest.raises(TypeError, match="lives in another process"):
        impl.fresh().use([neuron], {})
    for thing in (object(), impl.Neuron, {1, 2}):
        with pytest.raises(TypeError, match="a check cannot send"):
            impl.use([thing], {})


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


def test_a_result_can_stay_where_it_is_whatever_it_is(make: Make) -> None:
    impl = make(
        """
        import numpy as np
        class Model(dict): pass
        def fit(n): return {"f": print, "s": {1, 2}, "big": np.ones(9 * n), "text": np.array(["a"]), "n": n}
        def fit_dict(n): return Model(n=n)
        def fit_nothing(n): return None
        def ask(model): return None if model is None else model["n"]
        """
    )
    model = impl.handle("fit", 1_000_000)  # 72 MB: more than a frame holds
    assert isinstance(model, Handle)
    assert impl.ask(model) == 1_000_000
    assert impl.ask(impl.handle("fit_dict", 2)) == 2
    assert impl.ask(impl.handle("fit_nothing", 2)) is None
    assert not any(call.changed for call in impl._trace)
