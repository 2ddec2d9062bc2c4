"""The checks of exercise 01: the sigmoid, its slope, and one neuron on a sample and on a batch."""

from itertools import product

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
        weights, X = rng.choice([-2, -1, 1, 2], size=d), rng.integers(-2, 3, size=(60, d))
        bias = int(rng.choice([-2, -1, 1, 2]))
        X = X[np.abs(X @ weights + bias) <= 4][:7]
        if len(X) == 7 and len(set((X @ weights).tolist())) >= 3:
            return weights, bias, X


def mixed_numbers(rng):
    """Yield weights, a bias and samples, some integers and some floats: arrays made like one cannot hold the other."""
    weights, bias, X = whole_numbers(rng, 4)
    for kinds in product((False, True), repeat=3):
        if any(kinds) and not all(kinds):
            yield tuple(part if whole else part * 0.7 for whole, part in zip(kinds, (weights, bias, X), strict=True))


def far_sums(rng, d):
    """Draw weights (d,), a bias, and samples (8, d) whose weighted sums go from -800 to 800, of each size both signs."""
    weights, bias, X = neuron(rng, d, 8)
    sums = np.outer([800, 90, 25, 11], [1, -1]).ravel() * rng.uniform(0.95, 1.0)
    return weights, bias, X * (sums / (X @ weights))[:, None]


def kept(impl, name, function, z):
    """Return an answer as it is after the next call, which may not write into it."""
    first = impl.handle(function, z)
    function(0.5 - z)
    return {f"first result, looked at after another call of {name},": np.array(list(first))}


def test_sigmoid(same, rng):
    """sigmoid: arrays of one, two and three axes, every entry by itself"""
    for shape in [(7,), (7, 5), (5, 4, 3), (60, 3), (7,), (1,), (7, 1), (1, 5), (1, 1)]:
        z = rng.uniform(-5, 5, size=shape)
        same(lambda impl, z=z: impl.sigmoid(z))

    z = rng.uniform(-5, 5, size=(7, 5))
    same(lambda impl: kept(impl, "sigmoid", impl.sigmoid, z))


def test_sigmoid_numbers(same, rng):
    """sigmoid: a single number gives a number; integers and float32 arrays"""
    for z in [0.0, 0, -3, 2, *rng.uniform(-4, 4, size=2).tolist()]:
        same(lambda impl, z=z: impl.sigmoid(z))
    for shape in [(7,), (7, 5)]:
        whole, single = rng.integers(-5, 6, size=shape), rng.uniform(-5, 5, size=shape).astype(np.float32)
        same(lambda impl, z=whole: impl.sigmoid(z))
        same(lambda impl, z=single: impl.sigmoid(z))


def test_sigmoid_extremes(same, rng):
    """sigmoid: numbers up to a million, no NaN and no exception"""
    middle = rng.choice([-1.0, 1.0], size=(7, 5)) * rng.uniform(5, 16, size=(7, 5))
    for z in [middle, middle.astype(np.float32), 6, -7, *middle[0].tolist(), *(-middle[0]).tolist()]:
        same(lambda impl, z=z: impl.sigmoid(z))
    far = np.array([20, 50, 100, 800, 1e4, 1e6]) * rng.uniform(0.9, 1.0)
    for z in [-1e6, -800.0, 800.0, 1e6, -800, 1_000_000, -1_000_000, np.array([-1_000_000, -900, 900, 1_000_000])]:
        same(lambda impl, z=z: impl.sigmoid(z))
    same(lambda impl: impl.sigmoid(far))
    same(lambda impl: impl.sigmoid(-far))
    for z in [np.array([[-1e6, 0.0, 1e6], [5.0, -5.0, 1.0]]), far * [1, -1, 1, -1, 1, -1]]:  # both signs in one array
        same(lambda impl, z=z: impl.sigmoid(z))


def test_sigmoid_untouched(untouched, rng):
    """sigmoid leaves the array it is given as it is"""
    far = np.array([-1e6, -800.0, -30.0, 0.5, 30.0, 800.0, 1e6])  # who limits z may write the limits into it
    for z in [rng.normal(size=(7, 5)), rng.normal(size=7), rng.integers(-5, 6, size=(7, 5)), far, far[:1], far[-1:]]:
        untouched(lambda impl, z=z: impl.sigmoid(z))


def test_derivative(same, rng):
    """sigmoid_derivative: arrays, from z itself"""
    same(lambda impl: impl.sigmoid_derivative(np.array([0.0, 1.0, 3.0])))
    for shape in [(7,), (7, 5), (5, 4, 3), (60, 3), (7,), (1,), (7, 1), (1, 5), (1, 1)]:
        z = rng.uniform(-5, 5, size=shape)
        same(lambda impl, z=z: impl.sigmoid_derivative(z))
    z = rng.uniform(-5, 5, size=(7, 5))
    same(lambda impl: kept(impl, "sigmoid_derivative", impl.sigmoid_derivative, z))


