"""The sentences about a wrong answer: whose call it came from, what is right and wrong beside it, what was asked."""

from __future__ import annotations

from types import ModuleType
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nngrade.checks.compare import Part, Rules, compare
from nngrade.checks.words import Names, message, staff_detail
from nngrade.sandbox.handles import Call, Handle
from replies import EXPECTED, KINDS, REPLIES

SOURCE = """
def backward(X, y, params): ...
def many(*args, scale=1, **more): ...
class MLP:
    def __init__(self, n_in, rng): ...
    def step(self, grads, lr): ...
    @staticmethod
    def load(path): ...
    @classmethod
    def of(cls, other): ...
number = 3
"""


@pytest.fixture
def names():
    module = ModuleType("reference")
    exec(SOURCE, vars(module))
    return Names(module)


def call(name, *arguments, result=None, **keywords):
    made = Call(name, arguments, keywords)
    made.result = result
    return made


def read(name, result):
    made = Call(name)
    made.result = result
    return made


def said(names, found, expected, *trace):
    return message(compare(found, expected, Rules()), found, trace, names).splitlines()


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("backward", ["X", "y", "params"]),
        ("MLP", ["n_in", "rng"]),
        ("MLP.step", ["grads", "lr"]),
        ("MLP.load", ["path"]),
        ("MLP.of", ["other"]),
        ("many", ["args", "scale", "more"]),
        ("number", []),
        ("nothing", []),
        ("MLP.nothing.more", []),
        ("", []),
    ],
)
def test_parameters(names, name, parameters):
    assert names.parameters(name) == parameters


def test_without_a_module_nothing_is_known():
    assert Names(None).parameters("backward") == []
    assert Names(None).call(call("f", 1)) == "`f()`"


def test_a_call_as_one_would_write_it(names):
    assert names.call(call("backward", 1, 2, 3)) == "`backward(X, y, params)`"
    assert names.call(call("backward", 1, y=2)) == "`backward(X, y)`"
    assert names.call(call("MLP.step", 1, lr=2)) == "`step(grads, lr)`"
    assert names.call(read("MLP.params", None)) == "`.params`"


def test_what_was_asked_in_shapes(names):
    X, y = np.zeros((7, 5)), np.zeros(7, dtype=int)
    params = {"W1": np.zeros((5, 4)), "b1": np.zeros(4, np.float32)}
    assert names.asked(call("backward", X, y, params)) == (
        "X of shape (7, 5), y of shape (7,), int64, params = {W1 (5, 4), b1 (4,), float32}"
    )
    assert names.asked(call("MLP.step", {}, lr=0.25)) == "grads = {}, lr = 0.25"
    assert names.asked(call("unknown", 3, True, "text", [1, 2], list(range(9)))) == (
        "argument 1 = 3, argument 2 = True, argument 4 = [1, 2], argument 5, a list of 9"
    )
    assert names.asked(call("unknown", 0.123456789, np.float32(0.5))) == "argument 1 = 0.123457, argument 2 = 0.5"
    long = names.asked(call("unknown", {f"a rather long key {n}": X for n in range(20)}))
    assert len(long) <= 160
    assert long.endswith(" …")


def test_one_wrong_number(names):
    trace = call("many", 2.5, result=0.25)
    assert said(names, 0.25, 0.5, trace) == [
        "`many(args)` is 1/2 of what it should be.",
        "Asked with args = 2.5.",
    ]


def test_one_wrong_part_among_others(names):
    grads = {"W1": np.ones((2, 3)), "b1": np.zeros(3), "W2": np.ones((3, 1)), "b2": np.ones(1)}
    expected = {**grads, "b1": np.array([0.1, 0.2, 0.3])}
    lines = said(names, grads, expected, call("backward", np.zeros((7, 2)), result=grads))
    assert lines == [
        '`backward(X)`["b1"] is 0 everywhere.',
        "W1, W2 and b2 are right.",
        "Asked with X of shape (7, 2).",
    ]


def test_parts_that_are_wrong_alike_and_otherwise(names):
    expected = {"W1": np.ones((2, 3)), "b1": np.array([0.1, 0.2]), "W2": np.ones(3), "b2": np.ones(1)}
    found = {"W1": 7 * expected["W1"], "b1": 7 * expected["b1"], "W2": -expected["W2"], "b2": expected["b2"]}
    lines = said(names, found, expected, call("backward", result=found))
    assert lines[0] == '`backward()`["W1"] is 7 times what it should be, in every entry.'
    assert lines[1] == "The same is true of b1; W2 is not right either; b2 is right."


