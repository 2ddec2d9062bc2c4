"""Our own six exercises as a learner meets them: short lessons that fit the screen, right numbers, fair hints."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from types import SimpleNamespace

import msgspec
import numpy as np
import pytest
from nngrade.api import DataSource
from nngrade.checks.asking import Asking, Reference
from nngrade.checks.pytest_plugin import CheckPlugin
from nngrade.course.content import content_root
from nngrade.course.load import load_course
from nngrade.sandbox.link import load
from toy_course import results

COURSE = load_course(content_root())
IDS = [exercise.id for exercise in COURSE.exercises]
WORDS = 1300  # five minutes, with time for the tables
COLUMNS = 80
DECIMALS = re.compile(r"(?<![\w.])-?\d+\.\d{3,}(?![\w.]*\d)")


@pytest.fixture(params=COURSE.exercises, ids=IDS)
def exercise(request):
    return request.param


def readme(exercise):
    return (COURSE.folder(exercise) / "README.md").read_text("utf-8")


def stub(exercise):
    return COURSE.stub(exercise).read_text("utf-8")


def reference(name):
    return load(COURSE.solution(next(exercise for exercise in COURSE.exercises if exercise.id.endswith(name))))


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


def test_a_lesson_is_read_in_five_minutes(exercise):
    text = readme(exercise)
    assert 200 < len(text.split()) <= WORDS
    assert text.startswith("# ")
    assert f"nngrade check {exercise.number}" in text
    assert exercise.module in text
    assert text.count("```") % 2 == 0
    assert "|---" in text or fenced(text)  # a drawing or a table of the shapes


def test_drawings_and_code_fit_the_screen(exercise):
    wide = [line for line in fenced(readme(exercise)) if len(line) > COLUMNS]
    assert wide == []
    assert "\t" not in readme(exercise) + stub(exercise)


def test_titles_fit_a_line_of_the_report(exercise):
    for item in exercise.items:
        assert len(item.title) <= COLUMNS - 12, item.title
        assert "\n" not in item.title


def test_the_lesson_and_the_stub_name_everything_that_is_asked(exercise):
    names = {target.split(".")[-1] for item in exercise.items for target in item.targets}
    for name in names:
        assert re.search(rf"\b{name}\b", readme(exercise)), name
        assert re.search(rf"\b(def|class) {name}\b", stub(exercise)), name


def test_every_function_of_the_stub_is_asked_or_given(exercise):
    tree = ast.parse(stub(exercise))
    asked = {target for item in exercise.items for target in item.targets}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            empty = "NotImplementedError" in ast.unparse(node)
            assert (node.name in asked) is empty, node.name
            assert ast.get_docstring(node), node.name


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


def test_a_property_holds_for_the_reference_in_the_graders_process_too(exercise):
    # an assertion that fails on it as well is the course's fault, and never costs a learner points
    file = COURSE.checks(exercise)
    answers = Reference(COURSE.solution(exercise))
    raised = {}

    def loop(plugin):
        for check in exercise.checks:
            item = plugin.item(file, check.test)
            if "learner" in item.fixturenames:
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


# Every number with three or more digits after the point is one that the reference computes.


def facts_01():
    m = reference("01_sigmoid_neuron")
    z = np.array([-4.0, -1, 0, 1, 4])
    return [m.sigmoid(z), m.sigmoid_derivative(z), m.Neuron([0, 1], 4).feedforward([2, 3])]


def facts_02():
    m = reference("02_feedforward")
    layers = [(np.array([[0, 0], [1, 1]]), np.zeros(2)), (np.array([[0], [1]]), np.zeros(1))]
    hidden = m.layer_forward(np.array([[2, 3]]), *layers[0])
    pair = m.layer_forward(np.array([[2, 3]]), np.array([[0, 1], [1, 0]]), np.array([0, -1]))
    output = m.feedforward(np.array([2, 3]), layers)
    return [hidden, pair, np.floor(output * 1e10) / 1e10]  # the contract's digits are cut, not rounded


def facts_03():
    m = reference("03_backprop")
    parameters = (
        np.array([[0.5, -0.4], [0.3, 0.8]]),
        np.array([0.1, -0.2]),
        np.array([[0.7], [-0.6]]),
        np.array([0.05]),
    )
    x = np.array([-2, -1])
    network = m.OurNeuralNetwork(*parameters)
    p = network.feedforward(x)
    a1 = m.sigmoid(x @ parameters[0] + parameters[1])
    facts = [p, a1, np.log(p / (1 - p)), *network.gradients(x, 1).values(), 0.00001, 0.00002]
    facts += [m.mse_loss(np.array([1, 0, 0, 1]), np.array([0.9, 0.2, 0.1, 0.6]))]
    people, labels = np.array([[-2, -1], [25, 6], [17, 4], [-15, -6]]), np.array([1, 0, 0, 1])
    losses = []
    for epochs in (1, 99, 900):
        losses += network.train(people, labels, lr=0.1, epochs=epochs)
        facts += [losses[-1], network.feedforward(np.array([[-7, -3], [20, 2]]))]
    return [*facts, losses[0]]


def two_layers(m, X, y, params):
    Z1, A1, Z2, A2 = m.forward(X, params)
    return [Z1, A1, Z2, A2, -np.log(A2[0, y[0]]), *m.backward(X, y, params).values()]


def facts_04():
    m = reference("04_softmax_backprop")
    params = {
        "W1": np.array([[1.0, -1.0], [0.5, 0.0]]),
        "b1": np.zeros(2),
        "W2": np.array([[0.5, 0.0, -0.5], [1.0, -1.0, 2.0]]),
        "b2": np.zeros(3),
    }
    facts = two_layers(m, np.array([[1, 2]]), np.array([0]), params)
    loss = m.cross_entropy(np.array([0, 2]), np.array([[0.7, 0.2, 0.1], [0.1, 0.5, 0.4]]))
    return [*facts, loss, m.softmax(np.array([1.0, 2.0, 3.0])), np.log(10)]


def facts_05():
    return [np.sqrt(2 / 64), np.log(10)]


def facts_06():
    m = reference("06_mnist")
    params = {
        "W1": np.array([[0.5, -1], [0.25, 0.5]]),
        "b1": np.array([0, -0.5]),
        "W2": np.array([[1.0, 0, -1], [2, 2, 2]]),
        "b2": np.array([0.0, 0, 1]),
    }
    return two_layers(m, np.array([[1, 2]]), np.array([0]), params)


FACTS = dict(zip(IDS, (facts_01, facts_02, facts_03, facts_04, facts_05, facts_06), strict=True))


def test_every_worked_number_is_what_the_reference_computes(exercise):
    facts = np.concatenate([np.ravel(fact).astype(float) for fact in FACTS[exercise.id]()])
    facts = np.concatenate([facts, 1 - facts, -facts])
    written = set(DECIMALS.findall(readme(exercise) + stub(exercise)))
    assert written
    wrong = []
    for number in written:
        half = 0.5 * 10.0 ** -len(number.partition(".")[2])
        if np.abs(facts - float(number)).min() > half * (1 + 1e-6):
            wrong.append(number)
    assert wrong == []


def same(found, expected):
    if isinstance(expected, tuple):
        return len(found) == len(expected) and all(map(same, found, expected))
    return np.shape(found) == np.shape(expected) and np.allclose(found, expected, atol=1e-9)


A = np.array
ROWS = A([[1.0, 2.0], [3.0, 4.0]])
EXAMPLES = [
    ("01_sigmoid_neuron", "sigmoid(0) is 0.5", lambda m: (m.sigmoid(0), 0.5)),
    ("01_sigmoid_neuron", "sigmoid_derivative(0) is 0.25", lambda m: (m.sigmoid_derivative(0), 0.25)),
    ("02_feedforward", "20 + 4 + 12 + 3 = 39", lambda m: (m.count_parameters(m.init_layers([5, 4, 3], rng())), 39)),
    (
        "02_feedforward",
        "has 2 pairs, with W of shapes (5, 4) and (4, 3), b of shapes (4,) and (3,)",
        lambda m: (
            A([np.shape(W) + np.shape(b) for W, b in m.init_layers([5, 4, 3], rng())]),
            A([[5, 4, 4], [4, 3, 3]]),
        ),
    ),
    (
        "04_softmax_backprop",
        "relu([-1.0, 0.5, 2.0]) is [0.0, 0.5, 2.0]",
        lambda m: (m.relu(A([-1.0, 0.5, 2.0])), A([0.0, 0.5, 2.0])),
    ),
    (
        "04_softmax_backprop",
        "relu_derivative([-1.0, 0.5, 2.0]) is [0, 1, 1]",
        lambda m: (m.relu_derivative(A([-1.0, 0.5, 2.0])), A([0, 1, 1])),
    ),
    (
        "04_softmax_backprop",
        "one_hot([2, 0], 4) is [[0, 0, 1, 0], [1, 0, 0, 0]]",
        lambda m: (m.one_hot(A([2, 0]), 4), A([[0, 0, 1, 0], [1, 0, 0, 0]])),
    ),
    (
        "05_minibatch_sgd",
        "standardize([[1, 5], [3, 5]], [[5, 5]]) is ([[-1, 0], [1, 0]], [[3, 0]])",
        lambda m: (m.standardize(A([[1, 5], [3, 5]]), A([[5, 5]])), (A([[-1, 0], [1, 0]]), A([[3, 0]]))),
    ),
    (
        "05_minibatch_sgd",
        "7 samples with batch_size 3 come as batches of 3, 3 and 1",
        lambda m: (
            A([len(y) for _, y in m.iterate_minibatches(np.zeros((7, 2)), np.arange(7), 3, rng())]),
            A([3, 3, 1]),
        ),
    ),
    (
        "05_minibatch_sgd",
        'y = [0] "b2" is [-0.9, 0.1, 0.1, ..., 0.1]',
        lambda m: (blank(m).backward(np.zeros((1, 3)), A([0]))["b2"], A([-0.9] + [0.1] * 9)),
    ),
    (
        "05_minibatch_sgd",
        "With all parameters 0 and ten classes every probability is 0.1",
        lambda m: (blank(m).forward(np.ones((2, 3))), np.full((2, 10), 0.1)),
    ),
    (
        "06_mnist",
        "labels 0, 1, 2 predicted as 0, 2, 2 are 2/3",
        lambda m: (m.accuracy(A([0, 1, 2]), A([0, 2, 2])), 2 / 3),
    ),
    (
        "06_mnist",
        "0, 1, 2 predicted as 0, 2, 2 are [[1,0,0], [0,0,1], [0,0,1]]",
        lambda m: (m.confusion_matrix(A([0, 1, 2]), A([0, 2, 2]), 3), A([[1, 0, 0], [0, 0, 1], [0, 0, 1]])),
    ),
    (
        "06_mnist",
        "class 2 of the matrix above has (1, 1, 0, 1)",
        lambda m: (tuple(m.binary_counts(A([[1, 0, 0], [0, 0, 1], [0, 0, 1]]), 2)), (1, 1, 0, 1)),
    ),
]


def rng():
    return np.random.default_rng(0)


def blank(m):
    model = m.MLP(3, 4, 10, rng())
    for parameter in model.params.values():
        parameter[...] = 0
    return model


@pytest.mark.parametrize(("name", "text", "example"), EXAMPLES, ids=[text[:40] for _, text, _ in EXAMPLES])
def test_every_example_of_a_docstring_is_right(name, text, example):
    source = " ".join(
        stub(SimpleNamespace(id=name, module=next(e.module for e in COURSE.exercises if e.id == name))).split()
    )
    assert text in source
    found, expected = example(reference(name))
    assert same(found, expected)


def test_the_contracts_numbers_are_in_the_checks():
    texts = [Path(COURSE.checks(exercise)).read_text("utf-8") for exercise in COURSE.exercises[:3]]
    assert "Neuron([0, 1], 4).feedforward([2, 3])" in texts[0]
    assert "[2, 3]" in texts[1] or "[2.0, 3.0]" in texts[1]
    assert "[-7, -3], [20, 2]" in texts[2]