def test_derivative_numbers(same, rng):
    """sigmoid_derivative: a single number, integers, float32, and z up to 100"""
    for z in [0.0, 0, 2, -1, *rng.uniform(-4, 4, size=2).tolist()]:
        same(lambda impl, z=z: impl.sigmoid_derivative(z))
    for shape in [(7,), (7, 5)]:
        whole, single = rng.integers(-5, 6, size=shape), rng.uniform(-5, 5, size=shape).astype(np.float32)
        same(lambda impl, z=whole: impl.sigmoid_derivative(z))
        same(lambda impl, z=single: impl.sigmoid_derivative(z))
    middle = rng.choice([-1.0, 1.0], size=(7, 5)) * rng.uniform(5, 16, size=(7, 5))
    for z in [middle, (middle / 2).astype(np.float32), 6, -7, 100, -100, *middle[0].tolist(), *(-middle[0]).tolist()]:
        same(lambda impl, z=z: impl.sigmoid_derivative(z))
    for z in [np.array([-100.0, -30.0, 30.0, 100.0]), np.array([[-100, 0, 100], [5, -5, 1]])]:
        same(lambda impl, z=z: impl.sigmoid_derivative(z))
        same(lambda impl, z=z: impl.sigmoid_derivative(z * 0.9))


def test_derivative_untouched(untouched, rng):
    """sigmoid_derivative leaves the array it is given as it is"""
    far = np.array([-100.0, -40.0, -20.0, 0.5, 20.0, 40.0, 100.0])
    for z in [rng.normal(size=(7, 5)), rng.normal(size=7), rng.integers(-5, 6, size=(7, 5)), far]:
        untouched(lambda impl, z=z: impl.sigmoid_derivative(z))


def test_neuron_keeps(same, rng):
    """Neuron: weights and bias are kept as attributes, each neuron its own"""

    def kept(impl, weights, bias):
        made = impl.Neuron(weights, bias)
        return {"weights": made.weights, "bias": made.bias}

    def kept_beside_another(impl, weights, bias):
        first = impl.Neuron(weights, bias)
        impl.Neuron(-weights, -bias)
        return {
            "weights of a neuron after another one was made": np.array(first.weights, dtype=float),
            "bias of a neuron after another one was made": np.array(first.bias, dtype=float),
        }

    several = [neuron(rng, d)[:2] for d in (5, 3, 1)]
    for weights, bias in [*several, ([3, 1, 2], 4), ([3, 1, 2], 0.5), ([1, -0.5, 2], 0.5), (several[0][0], 0.0), ([2, -1], 0), ([3], 2)]:
        same(lambda impl, weights=weights, bias=bias: kept(impl, weights, bias))
    for weights, bias in several:
        same(lambda impl, weights=weights, bias=bias: kept_beside_another(impl, weights, bias))


def test_worked_number(same, rng):
    """Neuron([0, 1], 4).feedforward([2, 3]) is 0.9990889488, and a neuron like it"""
    same(lambda impl: impl.Neuron([0, 1], 4).feedforward([2, 3]))
    other = int(rng.integers(-4, -1))
    same(lambda impl: impl.Neuron([2, 1], -3).feedforward([3, other]))


def test_one_sample(same, rng):
    """Neuron.feedforward: one sample of d inputs gives one float"""
    for weights, bias, X in mixed_numbers(rng):
        for x in X[:4]:
            same(lambda impl, w=weights, b=bias, x=x: impl.Neuron(w, b).feedforward(x))
    for w, x in [([1, -0.5, 2], [0.5, 2, -1]), ([0.5, -1, 2], [2, -1.5, 1])]:  # a list need not be all of one kind
        same(lambda impl, w=w, x=x: impl.Neuron(w, 0.5).feedforward(x))
    for d in [5, 3, 1]:
        weights, bias, X = neuron(rng, d)
        same(lambda impl, w=weights, b=bias, x=X[0]: impl.Neuron(w, b).feedforward(x))
        same(lambda impl, w=weights, b=bias, x=X[2].astype(np.float32): impl.Neuron(w, b).feedforward(x))
        same(lambda impl, w=weights, b=bias, x=X[1]: impl.Neuron(w.tolist(), b).feedforward(x.tolist()))
    weights, bias, X = whole_numbers(rng, 4)
    same(lambda impl: impl.Neuron(weights, bias).feedforward(X[0]))
    same(lambda impl: impl.Neuron(weights.tolist(), bias).feedforward(X[1].tolist()))
    for x in X[2:4]:
        same(lambda impl, x=x: impl.Neuron(weights.tolist(), bias).feedforward(x))
        same(lambda impl, x=x: impl.Neuron(weights, bias).feedforward(x.tolist()))


