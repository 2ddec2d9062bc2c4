"""The checks of 04_softmax_backprop: ReLU, softmax, cross-entropy and the gradients of two layers."""

import numpy as np

OUTPUT, HIDDEN = ("W2", "b2"), ("W1", "b1")
MANY = 130  # more rows than anyone would cut a batch at


def away_from_zero(rng, *shape):
    """Draw numbers of both signs with 0.1 <= abs(z) < 4: at 0 the derivative is the learner's choice."""
    return rng.uniform(0.1, 4.0, shape) * rng.choice([-1.0, 1.0], shape)


def of_all_sizes(rng, largest, *shape):
    """Draw numbers of both signs from 1e-4 to 10**largest: what is cut off above or below shows somewhere."""
    return rng.uniform(0.1, 1.0, shape) * 10.0 ** rng.integers(-3, largest + 1, shape) * rng.choice([-1, 1], shape)


def labels(rng, n, k):
    """Draw n labels, every one of the k classes among them (n >= k)."""
    return rng.permutation(np.append(np.arange(k), rng.integers(0, k, n - k)))


def probabilities(rng, n, k):
    """Draw rows that sum to 1 and have no entry below 0.05, where a tiny epsilon in the logarithm costs nothing."""
    return 0.06 + (1 - 0.06 * k) * rng.dirichlet(np.ones(k), n)


def decimals(rng, n, d):
    """Draw inputs of both signs, none of them large."""
    return rng.uniform(-2, 2, (n, d))


def integers(rng, n, d):
    """Draw inputs as integers."""
    return rng.integers(-3, 4, (n, d))


def network(rng, n, d=5, h=4, k=3, draw=decimals):
    """Draw n inputs and parameters that tell mistakes apart.

    Every hidden neuron is on for some sample and off for another, no Z1 is near the kink of the ReLU, no
    probability is near 0, every bias counts.
    """
    while True:
        params = {
            "W1": rng.normal(0, 1 / np.sqrt(d), (d, h)),
            "b1": rng.uniform(0.1, 0.5, h) * rng.choice([-1.0, 1.0], h),
            "W2": rng.normal(0, 1 / np.sqrt(h), (h, k)),
            "b2": rng.uniform(0.1, 0.5, k) * rng.choice([-1.0, 1.0], k),
        }
        X = draw(rng, 10 * n, d)
        Z1 = X @ params["W1"] + params["b1"]
        Z2 = np.maximum(Z1, 0) @ params["W2"] + params["b2"]
        calm = (np.abs(Z1).max(axis=1) < 4) & (np.abs(Z2).max(axis=1) < 4) & (np.ptp(Z2, axis=1) < 3)
        chosen = np.flatnonzero(calm & (np.abs(Z1).min(axis=1) > 0.03))[:n]
        on = Z1[chosen] > 0
        both = on.any(axis=0) & ~on.all(axis=0) if n > 2 else np.array([on.any() and not on.all()])
        if len(chosen) == n and both.all():
            return X[chosen], params


def steep(rng, d, h, k):
    """Draw one sample with its label and parameters whose gradient is above 1.5 somewhere: what clips it shows."""
    while True:
        X, params = network(rng, 1, d, h, k, draw=lambda *sizes: 4 * decimals(*sizes))
        y = rng.integers(0, k, 1)
        Z1 = X @ params["W1"] + params["b1"]
        exp = np.exp(np.maximum(Z1, 0) @ params["W2"] + params["b2"])
        dZ1 = (exp / exp.sum() - np.eye(k)[y]) @ params["W2"].T * (Z1 > 0)
        if np.abs(X).max() * np.abs(dZ1).max() > 1.5:
            return X, y, params


