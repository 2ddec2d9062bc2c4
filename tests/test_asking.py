"""`same`, `untouched` and whose fault it is when a check's own code breaks, asked of modules in this process."""

from __future__ import annotations

import numpy as np
import pytest
from nngrade.checks.alike import Ended
from nngrade.checks.asking import Asking, CheckFault, Reference, Wrong
from nngrade.checks.fingerprint import fingerprint
from nngrade.checks.guard import TooLong
from nngrade.errors import CourseError
from nngrade.sandbox.local import Local
from nngrade.sandbox.outcome import Missing, Raised, SandboxFault

REFERENCE = """
import numpy as np
calls = []
def double(x):
    calls.append(1)
    return 2 * np.asarray(x)
def pair(x):
    return np.sum(x), {"rows": np.stack([x, x])}
def count():
    return len(calls)
def draw(rng):
    return rng.normal(size=3)
def label(x):
    return np.array([1, 2])
class Keeper:
    def __init__(self, x):
        self.x = np.array(x)
    def value(self):
        return self.x
"""


@pytest.fixture
def ask(tmp_path):
    """Return a function that makes an `Asking` for a learner's source, all with one reference."""
    (tmp_path / "reference.py").write_text(REFERENCE)
    reference = Reference(tmp_path / "reference.py")
    made = []

    def make(source=REFERENCE, seeds=(0, 1)):
        path = tmp_path / f"learner{len(made)}.py"
        path.write_text(source if "import numpy" in source else REFERENCE + source)
        made.append(path)
        return Asking(Local(path), reference, seeds)

    return make


X = np.array([1.0, -2.0, 0.5])


def test_the_same_answer_passes(ask):
    asking = ask()
    assert not asking.judged
    asking.same(lambda impl: impl.double(X))
    asking.same(lambda impl: impl.pair(X))
    assert asking.judged


def test_another_answer_is_wrong_and_says_which_call(ask):
    with pytest.raises(Wrong) as caught:
        ask("def double(x): return 6 * x").same(lambda impl: impl.double(X))
    assert (
        str(caught.value) == "`double(x)` is 3 times what it should be, in every entry.\nAsked with x = [1, -2, 0.5]."
    )
    assert "expected [ 2. -4.  1.]" in caught.value.detail
    assert "-4" not in str(caught.value)


def test_kinds_and_integers_are_passed_on(ask):
    near = ask("def double(x): return 2 * x * (1 + 1e-5)")
    near.same(lambda impl: impl.double(X), kind="gradient")
    with pytest.raises(Wrong):
        near.same(lambda impl: impl.double(X))
    floats = ask("def label(x): return np.array([1.0, 2.0])")
    floats.same(lambda impl: impl.label(X))
    with pytest.raises(Wrong, match="integers are expected"):
        floats.same(lambda impl: impl.label(X), integers="strict")


def test_random_numbers_are_the_same_for_both_and_follow_the_seed(ask):
    asking = ask()
    asking.same(lambda impl: impl.draw(impl.rng(3)))
    first = asking.learner.draw(asking.learner.rng(3))
    for seeds, equal in (((0, 1), True), ((0, 2), False)):
        other = ask(seeds=seeds).learner
        assert np.array_equal(first, other.draw(other.rng(3))) is equal
    assert not np.array_equal(first, asking.learner.draw(asking.learner.rng(4)))


def test_the_reference_answers_the_same_probe_once(ask):
    for _ in range(3):
        asking = ask()
        asking.same(lambda impl: impl.double(X))
    assert asking.reference.link.table.module.calls == [1]


def test_arguments_from_the_learner_are_asked_anew(ask):
    for factor in (3, 4):
        asking = ask(f"def pair(x): return {factor}, None")
        scale = asking.learner.pair(X)[0]
        asking.same(lambda impl, scale=scale: impl.double(scale * X))
    assert len(asking.reference.link.table.module.calls) == 2


def test_the_learners_errors_go_through(ask):
    with pytest.raises(Raised, match="ValueError: no"):
        ask("def double(x): raise ValueError('no')").same(lambda impl: impl.double(X))
    with pytest.raises(Missing, match="`double` is missing"):
        ask("import numpy as np").same(lambda impl: impl.double(X))
    with pytest.raises(Raised):
        ask("def double(x): raise ValueError('no')").untouched(lambda impl: impl.double(X))


def test_a_probe_that_the_reference_cannot_answer_is_the_authors_fault(ask):
    for probe in (lambda impl: impl.nothing(), lambda impl: impl.double(), lambda impl: 1 / 0):
        with pytest.raises(CheckFault, match="the probe fails on the reference solution"):
            ask().same(probe)


def test_a_probe_that_returns_an_object_is_the_authors_fault(ask):
    with pytest.raises(CheckFault, match="the probe returns a Keeper, which cannot be compared"):
        ask().same(lambda impl: {"made": impl.Keeper(X)})


def test_a_reply_that_the_probe_cannot_use_is_the_learners(ask):
    def probe(impl):
        total, parts = impl.pair(X)
        return parts["rows"][1] + total

    ask().same(probe)
    for source, words in [
        ("def pair(x): pass", "`pair(x)` is None (is there a `return`?); a tuple of 2 items is expected."),
        ("def pair(x): return 1.0", "`pair(x)` is the number 1.0; a tuple of 2 items is expected."),
        ("def pair(x): return 1.0, {'Rows': 2}", "`pair(x)`[1][\"rows\"] is missing (the dict has 'Rows')."),
        ("def pair(x): return 1.0, {'rows': [x]}", '`pair(x)`[1]["rows"] has shape (1, 3); (2, 3) is expected.'),
    ]:
        with pytest.raises(Wrong) as caught:
            ask(source).same(probe)
        assert str(caught.value).startswith(words)