def test_batch(same, rng):
    """Neuron.feedforward: n samples give n outputs, also one row, as many rows as inputs, lists, integers, float32"""
    for w, b, rows in mixed_numbers(rng):
        same(lambda impl, w=w, b=b, X=rows: impl.Neuron(w, b).feedforward(X))
    weights, bias, X = neuron(rng, 5, 60)
    for n in (7, 5, 1, 60):
        same(lambda impl, n=n: impl.Neuron(weights, bias).feedforward(X[:n]))
    same(lambda impl: impl.Neuron(weights, bias).feedforward(X[1:2]))
    same(lambda impl: impl.Neuron([1, -0.5, 2], 0.5).feedforward([[2, 3, 1], [0.5, -1, 2]]))
    single = neuron(rng, 1)
    for inputs in (single[2], single[2][:1], single[2].tolist()):
        same(lambda impl, inputs=inputs: impl.Neuron(*single[:2]).feedforward(inputs))
    same(lambda impl: impl.Neuron(weights.tolist(), bias).feedforward(X[:7].tolist()))
    same(lambda impl: impl.Neuron(weights.tolist(), bias).feedforward(X[2:3].tolist()))
    for rows in (X[:5], X[:6]):  # as many rows as inputs, too
        same(lambda impl, rows=rows: impl.Neuron(weights.tolist(), bias).feedforward(rows.tolist()))
        same(lambda impl, rows=rows: impl.Neuron(weights.tolist(), bias).feedforward(rows))
        same(lambda impl, rows=rows: impl.Neuron(weights, bias).feedforward(rows.tolist()))
    same(lambda impl: impl.Neuron(weights, bias).feedforward(X[:7].astype(np.float32)))
    whole, offset, rows = whole_numbers(rng, 4)
    for n in (7, 3):
        same(lambda impl, n=n: impl.Neuron(whole, offset).feedforward(rows[:n]))


def test_steady(same, rng):
    """Neuron.feedforward: asked again, or after another was made and asked, a neuron is and answers the same; large sums"""
    weights, bias, X = neuron(rng, 5, 21)

    def asked_again(impl, first, second, weights=weights, bias=bias):
        one = impl.Neuron(weights, bias)
        answers = [np.array(one.feedforward(inputs), dtype=float) for inputs in (first, first, second, first)]
        return {
            "first answer": answers[0],
            "answer to the same again": answers[1],
            "answer to something else after that": answers[2],
            "answer to the first once more": answers[3],
        }

    def asked_beside_another(impl, first, second):
        one = impl.Neuron(weights, bias)
        impl.Neuron(-weights, -bias).feedforward(first)
        return {
            "answer of a neuron to what another one was asked just before": np.array(one.feedforward(first), dtype=float),
            "answer of a neuron after another one was made": np.array(one.feedforward(second), dtype=float),
        }

    def left_behind(impl, inputs):
        one = impl.Neuron(weights, bias)
        one.feedforward(inputs)
        return {"weights after feedforward": one.weights, "bias after feedforward": one.bias}

    for inputs in (X[0], X[:7], X[:1]):
        same(lambda impl, inputs=inputs: left_behind(impl, inputs))
    for first, second, third in [(X[0], X[1], X[2]), (X[:7], X[7:14], X[14:]), (X[3], X[4], X[5])]:
        same(lambda impl, first=first, second=second: asked_again(impl, first, second))
        same(lambda impl, first=third, second=second: asked_beside_another(impl, first, second))
    same(lambda impl: kept(impl, "feedforward", impl.Neuron(weights, bias).feedforward, X))
    far = far_sums(rng, 5)
    for first, second in [(far[2], far[2][::-1]), (far[2].tolist(), far[2][0].tolist()), *zip(far[2][::2], far[2][1::2], strict=True)]:
        same(lambda impl, first=first, second=second: asked_again(impl, first, second, *far[:2]))


def test_neuron_untouched(untouched, rng):
    """Neuron and feedforward leave the arrays and lists they are given as they are"""
    weights, bias, X = neuron(rng, 5)
    X = X[:5]  # as many rows as inputs: a transposed product is wrong, but raises nothing here
    w_list, one_list = weights.tolist(), X[0].tolist()
    for w, inputs in [(weights, X), (weights, X[0]), (weights, X[:1]), (w_list, X.tolist()), (w_list, one_list)]:
        untouched(lambda impl, w=w, inputs=inputs: impl.Neuron(w, bias).feedforward(inputs))
