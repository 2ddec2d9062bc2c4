"""The checks of exercise 01: the sigmoid, its slope, and one neuron on a sample and on a batch."""

import numpy as np


def neuron(rng, d, n=7):
    """Draw weights (d,), a bias well away from 0, and samples (n, d) whose weighted sums stay between -4 and 4."""
    while True:
        weights, X = rng.normal(size=d), rng.normal(size=(3 * n, d))
        bias = float(rng.choice([-1.0, 1.0]) * rng.uniform(0.5, 1.5))
        X = X[np.abs(X @ weights + bias) < 4][:n]
        if len(X) == n:
            return weights, bias, X


def whole_numbers(rng, d):
    """Draw integer weights (d,), an integer bias and integer samples (7, d): sums between -4 and 4, not all alike."""
    while True:
        weights, X = rng.integers(-2, 3, size=d), rng.integers(-2, 3, size=(7, d))
        bias = int(rng.choice([-2, -1, 1, 2]))
        z = X @ weights + bias
        if np.abs(z).max() <= 4 and len(set(z.tolist())) >= 3 and weights.all():
            return weights, bias, X


def test_sigmoid(same, rng):
    """sigmoid: arrays of one, two and three axes, every entry by itself"""
    for shape in [(7,), (7, 5), (5, 4, 3), (60, 3)]:
        z = rng.uniform(-5, 5, size=shape)
        same(lambda impl, z=z: impl.sigmoid(z))


def test_sigmoid_numbers(same, rng):
    """sigmoid: a single number gives a number; integers and float32 arrays"""
    for z in [0.0, 0, -3, float(rng.uniform(-4, 4))]:
        same(lambda impl, z=z: impl.sigmoid(z))
    whole, single = rng.integers(-5, 6, size=(7, 5)), rng.uniform(-5, 5, size=7).astype(np.float32)
    same(lambda impl: impl.sigmoid(whole))
    same(lambda impl: impl.sigmoid(single))


def test_sigmoid_extremes(same, rng):
    """sigmoid: numbers up to a million, no NaN and no exception"""
    far = np.array([20, 50, 100, 800, 1e4, 1e6]) * rng.uniform(0.9, 1.0)
    for z in [-1e6, -800.0, 800.0, 1e6]:
        same(lambda impl, z=z: impl.sigmoid(z))
    same(lambda impl: impl.sigmoid(far))
    same(lambda impl: impl.sigmoid(-far))
    same(lambda impl: impl.sigmoid(np.array([[-1e6, 0.0, 1e6], [5.0, -5.0, 1.0]])))


def test_derivative(same, rng):
    """sigmoid_derivative: arrays, from z itself"""
    same(lambda impl: impl.sigmoid_derivative(np.array([0.0, 1.0, 3.0])))
    for shape in [(7,), (7, 5), (5, 4, 3), (60, 3)]:
        z = rng.uniform(-5, 5, size=shape)
        same(lambda impl, z=z: impl.sigmoid_derivative(z))


def test_derivative_numbers(same, rng):
    """sigmoid_derivative: a single number, integers, float32, and z up to 100"""
    for z in [0.0, 0, 2, float(rng.uniform(-4, 4))]:
        same(lambda impl, z=z: impl.sigmoid_derivative(z))
    whole, single = rng.integers(-5, 6, size=(7, 5)), rng.uniform(-5, 5, size=7).astype(np.float32)
    same(lambda impl: impl.sigmoid_derivative(whole))
    same(lambda impl: impl.sigmoid_derivative(single))
    same(lambda impl: impl.sigmoid_derivative(np.array([-100.0, -30.0, 30.0, 100.0])))