@pytest.mark.parametrize("fault", [SandboxFault("the sandbox is gone"), CheckFault("the check is broken")])
def test_a_fault_of_ours_is_no_answer(ask, fault):
    def probe(impl):
        impl.double(1.0)
        if not asked:
            asked.append(impl)
            return 2.0
        raise fault

    for operation in ("same", "untouched"):
        asked = [0] if operation == "untouched" else []
        asking = ask()
        with pytest.raises(type(fault)) as caught:
            getattr(asking, operation)(probe)
        assert caught.value is fault and not asking.record.wrong


def test_where_no_reply_stands_out_the_last_one_is_named(ask):
    def probe(impl):
        return [1, 2, 3][int(impl.double(1.0))]

    with pytest.raises(Wrong, match=r"`double\(x\)` returned something that cannot be used here \(IndexError"):
        ask("def double(x): return 17").same(probe)


def test_a_sentence_within_a_probe_is_kept(ask):
    def probe(impl):
        assert impl.double(1.0) == 2, "double: twice the number"

    ask().same(probe)
    with pytest.raises(AssertionError, match="double: twice the number"):
        ask("def double(x): return 3").same(probe)
    with pytest.raises(AssertionError, match="double: twice the number"):
        ask("def double(x): return 3").untouched(probe)


def test_what_was_not_asked_cannot_be_blamed_on_the_learner(ask):
    asking = ask()
    assert isinstance(asking.misfit(KeyError("x"), [], []), CheckFault)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def double(x):\n    x *= 2\n    return x", "`double(x)` changes `x`, an argument."),
        ("def pair(x):\n    x.sort()\n    return 1, 2", "`pair(x)` changes `x`, an argument."),
    ],
)
def test_a_changed_argument_is_named(ask, source, words):
    def probe(impl):
        impl.double(X)
        impl.pair(x=X)

    ask().untouched(probe)
    with pytest.raises(Wrong) as caught:
        ask(source).untouched(probe)
    assert str(caught.value).startswith(words)


def test_a_change_that_comes_later_is_named_with_the_call_that_took_the_array(ask):
    source = """
class Keeper:
    def __init__(self, x):
        self.x = x
    def value(self):
        self.x += 1
        return self.x
"""

    def probe(impl):
        return impl.Keeper(X).value()

    ask().untouched(probe)
    with pytest.raises(Wrong, match=r"`Keeper\(x\)` keeps `x`, and a later call changes what was passed in"):
        ask(source).untouched(probe)


def test_untouched_asks_only_about_its_own_calls(ask):
    asking = ask("def double(x):\n    x *= 2\n    return x")
    asking.learner.double(X)
    asking.untouched(lambda impl: impl.pair(X))
    assert asking.judged


@pytest.mark.parametrize(
    "source", ["raise ValueError('x')", "def (", "import nothing_of_that_name", "raise SystemExit"]
)
def test_a_reference_that_cannot_be_imported_is_a_course_error(tmp_path, source):
    (tmp_path / "solution.py").write_text(source)
    with pytest.raises(CourseError, match=r"solution\.py cannot be imported"):
        Reference(tmp_path / "solution.py")


def test_a_fingerprint_stands_for_all_that_a_probe_holds():
    def made(x, n=1, **more):
        return lambda impl, n=n: (x, more, n)

    one = fingerprint(made(X))
    assert one is not None
    assert fingerprint(made(X.copy())) == one
    others = [made(X + 1), made(X.astype(np.float32)), made(X[None]), made(X, 2), made(X, a=1), made(X.tolist())]
    others += [
        made(tuple(X.tolist())),
        made((X, X)),
        made([X, [X]]),
        made(made(1)),
        made(made(2)),
        made("x"),
        made(None),
    ]
    prints = {one, *map(fingerprint, others)}
    assert len(prints) == len(others) + 1
    assert None not in prints
    assert fingerprint(lambda impl: X) != fingerprint(lambda impl: X)  # written twice: two probes


def test_what_may_change_has_no_fingerprint():
    endless: list[object] = []
    endless.append(endless)
    for value in (np.random.default_rng(0), object(), endless, np.array([None]), {1, 2}, Ellipsis):
        assert fingerprint(lambda impl, value=value: value) is None
    later = fingerprint(lambda impl: not_yet)
    not_yet = 1
    assert later is None
    assert fingerprint(print) is None


def test_untouched_wants_an_answer_where_the_reference_gives_one(ask):
    with pytest.raises(Wrong, match=r"`double\(x\)` is None"):
        ask("def double(x):\n    pass").untouched(lambda impl: impl.double(X))


@pytest.mark.parametrize(
    ("answer", "kept"),
    [("np.ones(1000)", True), ("[0.5] * 1000", True), ("np.ones(100_000)", False), ("[0.5] * 900_000", False)],
)
def test_a_huge_answer_is_wrong_and_not_looked_at_again(ask, answer, kept):
    asking = ask(f"def double(x):\n    return {answer}\n")
    with pytest.raises(Wrong, match=r"has|is a"):
        asking.same(lambda impl: impl.double(X))
    assert (type(asking.record.events[0].answer) is Ended) is not kept


def test_a_clock_ends_a_check_and_not_only_a_probe(ask):
    def late(impl):
        raise TooLong("no end")

    asking = ask()
    asking.go_on = 1.0
    with pytest.raises(TooLong):
        asking.same(lambda impl: late(impl) if impl is asking.learner else impl.double(X))
    with pytest.raises(TooLong):
        asking.untouched(late)
