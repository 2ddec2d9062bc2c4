"""Programs of the course's own, judged without workers: each link has its own module, numbers, folder and time."""

from __future__ import annotations

import os

import pytest
from nngrade.checks.own import OwnCode
from nngrade.sandbox.handles import Implementation
from nngrade.sandbox.outcome import Raised, TimedOut

SOURCE = """\
import os
import random
import numpy as np
COUNT = []

def count():
    COUNT.append(1)
    return len(COUNT)

def draw():
    return random.random() + np.random.random()

def keep():
    open("kept.txt", "w").close()
    return sorted(os.listdir())

def forever():
    while True:
        pass

def fail():
    print("not heard")
    raise ValueError("of its own")
"""


@pytest.fixture
def program(tmp_path):
    return OwnCode(tmp_path / "own.py", SOURCE, seed=3)


def implementation(program):
    return Implementation(program.next(), (1, 2))


def test_each_link_is_a_module_of_its_own(program):
    first, second = implementation(program), implementation(program)
    assert [first.count(), first.count(), second.count(), first.fresh().count()] == [1, 2, 1, 1]


def test_random_numbers_go_on_in_each_and_are_the_same_in_all(program):
    first, second = implementation(program), implementation(program)
    drawn = [first.draw(), second.draw(), first.draw(), second.draw()]
    assert drawn[0] == drawn[1] != drawn[2] == drawn[3]


def test_each_has_a_folder_which_goes_with_the_program(program):
    here = os.getcwd()
    first, second = implementation(program), implementation(program)
    assert first.keep() == second.keep() == ["kept.txt"]
    assert os.getcwd() == here
    program.close()
    assert not program.folder.exists()


def test_a_loop_is_ended_and_nothing_more_is_asked(program):
    impl = implementation(program)
    impl._link.start(0.05)
    for _ in range(2):
        with pytest.raises(TimedOut):
            impl.forever()


def test_what_it_raises_is_its_own_and_what_it_prints_is_not_heard(program, capfd):
    with pytest.raises(Raised, match="of its own") as raised:
        implementation(program).fail()
    assert raised.value.type == "ValueError"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("source", "kind"), [("1 / 0\n", "ZeroDivisionError"), ("def (\n", "SyntaxError")])
def test_an_import_that_fails(tmp_path, source, kind):
    with pytest.raises(Raised) as raised:
        OwnCode(tmp_path / "own.py", source, seed=0).next()
    assert raised.value.type == kind