def sharp_network(rng):
    """Draw inputs, labels and parameters with some Z1 above 6.5 and some probabilities below 2e-4.

    The true classes have probable labels, so that an epsilon in the logarithm still costs nothing.
    """
    while True:
        X, (_, params) = rng.uniform(-7, 7, (7, 5)), network(rng, 7)
        Z1 = X @ params["W1"] + params["b1"]
        Z2 = np.maximum(Z1, 0) @ params["W2"] + params["b2"]
        exp = np.exp(Z2 - Z2.max(axis=1, keepdims=True))
        A2 = exp / exp.sum(axis=1, keepdims=True)
        wide = 6.5 < Z1.max() < 12 and 1e-7 < A2.min() and (A2 < 2e-4).sum() > 1
        if wide and np.abs(Z1).min() > 0.03 and (A2.max(axis=1) < 0.9).sum() > 2:
            return X, A2.argmax(axis=1), params


def surely_wrong(rng):
    """Draw one sample and parameters that give its label a probability of about 4e-4, as training meets them.

    There an epsilon of 1e-8 still makes no difference to the gradient, and one of 1e-7 does.
    """
    while True:
        X, params = network(rng, 1)
        Z1 = X @ params["W1"] + params["b1"]
        for factor in (2.0, 3.0, 4.0, 5.0, 6.0):
            wide = {**params, "W2": factor * params["W2"]}
            exp = np.exp(np.maximum(Z1, 0) @ wide["W2"] + wide["b2"])
            if 3e-4 < exp.min() / exp.sum() < 6e-4:
                return X, exp.argmin(axis=1), wide


def far_networks(rng, n):
    """Draw inputs and parameters with logits around 800 and around -800, where e^z is too large or 0.

    The probabilities are those of ordinary logits, and eighths are exact in float32, also 800 away from 0.
    """
    while True:
        X, params = network(rng, n, draw=integers)
        params = {name: np.rint(8 * value) / 8 for name, value in params.items()}
        if (X @ params["W1"] + params["b1"]).all():
            return [(X, {**params, "b2": params["b2"] + shift}) for shift in (800, -800)]


def far_apart(X, params):
    """Return the same parameters but for W2, with logits thousands apart from row to row, and the same probabilities."""
    heights = np.maximum(X @ params["W1"] + params["b1"], 0).sum(axis=1)
    return {**params, "W2": params["W2"] + 3000 / np.ptp(heights)}


def part(reply, names):
    """Return these entries of a reply, so that each layer is judged by itself."""
    if isinstance(reply, dict) and not set(names) <= set(reply):
        raise KeyError(sorted(map(str, reply)))  # which others are there tells mistakes apart
    return {name: reply[name] for name in names}


