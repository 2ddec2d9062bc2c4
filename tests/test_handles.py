"""Handles: the same questions to the same code give the same answers here and in a worker."""

from __future__ import annotations

import numpy as np
import pytest
from nngrade.sandbox import handles, wire
from nngrade.sandbox.handles import Handle, plain
from nngrade.sandbox.outcome import Raised
from sandbox_helpers import Make

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
    assert impl.ask(impl.handle(impl.fit, 2)) == 2  # a function, or a method, that is at hand
    assert not any(call.changed for call in impl._trace)


def test_an_array_that_stays_there_is_one_object(make):
    impl = make("LAST = []\ndef again(x):\n    LAST.append(x)\n    return LAST[0] is x, float(LAST[-1].sum())\n")
    array = impl.array(np.arange(3.0))
    assert [impl.again(array), impl.again(array), impl.again(np.arange(3.0))] == [
        (True, 3.0),
        (True, 3.0),
        (False, 3.0),
    ]


def test_a_generator_draws_what_its_seeds_draw_and_does_not_tell_them(make: Make) -> None:
    impl = make("def draw(rng): return rng.normal(size=3)\ndef seeds(rng): return rng.bit_generator.seed_seq.entropy\n")
    seeds = [*impl._seeds, 5]
    assert np.array_equal(impl.draw(impl.rng(5)), np.random.default_rng(seeds).normal(size=3))
    assert impl.seeds(impl.rng(5)) == impl.seeds(impl.rng(5)) not in (seeds, impl.seeds(impl.rng(6)))
