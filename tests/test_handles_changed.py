"""Arguments that the code under test changes: named at their call, or found later."""

from __future__ import annotations

import contextlib

import numpy as np
from nngrade.sandbox.outcome import Missing, Raised
from sandbox_helpers import Make

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
    assert [(call.name, name) for call, name in impl.changed_later()] == [("Net", "0")]


def test_a_training_of_thousands_of_calls_is_not_kept_whole(make: Make) -> None:
    impl = make("def keep(x):\n    pass")
    batch = np.ones(8000)
    for _ in range(1500):
        impl.keep(batch)
    table = getattr(impl._link, "table", None)
    if table is not None:
        assert 200 < len(table.given) < 400
    assert impl.changed_later() == []