def steps(reply, names=("Z1", "A1", "Z2", "A2")):
    """Return these of the four arrays of `forward` by name: a message that says [2] would help nobody."""
    if isinstance(reply, dict | np.ndarray):  # their items are keys, or rows
        raise TypeError(f"a {type(reply).__name__} of shape {np.shape(reply)}, length {len(reply)}")
    Z1, A1, Z2, A2 = reply
    return part({"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}, names)


def test_relu(same, rng):
    """relu: what is below 0 becomes 0."""
    z = away_from_zero(rng, 7, 4)
    many, whole = of_all_sizes(rng, 6, MANY), rng.integers(-9, 10, (5, 3))
    rising = np.sort(z, axis=None)  # begins below 0: np.vectorize takes its type from the first result
    for each in (z, z[0], rising, np.vstack([z, -z, 0 * z]), many, whole, z.astype(np.float32), z.reshape(7, 2, 2), z[:, :1], z[0, :1]):
        same(lambda impl, each=each: impl.relu(each))


def test_relu_derivative(same, rng):
    """relu_derivative: the slope on both sides of 0."""
    z = away_from_zero(rng, 7, 4)
    many, whole = of_all_sizes(rng, 1, MANY), rng.integers(1, 9, (5, 3)) * rng.choice([-1, 1], (5, 3))
    for each in (z, z[0], np.vstack([z, -z]), many, whole, z.astype(np.float32), z.reshape(7, 2, 2), z[:, :1], z[0, :1]):
        same(lambda impl, each=each: impl.relu_derivative(each))


def test_softmax(same, rng):
    """softmax: each row by itself, one sample and a batch."""
    same(lambda impl: impl.softmax(np.array([1.0, 2.0, 3.0])))
    z, whole = rng.uniform(-3, 3, (7, 3)), rng.integers(-3, 4, (5, 4))
    # As many rows as columns: a sum over the wrong axis, or one without its axis kept, raises nothing there.
    kinds = z, z[:3], z[:1], z[0], whole, whole[0], z.astype(np.float32), rng.uniform(-3, 3, (MANY, 10))
    for each in (*kinds, z[:, :1]):  # a single class is certain
        same(lambda impl, each=each: impl.softmax(each))

    def kept(impl):
        first = impl.handle("softmax", z)
        impl.softmax(z**2)
        return {"first result, looked at after another call of softmax,": np.array(list(first))}

    same(kept)


def test_softmax_large(same, rng):
    """softmax: large numbers, far apart."""
    same(lambda impl: impl.softmax(np.array([[1e4, 0.0], [-1e4, 0.0]])))
    # Each row at its own height: no common maximum keeps all of them in range. Quarters are exact in float32, too.
    far = rng.integers(-8, 9, (5, 3)) / 4 + np.array([0.0, 900.0, -900.0, 8000.0, -8000.0])[:, None]
    wide = rng.permuted(np.tile([-9000.0, 0.0, 7000.0], (4, 1)), axis=1)
    for each in (far, far[3], wide, wide[0], wide.astype(int)):
        same(lambda impl, each=each: impl.softmax(each))


def test_one_hot(same, rng):
    """one_hot: a column for every class, whether the batch has it or not."""
    y = labels(rng, 7, 4)
    kinds = y.astype(np.uint8), y.astype(np.uint64), y.astype(np.int8)
    for each in (y, y[y < 3], y[:1], np.zeros(5, dtype=int), labels(rng, 4, 4), *kinds):
        same(lambda impl, each=each: impl.one_hot(each, 4))
    same(lambda impl: impl.one_hot(y, 9))
    many = labels(rng, MANY, 12)
    for each in (many, many.astype(np.uint8)):
        same(lambda impl, each=each: impl.one_hot(each, 12))


def test_activation_arguments(untouched, rng):
    """relu and softmax leave z as it is."""
    z = away_from_zero(rng, 7, 4)
    for each in (z, z[0], rng.integers(-4, 5, (5, 3)), np.array([[1e4, 0.0], [-1e4, 0.0]])):
        untouched(lambda impl, each=each: impl.relu(each))
        untouched(lambda impl, each=each: impl.softmax(each))


def test_helper_arguments(untouched, rng):
    """relu_derivative and one_hot leave z and y as they are."""
    z, y = away_from_zero(rng, 7, 4), labels(rng, 7, 4)
    for each in (z, z[0], rng.integers(-1, 2, (5, 3))):
        untouched(lambda impl, each=each: impl.relu_derivative(each))
    for each in (y, y.astype(np.uint8)):
        untouched(lambda impl, each=each: impl.one_hot(each, 5))


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
        (y.astype(np.uint64), probs),
        (y, probs.astype(np.float32)),
        (np.array([0, 1]), np.array([[0.999, 0.0004, 0.0006], [0.02, 0.97, 0.01]])),
        (labels(rng, MANY, 10), probabilities(rng, MANY, 10)),
        (labels(rng, MANY, 10).astype(np.uint8), probabilities(rng, MANY, 10)),
    ):
        same(lambda impl, each=each, p=p: impl.cross_entropy(each, p))
    for small in (1e-4, 1e-6):  # an epsilon of 1e-8 makes little difference yet
        p = np.array([[0.3, 0.7 - small, small], [0.4, 0.6 - small, small]])
        same(lambda impl, p=p: impl.cross_entropy(np.array([2, 2]), p), kind="trajectory")


def test_cross_entropy_zero(same, rng):
    """cross_entropy: finite where the true class got the probability 0."""

    def ask(impl, y, rows):
        loss = impl.cross_entropy(np.array(y), np.array(rows))
        call = f"cross_entropy({y}, [{', '.join(f'[{row[0]:.2f}, {row[1]:.2f}, {row[2]:.2f}]' for row in rows)}])"
        assert loss is not None, f"{call} returns None: the loss has to be returned"
        shape = np.shape(loss)
        assert shape == (), f"{call} has the shape {shape}; the mean over the samples is one number, without axes"
        assert np.isfinite(loss), f"{call} is {loss}; a finite number is expected"
        least = 10 * sum(row[label] == 0 for label, row in zip(y, rows, strict=True)) / len(y)
        assert loss > least - 1e-6, f"{call} is {float(loss):.4g}; {least:g} or more is expected"
        assert least or loss < 10, f"{call} is {float(loss):.4g}, although the true class has a probability"
        return True

    one, other = rng.uniform(0.2, 0.8, 2)
    rows = [[0.0, one, 1 - one], [1.0, 0.0, 0.0], [1 - other, other, 0.0], [one / 2, 1 - one, one / 2]]
    alone = [([y], [row]) for y, row in zip((0, 1, 2, 1, 0), (*rows, rows[1]), strict=True)]
    together = [([0, 1], rows[:2]), ([0, 1], [rows[0], rows[2]]), ([1, 0], rows[2:])]
    for y, probs in (*alone, *together):
        same(lambda impl, y=y, probs=probs: ask(impl, y, probs))


def test_cross_entropy_arguments(untouched, rng):
    """cross_entropy leaves y and probs as they are."""
    y, probs = labels(rng, 7, 3), probabilities(rng, 7, 3)
    for each, p in ((y, probs), (np.array([1]), np.array([[0.4, 0.0, 0.6]])), (y[:1], np.array([[0.0, 1.0, 0.0]]))):
        untouched(lambda impl, each=each, p=p: impl.cross_entropy(each, p))


def batches(rng):
    """Draw the inputs that `forward` is asked with.

    Twice the same sizes, all of them different; as many samples as hidden neurons, as classes; a single one.
    """
    for n in (7, 7, 4, 3, 1, MANY):
        yield network(rng, n)
    for sizes in ((1, 3, 6, 4), (7, 5, 1, 3), (7, 1, 4, 3)):  # one hidden neuron, one input
        yield network(rng, *sizes)
    X, _, params = sharp_network(rng)
    yield X, params
    X, params = network(rng, 7)
    yield 20 * X, {**params, "W2": params["W2"] / 20}  # hidden sums as large as pixels make them
    yield network(rng, 7, draw=integers)
    yield network(rng, 6, 4, 5, 3, draw=integers)
    yield network(rng, 7, draw=lambda *sizes: decimals(*sizes).astype(np.float32))


def test_forward(same, rng):
    """forward: Z1, A1 and Z2."""
    for X, params in (*batches(rng), *far_networks(rng, 7)):
        same(lambda impl, X=X, params=params: steps(impl.forward(X, params), ("Z1", "A1", "Z2")))


def test_forward_probabilities(same, rng):
    """forward: A2, the probabilities, also where logits are large."""
    for X, params in (*batches(rng), *far_networks(rng, 7)):
        same(lambda impl, X=X, params=params: steps(impl.forward(X, params), ("A2",)))
    for n in (7, 4):  # each row needs a maximum of its own
        X, params = network(rng, n)
        far = far_apart(X, params)
        same(lambda impl, X=X, far=far: steps(impl.forward(X, far), ("A2",)), kind="trajectory")


def test_forward_arguments(untouched, rng):
    """forward leaves X and params as they are."""
    for X, params in (*(network(rng, n) for n in (7, 4, 1)), network(rng, 5, 3, 6, 4, draw=integers)):
        untouched(lambda impl, X=X, params=params: impl.forward(X, params))


def test_backward_output(same, rng):
    """backward: W2 and b2, the output layer."""
    for sizes in ((7, 5, 4, 3), (7, 5, 4, 3), (9, 4, 6, 5)):  # the same sizes twice: nothing is left of a call
        (X, params), y = network(rng, *sizes), labels(rng, sizes[0], sizes[3])
        same(lambda impl, X=X, y=y, params=params: part(impl.backward(X, y, params), OUTPUT), kind="gradient")


def test_backward_hidden(same, rng):
    """backward: W1 and b1, through the ReLU."""
    for sizes in ((7, 5, 4, 3), (7, 5, 4, 3), (9, 4, 6, 5)):
        (X, params), y = network(rng, *sizes), labels(rng, sizes[0], sizes[3])
        same(lambda impl, X=X, y=y, params=params: part(impl.backward(X, y, params), HIDDEN), kind="gradient")


def other_batches(rng):
    """Draw what `backward` is asked with beside seven samples; one by one, as a known mistake may show at once."""
    for n, d, h, k in ((4, 5, 4, 3), (3, 5, 4, 3), (5, 4, 6, 5), (MANY, 5, 4, 3), (MANY + 20, 4, 6, 5), (7, 5, 1, 3)):
        X, params = network(rng, n, d, h, k)
        yield X, labels(rng, n, k), params
    for d, h, k in ((5, 4, 3), (3, 6, 4)):
        yield steep(rng, d, h, k)
    for lacking in (rng.integers(0, 2, 7), np.zeros(7, dtype=int), np.full(7, 1)):
        X, params = network(rng, 7)
        yield X, lacking, params
    for n, kind in ((7, np.uint8), (7, np.int32), (7, np.uint64), (MANY, np.uint8)):  # 3 * MANY is more than 255
        X, params = network(rng, n, draw=integers)
        yield X, labels(rng, n, 3).astype(kind), params
    yield sharp_network(rng)
    yield sharp_network(rng)
    yield surely_wrong(rng)
    yield surely_wrong(rng)
    for X, params in far_networks(rng, 7):
        yield X, labels(rng, 7, 3), params


def test_backward_other_batches(same, rng):
    """backward: other batches, and after another call."""
    for X, y, params in other_batches(rng):
        same(lambda impl, X=X, y=y, params=params: impl.backward(X, y, params), kind="gradient")

    def after_another(impl, other, others, X, params, y):
        impl.forward(other, others)
        impl.backward(other, np.roll(y, 1), others)
        impl.forward(other, others)
        return impl.backward(X, y, params)

    for _ in range(2):
        asked = (*network(rng, 7), *network(rng, 7), labels(rng, 7, 3))
        same(lambda impl, asked=asked: after_another(impl, *asked), kind="gradient")

    def same_object(impl, other, others, X, params, y):
        held = impl.array(other)
        impl.forward(held, params)
        found = impl.backward(held, y, others)
        impl.forward(held, others)
        held.assign("T", X.T)
        return {"after forward with other params": found, "with X filled anew": impl.backward(held, y, params)}

    for _ in range(2):
        asked = (*network(rng, 7), *network(rng, 7), labels(rng, 7, 3))
        same(lambda impl, asked=asked: same_object(impl, *asked), kind="gradient")


def test_backward_arguments(untouched, rng):
    """backward leaves X, y and params as they are."""
    for n, kind in ((7, np.int64), (5, np.uint8)):
        (X, params), y = network(rng, n), labels(rng, n, 3).astype(kind)
        for rows in (n, 1):
            untouched(lambda impl, X=X[:rows], y=y[:rows], params=params: impl.backward(X, y, params))
