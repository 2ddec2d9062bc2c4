"""Our own six exercises as a learner meets them: short lessons that fit the screen, right numbers, fair hints."""

from __future__ import annotations

import ast
import re

import msgspec
from nngrade.api import DataSource
from nngrade.checks.asking import Asking, Reference
from nngrade.checks.pytest_plugin import CheckPlugin
from our_course import COURSE, IDS, each_exercise, readme, stub
from toy_course import results

WORDS = 1300  # five minutes, with time for the tables
COLUMNS = 80


def fenced(text):
    """Return the fenced blocks of a Markdown text, line by line."""
    blocks = re.findall(r"^```.*?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def test_there_are_six_of_100_points():
    assert IDS == [
        "01_sigmoid_neuron",
        "02_feedforward",
        "03_backprop",
        "04_softmax_backprop",
        "05_minibatch_sgd",
        "06_mnist",
    ]
    assert [sum(item.points for item in exercise.items) for exercise in COURSE.exercises] == [100] * 6
    assert {item.visibility for exercise in COURSE.exercises for item in exercise.items} == {"visible"}


@each_exercise
def test_a_lesson_is_read_in_five_minutes(exercise):
    text = readme(exercise)
    assert 200 < len(text.split()) <= WORDS
    assert text.startswith("# ")
    assert f"nngrade check {exercise.number}" in text
    assert exercise.module in text
    assert text.count("```") % 2 == 0
    assert "|---" in text or fenced(text)  # a drawing or a table of the shapes


@each_exercise
def test_drawings_and_code_fit_the_screen(exercise):
    wide = [line for line in fenced(readme(exercise)) if len(line) > COLUMNS]
    assert wide == []
    assert "\t" not in readme(exercise) + stub(exercise)


@each_exercise
def test_titles_fit_a_line_of_the_report(exercise):
    for item in exercise.items:
        assert len(item.title) <= COLUMNS - 12, item.title
        assert "\n" not in item.title


@each_exercise
def test_the_lesson_and_the_stub_name_everything_that_is_asked(exercise):
    names = {target.split(".")[-1] for item in exercise.items for target in item.targets}
    for name in names:
        assert re.search(rf"\b{name}\b", readme(exercise)), name
        assert re.search(rf"\b(def|class) {name}\b", stub(exercise)), name


@each_exercise
def test_every_function_of_the_stub_is_asked_or_given(exercise):
    tree = ast.parse(stub(exercise))
    asked = {target for item in exercise.items for target in item.targets}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            empty = "NotImplementedError" in ast.unparse(node)
            assert (node.name in asked) is empty, node.name
            assert ast.get_docstring(node), node.name


@each_exercise
def test_hints_do_not_give_the_answer_away_at_once(exercise):
    solution = COURSE.solution(exercise).read_text("utf-8")
    lines = {line.strip() for line in solution.splitlines() if len(line.strip()) >= 30 and "=" in line}
    for item in exercise.items:
        assert len(set(item.hints)) == 3
        for hint in item.hints[:2]:
            assert not [line for line in lines if line in hint], (item.id, hint)
        for hint in item.hints:
            assert len(hint) <= 330, (item.id, len(hint))
            assert hint.count("\n") == 0
            assert sum(line in hint for line in lines) <= 2


@each_exercise
def test_a_property_holds_for_the_reference_in_the_graders_process_too(exercise):
    # an assertion that fails on it as well is the course's fault, and never costs a learner points
    file = COURSE.checks(exercise)
    answers = Reference(COURSE.solution(exercise))
    raised = {}

    def loop(plugin):
        for check in exercise.checks:
            item = plugin.item(file, check.test)
            raised[check.test] = plugin.run(item, Asking(answers.link, answers, (0, len(raised))))

    CheckPlugin([file], COURSE.path, loop).main()
    assert {name: error for name, error in raised.items() if error is not None} == {}
    assert raised


EMPTY = ("return None", "yield from ()", "return args")


def answering(source, body):
    """Return a stub whose functions take anything, and all do the same."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and "NotImplementedError" in ast.unparse(node):
            first = "one, " if node.args.args and node.args.args[0].arg in ("self", "cls") else ""
            other = ast.parse(f"def f({first}*args, **more):\n    {'pass' if node.name == '__init__' else body}").body[
                0
            ]
            node.args, node.body = other.args, other.body
    return ast.unparse(tree)


@each_exercise
def test_empty_answers_are_worth_nothing_and_are_never_the_graders_fault(exercise, tmp_path):
    course = msgspec.structs.replace(COURSE, exercises=(exercise,))
    for number, body in enumerate(EMPTY):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / exercise.module).write_text(answering(stub(exercise), body), "utf-8")
    source = DataSource(None, tmp_path / "cache", embedded=True)
    for result in results(course, sorted(tmp_path.glob("[0-9]")), source=source):
        graded = result.exercises[0]
        assert [check.message for check in graded.checks if check.status == "infra"] == []
        # what returns something and changes nothing has the points for that
        assert graded.score <= 5, [check.id for check in graded.checks if check.score]
