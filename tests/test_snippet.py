"""Calls written as Python: the lines run, and mean what the check asked."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from nngrade.checks.snippet import FOLDER, Writer
from nngrade.checks.words import Names
from sandbox_helpers import alike, local

SOURCE = """
import numpy as np
class Net:
    def __init__(self, W1=None, n=3):
        self.W1, self.layer = W1, Layer()
    def __call__(self, x):
        return x
    def step(self, X, lr=0.1):
        return X
    @staticmethod
    def load(path):
        return Net()
class Layer:
    def forward(self, X):
        self.W = np.zeros(2)
        return X
class NP(Net): pass
class Class(Net): pass
def f(X, y=None, lr=0.1, **more):
    return X
def batches(X, rng):
    yield from X
def net(x): return Net()
"""


def run(impl, probe, tmp_path: Path, decimals: int | None = None) -> tuple[list[tuple[str, tuple, dict]], list[str]]:
    """Ask, write what was asked, run the lines in a module that notes its calls; return those, and the lines."""
    probe(impl)
    names = Names(impl._link.table.module)
    lines, files = Writer("work", names, decimals).write(impl._steps)
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    noted: list[tuple[str, tuple, dict]] = []

    def noting(name, function):
        def call(*args, **kwargs):
            noted.append((name, args, kwargs))
            return function(*args, **kwargs)

        return call

    module = ModuleType("work")
    exec(SOURCE, vars(module))
    for name in ("f", "batches", "net"):
        setattr(module, name, noting(name, getattr(module, name)))
    for kind in (module.Net, module.Layer):
        for name in ("step", "forward", "__call__"):
            if name in vars(kind):
                setattr(kind, name, noting(f"{kind.__name__}.{name}", getattr(kind, name)))
    sys.modules["work"] = module
    try:
        exec("\n".join(lines).replace(FOLDER, str(tmp_path)), {})
    finally:
        del sys.modules["work"]
    return noted, list(lines)


@pytest.fixture
def impl():
    return local(SOURCE)


def test_arguments_as_they_were(impl, tmp_path):
    X, y = np.array([[1.25, -2.0], [1e-9, 3e9]]), np.array([1, 0])
    ((name, args, kwargs),), lines = run(impl, lambda i: i.f(X, y, lr=0.125, flag=True, name="a'b"), tmp_path)
    assert name == "f"
    assert alike(args, (X, y))
    assert kwargs == {"lr": 0.125, "flag": True, "name": "a'b"}
    assert lines[:3] == ["import numpy as np", "from work import f", ""]
    assert max(map(len, "\n".join(lines).split("\n"))) <= 80


def test_decimals(impl, tmp_path):
    X = np.array([1.23456, 2.0])
    ((_, args, kwargs),), _ = run(impl, lambda i: i.f([X, (0.98765, 3)], {"b": X}, lr=0.16666), tmp_path, 2)
    assert alike(args, ([np.array([1.23, 2.0]), (0.99, 3)], {"b": np.array([1.23, 2.0])}))
    assert kwargs == {"lr": 0.17}


VALUES = {
    "nan and inf": np.array([np.nan, np.inf, -np.inf]),
    "float nan": float("nan"),
    "inf": -float("inf"),
    "a NumPy float": np.float64(0.1),
    "a NumPy nan": np.float32("nan"),
    "float32": np.array([0.1, 2], dtype=np.float32),
    "uint8": np.arange(3, dtype=np.uint8),
    "bool": np.array([True, False]),
    "complex": np.array([1 + 2j]),
    "empty": np.empty((0, 3)),
    "empty int": np.empty((0,), dtype=np.int32),
    "no dimensions": np.array(2.5),
    "a row": np.arange(6.0).reshape(1, 6),
    "three dimensions": np.arange(24.0).reshape(2, 3, 4) / 7,
    "none": None,
    "text": "a\n'\"\\",
    "bytes": b"\x00a",
    "a list": [1, 2.5, None, "a"],
    "a pair": (1,),
    "no items": [(), [], {}],
    "arrays in a list": [np.arange(3.0), {"a": (np.arange(2), 1)}],
    "a long dict": {f"key{n}": n / 3 for n in range(20)},
    "a long list": [n / 7 for n in range(400)],
    "odd keys": {1: 2, (1, 2): np.arange(3.0), None: 1, "a b": np.arange(40.0), "class": np.arange(41.0)},
    "large": np.random.default_rng(0).normal(size=(30, 20)),
    "large labels": np.arange(300, dtype=np.int8),
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_every_kind_of_argument(impl, tmp_path, value):
    ((_, args, _),), _ = run(impl, lambda i: i.f(value), tmp_path)
    assert alike(args[0], value)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(
    hnp.arrays(st.sampled_from([np.float64, np.float32, np.int64, np.bool_]), hnp.array_shapes(max_dims=3, max_side=5))
)
def test_any_small_array(tmp_path_factory, value):
    folder = tmp_path_factory.getbasetemp()
    ((_, args, _),), _ = run(local(SOURCE), lambda i: i.f(value), folder)
    assert args[0].dtype == value.dtype
    np.testing.assert_array_equal(args[0], value)


def test_no_line_is_wider_than_a_page(impl, tmp_path):
    params = {f"{name}{layer}": np.full(3, 1 / 7) for layer in range(3) for name in ("W", "b", "gamma")}
    more = {f"option{n}": n / 7 for n in range(9)}

    def probe(i):
        return i.f(params, [params, [0.1] * 40, (np.ones(2),) * 9], lr=1e-9, **more)

    ((_, args, kwargs),), lines = run(impl, probe, tmp_path)
    assert alike(args[0], params)
    assert alike(args[1][2], (np.ones(2),) * 9)
    assert kwargs == {"lr": 1e-9, **more}
    assert max(len(line) for text in lines for line in text.split("\n")) <= 76


def test_an_array_is_written_once_and_a_large_one_into_a_file(impl, tmp_path):
    X, other = np.arange(200.0), np.arange(200.0) + 1
    noted, lines = run(impl, lambda i: (i.f(X, X), i.f(X), i.f(other)), tmp_path)
    for (_, args, _), wanted in zip(noted, [(X, X), (X,), (other,)], strict=True):
        assert alike(args, wanted)
    assert sum("np.load" in line for line in lines) == 2
    assert sorted(path.name for path in tmp_path.glob("*.npy")) == ["X.npy", "X_2.npy"]
    assert "  # (200,), float64" in "\n".join(lines)


def test_names_that_a_learner_has_chosen_stay_in_their_folder_and_hide_nothing(impl, tmp_path):
    evil = [
        "../../escaped",
        "/tmp/escaped",
        "np",
        "f",
        "list",
        "work",
        "class",
        "x" * 300,
        "\u00e9",
        "a\nb",
        "{folder}",
    ]
    params = {name: np.arange(200.0) + n for n, name in enumerate(evil)}
    small = {name: np.arange(30.0) + n for n, name in enumerate(evil)}
    place = tmp_path / "a" / "b"
    place.mkdir(parents=True)
    noted, lines = run(impl, lambda i: (i.f(params), i.f(small), i.f(np.ones(2))), place)
    assert alike(list(noted[0][1][0].values()), list(params.values()))
    assert alike(list(noted[1][1][0].values()), list(small.values()))
    assert sorted(path.parent for path in tmp_path.rglob("*.npy")) == [place] * len(evil)
    assert all(re.fullmatch(r"[A-Za-z0-9_]{1,45}\.npy", path.name) for path in place.iterdir())
    assert not [line for line in lines if re.match(r"(np|f|list|work|class) =", line)]


def test_objects_have_names_and_are_made_before_they_are_used(impl, tmp_path):
    X = np.arange(4.0)

    def probe(i):
        one, other = i.Net(X), i.Net(X + 1, n=5)
        one.assign("W1", X + 2)
        one.step(X)
        other(X)
        i.f([one], {"net": other})
        i.NP()
        i.Class()
        one.layer.forward(X)
        one.layer.assign("W", X[:2])
        return other.step(X, lr=0.5)

    noted, lines = run(impl, probe, tmp_path)
    assert [name for name, _, _ in noted] == ["Net.step", "Net.__call__", "f", "Layer.forward", "Net.step"]
    one, other = noted[0][1][0], noted[1][1][0]
    assert one is not other
    assert noted[2][1][0] == [one]
    assert noted[2][1][1] == {"net": other}
    assert noted[4][1][0] is other
    assert one.W1.tolist() == [2, 3, 4, 5]
    assert one.layer.W.tolist() == [0, 1]
    assert not [line for line in lines if re.match(r"(np|class) =", line)]


def test_generators_iterables_classes_and_files(impl, tmp_path):
    X = np.arange(3.0)

    def probe(i):
        rng = i.rng(4)
        list(i.batches(X, rng))
        i.f(1, rng)
        path = i.write("rows.csv", b"1,2")
        i.Net.load(path)
        i.Net.load(i.path("other.npz"))
        return i.Net(n=2).W1

    noted, lines = run(impl, probe, tmp_path)
    assert [name for name, _, _ in noted] == ["batches", "f"]
    assert noted[0][1][1] is noted[1][1][1]
    assert noted[0][1][1].random() == np.random.default_rng([0, 4]).random()
    assert (tmp_path / "rows.csv").read_bytes() == b"1,2"
    assert "list(batches(" in "\n".join(lines)
    assert lines[-1] == "net_3.W1"