def test_neuron_keeps(same, learner, rng):
    """Neuron: weights and bias are kept as attributes, each neuron its own"""
    weights, bias, _ = neuron(rng, 5)

    def attributes(impl, w, b):
        made = impl.Neuron(w, b)
        return {"weights": made.weights, "bias": made.bias}

    same(lambda impl: attributes(impl, weights, bias))
    same(lambda impl: attributes(impl, [3, 1, 2], 4))
    one = learner.Neuron(weights, bias)
    learner.Neuron(-weights, -bias)
    for name, given in [("weights", weights), ("bias", bias)]:
        assert near(given, np.array(getattr(one, name), dtype=float)), (
            f"Neuron(weights, bias): `{name}` of a neuron changed when another neuron was made; "
            "each keeps its own, on `self`"
        )


def near(first, second):
    """Say whether two answers are the same numbers in the same shape."""
    return np.shape(first) == np.shape(second) and np.allclose(first, second, rtol=0, atol=1e-6)


def test_worked_number(same):
    """Neuron([0, 1], 4).feedforward([2, 3]) is 0.9990889488"""
    same(lambda impl: impl.Neuron([0, 1], 4).feedforward([2, 3]))


def assert_steady(one, inputs):
    """Ask one neuron the same three times, and return the first answer."""
    first, *again = (np.array(one.feedforward(inputs), dtype=float) for _ in range(3))
    for answer in again:
        assert near(first, answer), (
            f"feedforward(inputs): the same neuron, asked the same again, gave {answer.flat[0]:.6g}; at first it gave "
            f"{first.flat[0]:.6g}. A call must leave `self` as it is"
        )
    return first


def test_one_sample(same, learner, rng):
    """Neuron.feedforward: one sample of d inputs gives one float, and the same when it is asked again"""
    for d in [5, 3, 1]:
        weights, bias, X = neuron(rng, d)
        same(lambda impl, w=weights, b=bias, X=X: impl.Neuron(w, b).feedforward(X[0]))
    weights, bias, X = whole_numbers(rng, 4)
    same(lambda impl: impl.Neuron(weights, bias).feedforward(X[0]))
    same(lambda impl: impl.Neuron(weights.tolist(), bias).feedforward(X[1].tolist()))
    weights, bias, X = neuron(rng, 5)
    one = learner.Neuron(weights, bias)
    first = assert_steady(one, X[0])
    learner.Neuron(-weights, -bias)
    answer = np.array(one.feedforward(X[0]), dtype=float)
    assert near(first, answer), (
        f"feedforward(inputs): a neuron gave {first:.6g}, and {answer:.6g} after another neuron was made: they share "
        "their numbers. Keep weights and bias on `self`"
    )


def test_batch(same, learner, rng):
    """Neuron.feedforward: n samples give n outputs, also one row, as many rows as inputs, lists, integers, float32"""
    weights, bias, X = neuron(rng, 5, 60)
    same(lambda impl: impl.Neuron(weights, bias).feedforward(X[:7]))
    for n in (5, 1, 60):
        same(lambda impl, n=n: impl.Neuron(weights, bias).feedforward(X[:n]))
    same(lambda impl: impl.Neuron(weights.tolist(), bias).feedforward(X[:7].tolist()))
    same(lambda impl: impl.Neuron(weights, bias).feedforward(X[:7].astype(np.float32)))
    whole, offset, rows = whole_numbers(rng, 4)
    same(lambda impl: impl.Neuron(whole, offset).feedforward(rows))
    assert_steady(learner.Neuron(weights, bias), X[:7])


def test_untouched(untouched, rng):
    """no function changes the arrays and lists it is given"""
    weights, bias, X = neuron(rng, 5)
    X = X[:5]  # as many rows as inputs: a transposed product is wrong, but raises nothing here
    untouched(lambda impl: impl.sigmoid(X))
    untouched(lambda impl: impl.sigmoid_derivative(X))
    for w, inputs in [(weights, X), (weights, X[0]), (weights.tolist(), X.tolist()), (weights.tolist(), X[0].tolist())]:
        untouched(lambda impl, w=w, inputs=inputs: impl.Neuron(w, bias).feedforward(inputs))
