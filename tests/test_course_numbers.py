"""Every worked number and example of our lessons and stubs is what the reference computes."""

from __future__ import annotations

import re

import numpy as np
import pytest
from our_course import COURSE, IDS, each_exercise, readme, reference, stub

# three or more digits after the point: no number of points, no learning rate
DECIMALS = re.compile(r"(?<![\w.])-?\d+\.\d{3,}(?![\w.]*\d)")


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


@each_exercise
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
    source = " ".join(stub(COURSE.exercises[IDS.index(name)]).split())
    assert text in source
    found, expected = example(reference(name))
    assert same(found, expected)


def test_the_contracts_numbers_are_in_the_checks():
    texts = [COURSE.checks(exercise).read_text("utf-8") for exercise in COURSE.exercises[:3]]
    assert "Neuron([0, 1], 4).feedforward([2, 3])" in texts[0]
    assert "[2, 3]" in texts[1] or "[2.0, 3.0]" in texts[1]
    assert "[-7, -3], [20, 2]" in texts[2]
