"""What an audit sees without running anything: manifest, lesson, sentences, hints, the bank of mistakes."""

from __future__ import annotations

import pytest
from nngrade.audit import paper
from nngrade.audit.paper import functions, on_paper
from toy_course import CHECKS, MISTAKES, SOLUTION, bank, toy, written

HINTS = {"hints": ["first", "second", "third"]}
BANK = "the bank of mistakes can be read"
AGREE = "exercise.yaml and checks.py agree"
SOUND = "targets, titles, dependencies are sound"
HINT = "no hint is the answer"


def problems(course) -> dict[str, str]:
    return {one.question: one.problem for one in on_paper(course, course.exercises[0]) if one.problem}


def test_all_well(tmp_path):
    assert problems(toy(tmp_path, mistakes=MISTAKES, more={"test_pair": {"targets": ["pair"]}})) == {}


@pytest.mark.parametrize(
    ("checks", "question", "words"),
    [
        (CHECKS + "def test_more(same):\n    pass\n", AGREE, "test_more is written, but not"),
        (CHECKS + CHECKS, AGREE, "is written 2 times"),
        (CHECKS + "def (", AGREE, "checks.py:9: "),
        (CHECKS + "\x00", AGREE, "checks.py"),
        ("class TestA:\n    pass\n" + CHECKS, AGREE, "TestA is a class of tests"),
        (CHECKS + "    assert True\n    assert 1, 'x'\n", "every assertion has a sentence", "on line 9"),
    ],
)
def test_checks(tmp_path, checks, question, words):
    said = problems(toy(tmp_path, checks, tests=("test_double", "test_pair")))
    assert list(said) == [question]
    assert words in said[question]


def test_an_empty_lesson(tmp_path):
    course = toy(tmp_path)
    (course.folder(course.exercises[0]) / "README.md").write_text("")
    assert problems(course) == {"there is a lesson": "README.md is missing or empty"}


def test_a_target_that_the_stub_lacks(tmp_path):
    course = toy(tmp_path, more={"test_pair": {"targets": ["pear"]}})
    assert "the stub has no 'pear'; did you mean pair?" in problems(course)[AGREE]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"test_pair": {"title": "about test_double"}}, "the title 'about test_double' stands 2 times"),
        ({"test_pair": {"title": "x" * 71}}, "test_pair: its title has 71 letters, more than 70"),
        ({"test_pair": {"hints": ["a", "b", " a "]}}, "test_pair: two of its hints are the same"),
        (
            {"test_double": {"visibility": "hidden"}, "test_pair": {"depends": ["test_double"]}},
            "test_pair waits for test_double, which a learner does not see",
        ),
    ],
)
def test_what_is_not_sound(tmp_path, more, words):
    assert problems(toy(tmp_path, more=more)) == {SOUND: words}


@pytest.mark.parametrize(
    "hint", ["return 2 * np.asarray(x)", "Write: 2*np.asarray(x)", "It is `2 *\n  np.asarray( x )`."]
)
def test_a_hint_that_is_the_answer(tmp_path, hint):
    course = toy(tmp_path, more={"test_double": {"hints": ["first", "second", hint]}})
    assert problems(course) == {HINT: "test_double: hint 3 is the whole of double"}


def test_a_hint_that_is_nearly_the_answer(tmp_path):
    solution = SOLUTION.replace("    return 2 * np", "    x = np.asarray(x)\n    return 2 * np")
    assert (
        problems(toy(tmp_path, solution=solution, more={"test_double": {"hints": ["1", "2", "2 * np.asarray(x)"]}}))
        == {}
    )


@pytest.mark.parametrize(
    ("mistakes", "words"),
    [
        ("1 / 0", "mistakes.py cannot be imported: ZeroDivisionError: division by zero."),
        ("x = 1", "MISTAKES must be a tuple of nngrade.api.Mistake"),
        (bank(("a", "double", {"2 *": "3 *"}), ("a", "double", {"2 *": "4 *"})), "a stands 2 times"),
        (bank(("Not An Id", "double", {"2 *": "3 *"})), "'Not An Id' is no id like loss-summed"),
        (bank(("a", "dbl", {"2 *": "3 *"})), "a: no check has the target dbl"),
        (bank(("a", "double")), "a: it needs a form, a sentence and what to look at"),
        (MISTAKES.replace("Look at the factor.", " "), "tripled: it needs a form, a sentence"),
        (MISTAKES.replace("Look at the factor.", "It is " * 18), "tripled: what it says takes 3 lines of 63 letters"),
        (bank(("a", "double", {"3 *": "4 *"})), "a: '3 *' occurs 0 times in toy.py; it must occur exactly once"),
        (bank(("a", "double", {"2 *": "("})), "a: '(' was never closed"),
        (bank(("a", "double", {"": "1 / 0"})), "a cannot be imported: ZeroDivisionError: division by zero"),
        (bank(("a", "double", {"": "import sys; sys.exit()"})), "a leaves the program"),
        (
            bank(*((f"a{n}", "double", {"2 *": f"{n} *"}) for n in range(131))),
            "131 forms of mistakes in double are more",
        ),
        (bank(*((f"a{n}", "pair", {"2 *": f"{n} *"}) for n in range(401))), "401 forms of mistakes are more than 400"),
    ],
)
def test_a_bank_with_a_problem(tmp_path, mistakes, words):
    said = problems(toy(tmp_path, mistakes=mistakes, more={"test_pair": {"targets": ["pair"]}}))
    assert list(said) == [BANK]
    assert words in said[BANK]


def test_what_a_mistake_prints_is_not_heard_and_one_that_loops_ends(tmp_path, capfd, monkeypatch):
    guarded = paper.guarded
    monkeypatch.setattr(paper, "guarded", lambda: guarded(seconds=0.1))
    mistakes = bank(("prints", "double", {"": "print('x')\n"}), ("loops", "double", {"": "while True: pass\n"}))
    said = problems(toy(tmp_path, mistakes=mistakes, more={"test_pair": {"targets": ["pair"]}}))
    assert said == {BANK: "loops cannot be imported: TooLong: no end after 0.1 s of computing"}
    assert capfd.readouterr() == ("", "")


def test_functions():
    source = '''
def f(x):
    """Say."""
    y = x
    return  y
class Net:
    rate = 1
    def __init__(self): self.a = 1
    def step(self): ...
class Empty: pass
'''
    assert functions(source) == {
        "f": ["y = x", "return y"],
        "Net.__init__": ["self.a = 1"],
        "Net.step": ["..."],
        "Net": ["self.a = 1"],
        "Empty": [],
    }
    assert functions(written("return 1")[""]) == {"double": ["return 1"]}
