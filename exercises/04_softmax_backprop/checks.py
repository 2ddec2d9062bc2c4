"""The checks of 04_softmax_backprop: ReLU, softmax, cross-entropy and the gradients of two layers."""

import numpy as np

OUTPUT, HIDDEN = ("W2", "b2"), ("W1", "b1")


def away_from_zero(rng, *shape):
    """Draw numbers of both signs with 0.1 <= abs(z) < 4: at 0 the derivative is the learner's choice."""
    return rng.uniform(0.1, 4.0, shape) * rng.choice([-1.0, 1.0], shape)


def labels(rng, n, k):
    """Draw n labels, every one of the k classes among them (n >= k)."""
    return rng.permutation(np.append(np.arange(k), rng.integers(0, k, n - k)))


def probabilities(rng, n, k):
    """Draw rows that sum to 1 and have no entry below 0.05, where a tiny epsilon in the logarithm costs nothing."""
    return 0.06 + (1 - 0.06 * k) * rng.dirichlet(np.ones(k), n)


def network(rng, X, h, k):
    """Draw parameters for X that tell mistakes apart.

    Every hidden neuron is on for some sample and off for another, no Z1 is near the kink of the ReLU, no
    probability is near 0, every bias counts.
    """
    d = X.shape[1]
    while True:
        params = {
            "W1": rng.normal(0, 1 / np.sqrt(d), (d, h)),
            "b1": rng.uniform(0.1, 0.5, h) * rng.choice([-1.0, 1.0], h),
            "W2": rng.normal(0, 1 / np.sqrt(h), (h, k)),
            "b2": rng.uniform(0.1, 0.5, k) * rng.choice([-1.0, 1.0], k),
        }
        Z1 = X @ params["W1"] + params["b1"]
        Z2 = np.maximum(Z1, 0) @ params["W2"] + params["b2"]
        both = (Z1 > 0).any(axis=0) & (Z1 < 0).any(axis=0)
        calm = max(np.abs(Z1).max(), np.abs(Z2).max()) < 4 and np.ptp(Z2, axis=1).max() < 3
        if both.all() and calm and np.abs(Z1).min() > 0.03:
            return params


def samples(rng, n, d):
    """Draw inputs of both signs, none of them large."""
    return rng.uniform(-2, 2, (n, d))


def part(reply, names):
    """Return these entries of a reply, so that each layer is judged by itself."""
    return {name: reply[name] for name in names}


def without_probabilities(steps):
    """Return (Z1, A1, Z2) of the four that `forward` gives: the softmax is judged by a check of its own."""
    Z1, A1, Z2, _ = steps
    return Z1, A1, Z2


def test_relu(same, rng):
    """relu: what is below 0 becomes 0."""
    z = away_from_zero(rng, 7, 4)
    for each in (z, z[0], np.vstack([z, -z, 0 * z]), rng.integers(-4, 5, (5, 3)), z.astype(np.float32)):
        same(lambda impl, each=each: impl.relu(each))


def test_relu_derivative(same, rng):
    """relu_derivative: the slope on both sides of 0."""
    z = away_from_zero(rng, 7, 4)
    whole = rng.integers(1, 5, (5, 3)) * rng.choice([-1, 1], (5, 3))
    for each in (z, z[0], np.vstack([z, -z]), whole, z.astype(np.float32)):
        same(lambda impl, each=each: impl.relu_derivative(each))


def test_softmax(same, rng):
    """softmax: each row by itself, one sample and a batch."""
    same(lambda impl: impl.softmax(np.array([1.0, 2.0, 3.0])))
    z = rng.uniform(-3, 3, (7, 3))
    # As many rows as columns: a sum over the wrong axis, or one without its axis kept, raises nothing there.
    for each in (z, z[:3], z[:1], z[0], rng.integers(-3, 4, (5, 4)), z.astype(np.float32)):
        same(lambda impl, each=each: impl.softmax(each))


def test_softmax_large(same, rng):
    """softmax: large numbers, far apart."""
    same(lambda impl: impl.softmax(np.array([[1e4, 0.0], [-1e4, 0.0]])))
    # Each row at its own height: no common maximum keeps all of them in range. Quarters are exact in float32, too.
    far = rng.integers(-8, 9, (5, 3)) / 4 + np.array([0.0, 900.0, -900.0, 8000.0, -8000.0])[:, None]
    same(lambda impl: impl.softmax(far))
    same(lambda impl: impl.softmax(far[3]))


def test_one_hot(same, rng):
    """one_hot: a column for every class, whether the batch has it or not."""
    y = labels(rng, 7, 4)
    for each in (y, y[y < 3], y[:1], np.zeros(5, dtype=int), labels(rng, 4, 4), y.astype(np.uint8), y.astype(np.int32)):
        same(lambda impl, each=each: impl.one_hot(each, 4))
    same(lambda impl: impl.one_hot(y, 9))