def test_items_of_a_tuple_by_number(names):
    found, expected = (np.ones(3), np.zeros(3)), (np.ones(3), np.array([1.0, 2, 3]))
    lines = said(names, found, expected, call("many", result=found))
    assert lines[:2] == ["`many()`[1] is 0 everywhere.", "[0] is right."]


def test_the_call_is_found_within_what_the_check_made(names):
    first, second = np.zeros(3), np.ones(3)
    found = {"before": first, "after": {"inner": second}}
    expected = {"before": first, "after": {"inner": np.array([1.0, 2, 3])}}
    trace = [call("many", result=first), call("backward", result=second)]
    assert said(names, found, expected, *trace)[0].startswith("`backward()` has equal") or said(
        names, found, expected, *trace
    )[0].startswith("`backward()` is 1 everywhere")


def test_the_checks_own_words(names):
    found = {"change of W1": np.zeros(2), "change of b1": np.ones(2)}
    expected = {"change of W1": np.array([0.1, 0.2]), "change of b1": np.ones(2)}
    trace = [call("MLP", result=Handle(None, 1, "MLP")), call("MLP.step", result=None)]
    assert said(names, found, expected, *trace) == [
        "the change of W1 is 0 everywhere.",
        "change of b1 is right.",
    ]


def test_an_attribute_that_was_read(names):
    value = np.zeros(3)
    assert said(names, value, np.ones(3), read("MLP.weights", value)) == ["`.weights` is 0 everywhere."]


def test_a_reply_that_is_also_an_object(names):
    class Pair(NamedTuple):
        first: float
        second: float

    made = Handle(None, 1, "many", "Pair", False, tuple(Pair(1.0, 0.0)))
    lines = said(names, made, (1.0, 0.5), call("many", result=made))
    assert lines[:2] == ["`many()`[1] is 0, which is not right.", "[0] is right."]


def test_none_is_never_taken_for_another_call(names):
    trace = [call("many", result=None), call("backward", result=None)]
    assert said(names, {"a": None}, {"a": 1.0}, *trace)[0].startswith('the result["a"] is None')


@pytest.mark.parametrize("trace", [(), (call("many", result=[1.0, 2.0]),)])
def test_never_more_than_three_lines(names, trace):
    found = {str(n): np.zeros(2) for n in range(50)}
    expected = {str(n): np.ones(2) for n in range(50)}
    assert len(said(names, found, expected, *trace)) <= 3


def test_the_staff_see_both_values():
    parts = [
        Part(("W1", 0), "is wrong", np.array([1.0, 2.0]), np.array([3.0, 4.0])),
        Part(("b1",), "", 1, 1),
        Part((), "is wrong", None, 0.5),
    ]
    assert staff_detail(parts) == '["W1"][0]: found [1. 2.]; expected [3. 4.]\nresult: found None; expected 0.5'


def test_the_staffs_view_is_short_and_quick():
    parts = [Part((), "is wrong", [0.5] * 5_000_000, [{"a": np.zeros((500, 500))}] * 1000)]
    assert len(staff_detail(parts)) < 1300
    assert len(staff_detail([Part((), "x", "y" * 10**6, 16**1000)])) < 1300


def test_a_part_of_one_entry_shares_the_factor_of_the_others(names):
    expected = {"W1": np.ones((2, 3)), "b2": np.array([0.3])}
    found = {"W1": 0.2 * expected["W1"], "b2": 0.2 * expected["b2"]}
    assert said(names, found, expected, call("backward", result=found))[1] == "The same is true of b2."


def test_one_number_that_is_off_by_the_size_of_an_argument(names):
    wrong = call("many", np.zeros(7), result=3.5)
    assert said(names, 3.5, 0.5, wrong)[0] == "`many(args)` is 7 times what it should be."
    assert said(names, 4.5, 0.5, call("many", np.zeros(7), result=4.5))[0] == "`many(args)` is 4.5, which is not right."


@settings(deadline=None, derandomize=True, database=None)
@given(found=REPLIES, expected=EXPECTED, kind=st.sampled_from(KINDS))
def test_any_wrong_reply_has_its_sentences(found, expected, kind):
    trace = [call("many", np.zeros((7, 5)), 3, result=found), call("backward", result=None)]
    parts = compare(found, expected, Rules(kind))
    if any(part.problem for part in parts):
        for heard in (trace, trace[:1], []):
            lines = message(parts, found, heard, Names(None)).splitlines()
            assert lines[0].endswith(".")
        assert len(staff_detail(parts)) < 20_000
