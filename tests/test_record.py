"""What one run of a check saw, and whether another run saw the same."""

from __future__ import annotations

import numpy as np
from nngrade.checks.alike import Ended
from nngrade.checks.record import Event, Record, changes, told
from sandbox_helpers import local

X = np.array([1.0, 2.0])


def record(*answers: tuple[object, bool]) -> Record:
    made = Record()
    for answer, right in answers:
        made.events.append(Event("same", answer, right))
    return made


def test_the_wrong_answers_are_kept_in_order():
    made = record((1, True), (2, False), (None, False), (3, True))
    assert [event.answer for event in made.wrong] == [2, None]
    assert [event.answer for event in made.events] == [1, 2, None, 3]
    assert not made.cut


def test_another_run_that_says_nothing_new():
    assert record((X, False), (9, True)).same_wrongs(record((8, True), (X.copy(), False)))
    assert record().same_wrongs(record())
    for other in [record((X + 1, False)), record((X, False), (X, False)), record((X, True)), record((None, False))]:
        assert not record((X, False)).same_wrongs(other)


def test_changed_arguments_are_an_answer():
    impl = local("""
        kept = []
        def now(x, n):
            x[0] = 9
        def later(x):
            kept.append(x)
        def tick():
            for x in kept:
                x += 1
        """)
    impl.now(X, 3)
    impl.later(x=X)
    assert changes(impl, []) == []
    assert told(changes(impl, impl._trace), []) == Ended("untouched", "now 0 False")
    impl.tick()
    assert told(changes(impl, impl._trace), []) == Ended("untouched", "now 0 False; later x True")
    assert told([], []) == Ended("untouched", "")
    assert X.tolist() == [1, 2]


def test_a_call_that_gives_nothing_is_an_answer_too():
    impl = local("def nothing(x):\n    pass\ndef zero(x):\n    return 0")
    impl.nothing(X)
    impl.zero(X)
    assert told([], impl._trace) == Ended("untouched", "nothing")