def test_cross_entropy(same, rng):
    """cross_entropy: the mean of -log p of the true class."""
    same(lambda impl: impl.cross_entropy(np.array([0, 2]), np.array([[0.7, 0.2, 0.1], [0.1, 0.5, 0.4]])))
    y, probs = labels(rng, 7, 3), probabilities(rng, 7, 3)
    lacking, square = rng.integers(0, 2, 7), probabilities(rng, 4, 4)
    for each, p in (
        (y, probs),
        (lacking, probs),
        (labels(rng, 4, 4), square),
        (y[:1], probs[:1]),
        (y.astype(np.uint8), probs),
        (y, probs.astype(np.float32)),
    ):
        same(lambda impl, each=each, p=p: impl.cross_entropy(each, p))


def test_cross_entropy_zero(learner, rng):
    """cross_entropy: finite where the true class got the probability 0."""
    rest = rng.uniform(0.2, 0.8)
    for y, probs in ((1, [1.0, 0.0, 0.0]), (0, [0.0, rest, 1 - rest])):
        loss = learner.cross_entropy(np.array([y]), np.array([probs]))
        call = f"cross_entropy([{y}], [[{', '.join(f'{p:.2f}' for p in probs)}]])"
        assert loss is not None, f"{call} returns None: the loss has to be returned"
        shape = np.shape(loss)
        assert shape == (), f"{call} has the shape {shape}; the mean over the samples is one number, without axes"
        assert np.isfinite(loss), f"{call} is {loss}; the logarithm of 0 is not finite: keep the probability above 0"
        assert loss >= 10, (
            f"{call} is {float(loss):.4g}, less than 10; look at the sign, at the mean over the samples, "
            "and at the tiny number inside the logarithm (at most 1e-8)"
        )


def test_forward(same, rng):
    """forward: Z1, A1 and Z2."""
    # Sizes: pairwise different; as many samples as hidden neurons, as classes; a single one.
    for n in (7, 4, 3, 1):
        X = samples(rng, n, 5)
        params = network(rng, np.vstack([X, samples(rng, 7, 5)]), 4, 3)
        same(lambda impl, X=X, params=params: without_probabilities(impl.forward(X, params)))
    whole, small = rng.integers(-3, 4, (7, 5)), samples(rng, 7, 5).astype(np.float32)
    for X in (whole, small):
        params = network(rng, X, 4, 3)
        same(lambda impl, X=X, params=params: without_probabilities(impl.forward(X, params)))


def test_forward_probabilities(same, rng):
    """forward: A2, the probabilities."""
    for n in (7, 4, 3, 1):
        X = samples(rng, n, 5)
        params = network(rng, np.vstack([X, samples(rng, 7, 5)]), 4, 3)
        same(lambda impl, X=X, params=params: part(impl.forward(X, params), [3]))


def test_backward_output(same, rng):
    """backward: W2 and b2, the output layer."""
    X, y = samples(rng, 7, 5), labels(rng, 7, 3)
    params = network(rng, X, 4, 3)
    same(lambda impl: part(impl.backward(X, y, params), OUTPUT), kind="gradient")


def test_backward_hidden(same, rng):
    """backward: W1 and b1, through the ReLU."""
    X, y = samples(rng, 7, 5), labels(rng, 7, 3)
    params = network(rng, X, 4, 3)
    same(lambda impl: part(impl.backward(X, y, params), HIDDEN), kind="gradient")


def test_backward_other_batches(same, rng):
    """backward: other batches, and after another call."""
    for n, d, h, k in ((4, 5, 4, 3), (3, 5, 4, 3), (5, 4, 6, 5)):
        X, y = samples(rng, n, d), labels(rng, n, k)
        params = network(rng, X, h, k)
        same(lambda impl, X=X, y=y, params=params: impl.backward(X, y, params), kind="gradient")
    X, whole = samples(rng, 7, 5), rng.integers(-3, 4, (7, 5))
    params = network(rng, np.vstack([X, whole]), 4, 3)
    lacking, y = rng.integers(0, 2, 7), labels(rng, 7, 3).astype(np.uint8)
    same(lambda impl: impl.backward(X, lacking, params), kind="gradient")
    same(lambda impl: impl.backward(X, np.zeros(7, dtype=int), params), kind="gradient")
    same(lambda impl: impl.backward(whole, y, params), kind="gradient")

    def after_another(impl):
        impl.forward(whole, params)
        impl.backward(whole, y, params)
        impl.forward(whole, params)
        return impl.backward(X, y, params)

    same(after_another, kind="gradient")


def test_arguments(untouched, rng):
    """No function changes its arguments."""
    X, y, z = samples(rng, 7, 5), labels(rng, 7, 3), away_from_zero(rng, 7, 3)
    params, probs = network(rng, X, 4, 3), probabilities(rng, 7, 3)

    def calls(impl):
        impl.relu(z)
        impl.relu_derivative(z)
        impl.softmax(z)
        impl.one_hot(y, 3)
        impl.cross_entropy(y, probs)
        impl.forward(X, params)
        impl.backward(X, y, params)

    untouched(calls)
