"""The checks of exercise 03: the loss, the network, its gradients, and training step by step."""

import numpy as np

NAMES = ("W1", "b1", "W2", "b2")
# The weights and the people of README.md.
PARAMETERS = (
    np.array([[0.5, -0.4], [0.3, 0.8]]),
    np.array([0.1, -0.2]),
    np.array([[0.7], [-0.6]]),
    np.array([0.05]),
)
PEOPLE, GENDERS = np.array([[-2, -1], [25, 6], [17, 4], [-15, -6]]), np.array([1, 0, 0, 1])
HELD_BACK = np.array([[-7, -3], [20, 2]])
ALICE = PEOPLE[:1].astype(float)


def away_from_zero(rng, low, high, size):
    """Draw numbers of either sign with a size between low and high: none is lost in the noise."""
    return rng.choice([-1.0, 1.0], size=size) * rng.uniform(low, high, size=size)


def sigmoid(z):
    """Only to see where a drawn network stands; what must come out is the reference's business."""
    return 1 / (1 + np.exp(-z))


def problem(rng, n, d, h, whole=False):
    """Draw parameters, samples (n, d) and targets (n,) that tell mistakes apart; `whole` makes both ints.

    No neuron is saturated, no target is met, and where targets are free some lie above the output and some below.
    """
    while True:
        W1, b1 = rng.normal(0, 1 / np.sqrt(d), size=(d, h)), away_from_zero(rng, 0.2, 0.8, h)
        W2, b2 = away_from_zero(rng, 0.4, 1.2, (h, 1)), away_from_zero(rng, 0.2, 0.8, 1)
        many = 10 * n
        X = rng.integers(-2, 3, size=(many, d)) if whole else rng.normal(size=(many, d))
        y = rng.integers(0, 2, size=many) if whole else rng.uniform(-0.6, 1.6, size=many)
        z1 = X @ W1 + b1
        z2 = (sigmoid(z1) @ W2 + b2)[:, 0]
        error = y - sigmoid(z2)
        steep = (np.abs(z1).min(axis=1) > 1e-2) & (np.abs(z1).max(axis=1) < 3.5) & (np.abs(z2) < 2)
        good = np.flatnonzero(steep & (np.abs(error) > 0.15) & X.any(axis=1))[:n]
        if len(good) == n and (n == 1 or error[good].min() < 0 < error[good].max()):
            return (W1, b1, W2, b2), X[good], y[good]


def moves(impl, parameters, data, labels, *runs):
    """Train a new network, once for each (lr, epochs) of `runs`, and return how far each parameter moved."""
    network = impl.OurNeuralNetwork(*parameters)
    for lr, epochs in runs:
        network.train(data, labels, lr=lr, epochs=epochs)
    moved = {}
    for name, start in zip(NAMES, parameters, strict=True):
        now = np.asarray(getattr(network, name))
        # Of another shape, the difference could broadcast to the right one and hide it.
        moved[f"change of {name}"] = now - start if now.shape == start.shape else now
    return moved


def distance(first, second):
    """Return how far two arrays are apart at most: infinite when their shapes differ."""
    return np.abs(first - second).max() if first.shape == second.shape else np.inf


def test_mse_loss(same, rng):
    """mse_loss: the mean of the squares, also of one sample, of integer labels and of float32"""
    for n in (7, 4, 1, 60):
        y_true, y_pred = rng.uniform(-1, 2, size=n), rng.uniform(size=n)
        same(lambda impl, t=y_true, p=y_pred: impl.mse_loss(t, p))
        same(lambda impl, t=y_true, p=y_pred: impl.mse_loss(t.astype(np.float32), p.astype(np.float32)))
    labels, y_pred = np.array([1, 0, 0, 1]), np.array([0.9, 0.2, 0.1, 0.6])
    same(lambda impl: impl.mse_loss(labels, y_pred))
    same(lambda impl: impl.mse_loss(labels.astype(np.uint8), y_pred))


def test_keeps(same, learner, rng):
    """OurNeuralNetwork: keeps W1, b1, W2 and b2, each network its own"""
    parameters, _, _ = problem(rng, 1, 5, 4)

    def kept(impl):
        network = impl.OurNeuralNetwork(*parameters)
        return {name: getattr(network, name) for name in NAMES}

    same(kept)
    network = learner.OurNeuralNetwork(*parameters)
    learner.OurNeuralNetwork(*(-parameter for parameter in parameters))
    for name, given in zip(NAMES, parameters, strict=True):
        assert distance(given, np.array(getattr(network, name), dtype=float)) <= 1e-6, (
            f"OurNeuralNetwork(W1, b1, W2, b2): {name} of a network changed when another network was made; "
            "each keeps its own, on `self`"
        )


def assert_steady(network, x):
    """Ask one network the same three times, and return the first answer."""
    first, *again = (np.array(network.feedforward(x), dtype=float) for _ in range(3))
    for answer in again:
        assert distance(first, answer) <= 1e-6, (
            f"feedforward(x): the same network, asked the same again, gave {answer.flat[0]:.6g}; at first it gave "
            f"{first.flat[0]:.6g}. A call must leave `self` as it is"
        )
    return first


def test_one_sample(same, learner, rng):
    """feedforward: one sample gives a float, and the same when it is asked again"""
    same(lambda impl: impl.OurNeuralNetwork(*PARAMETERS).feedforward(PEOPLE[0]))
    for d, h in [(5, 4), (3, 6), (4, 4), (3, 1)]:
        parameters, X, _ = problem(rng, 1, d, h)
        same(lambda impl, p=parameters, x=X[0]: impl.OurNeuralNetwork(*p).feedforward(x))
        same(lambda impl, p=parameters, x=X[0]: impl.OurNeuralNetwork(*p).feedforward(x.astype(np.float32)))
    parameters, X, _ = problem(rng, 1, 5, 4)
    network = learner.OurNeuralNetwork(*parameters)
    first = assert_steady(network, X[0])
    learner.OurNeuralNetwork(*(-parameter for parameter in parameters))
    answer = np.array(network.feedforward(X[0]), dtype=float)
    assert distance(first, answer) <= 1e-6, (
        f"feedforward(x): a network gave {first:.6g}, and {answer:.6g} after another network was made: they share "
        "their parameters. Keep them on `self`"
    )


def test_batch(same, learner, rng):
    """feedforward: n samples give (n,), also when n is 1, or as large as a layer; integers and float32"""
    same(lambda impl: impl.OurNeuralNetwork(*PARAMETERS).feedforward(PEOPLE))
    for n, d, h in [(7, 5, 4), (5, 5, 4), (4, 5, 4), (4, 4, 4), (7, 3, 1), (1, 5, 4), (60, 5, 4)]:
        parameters, X, _ = problem(rng, n, d, h)
        same(lambda impl, p=parameters, X=X: impl.OurNeuralNetwork(*p).feedforward(X))
    parameters, X, _ = problem(rng, 7, 5, 4)
    same(lambda impl: impl.OurNeuralNetwork(*parameters).feedforward(X.astype(np.float32)))
    assert_steady(learner.OurNeuralNetwork(*parameters), X)


def test_gradients(same, rng):
    """gradients: every parameter, for one sample"""
    for n, d, h in [(7, 5, 4), (3, 3, 6), (3, 4, 4)]:
        parameters, X, y = problem(rng, n, d, h)
        for x, y_true in zip(X, y.tolist(), strict=True):
            # A new network each time: what a call leaves behind is the next check's concern.
            same(
                lambda impl, p=parameters, x=x, t=y_true: impl.OurNeuralNetwork(*p).gradients(x, t),
                kind="gradient",
            )
    # A target far off: the gradient of b2 is about -2, which no rule that holds gradients small leaves alone.
    same(lambda impl: impl.OurNeuralNetwork(*PARAMETERS).gradients(ALICE[0], 4.5), kind="gradient")


def test_gradients_integers(same, rng):
    """gradients: integer samples, and labels of any integer type, as they lie in an array"""
    parameters, X, y = problem(rng, 3, 5, 4, whole=True)
    for dtype in (np.int64, np.uint8, np.int32):
        for x, label in zip(X, y.astype(dtype), strict=True):
            same(lambda impl, x=x, t=label: impl.OurNeuralNetwork(*parameters).gradients(x, t), kind="gradient")


def test_gradients_change_nothing(learner, rng):
    """gradients: changes neither the parameters nor what the next call returns"""
    parameters, X, y = problem(rng, 3, 5, 4)
    network = learner.OurNeuralNetwork(*parameters)
    before = {name: np.array(getattr(network, name), dtype=float) for name in NAMES}
    first, _, again = (network.gradients(X[i], float(y[i])) for i in (0, 1, 0))
    for name in NAMES:
        now = np.array(getattr(network, name), dtype=float)
        # Central differences may leave the rounding of one addition behind.
        assert distance(now, before[name]) <= 1e-9, (
            f"gradients: {name} of the network was changed by a call (by {distance(now, before[name]):.3g}); "
            "it only computes, the step is taken in train"
        )
        one, two = np.array(first[name], dtype=float), np.array(again[name], dtype=float)
        assert distance(one, two) <= 1e-6 + 1e-3 * np.abs(one).max(), (
            f'gradients: the same sample, asked again after another one, gave a different "{name}" '
            f"(by {distance(one, two):.3g}); does something add up from call to call?"
        )


def test_train_step(same, rng):
    """train: one sample, one step, all four parameters together"""
    for d, h in [(5, 4), (3, 6)]:
        parameters, X, y = problem(rng, 1, d, h)
        same(lambda impl, p=parameters, X=X, y=y: moves(impl, p, X, y, (1.0, 1)), kind="trajectory")
        same(lambda impl, p=parameters, X=X, y=y: moves(impl, p, X, y, (0.3, 1)), kind="trajectory")
    # A large step from a large gradient: neither lr nor gradient is held below some limit.
    far = np.array([4.5])
    same(lambda impl: moves(impl, PARAMETERS, ALICE, far, (2.0, 1)), kind="trajectory")


def test_train_epochs(same, rng):
    """train: all samples in the given order, then again, going on from where it stands"""
    parameters, X, y = problem(rng, 7, 5, 4)
    same(lambda impl: moves(impl, parameters, X, y, (1.0, 1)), kind="trajectory")
    same(lambda impl: moves(impl, parameters, X, y, (0.7, 2), (0.4, 3)), kind="trajectory")
    for n, d, h in [(5, 5, 5), (60, 5, 4)]:
        parameters, X, y = problem(rng, n, d, h)
        same(lambda impl, p=parameters, X=X, y=y: moves(impl, p, X, y, (1.0, 1)), kind="trajectory")


def test_train_losses(same, rng):
    """train: returns one loss an epoch, over all samples, after the epoch; those of this call alone"""
    parameters, X, y = problem(rng, 7, 5, 4)

    def twice(impl):
        network = impl.OurNeuralNetwork(*parameters)
        return network.train(X, y, 0.8, 5), network.train(X, y, lr=0.8, epochs=1)

    same(twice, kind="trajectory")
    many, data, targets = problem(rng, 60, 5, 4)
    same(lambda impl: impl.OurNeuralNetwork(*many).train(data, targets, lr=0.4, epochs=1), kind="trajectory")
    few, whole, labels = problem(rng, 7, 3, 4, whole=True)
    labels = labels.astype(np.uint8)
    same(lambda impl: impl.OurNeuralNetwork(*few).train(whole, labels, lr=0.8, epochs=3), kind="trajectory")


def test_train_people(same, learner):
    """train: the four people: loss 0.0399 after 100 epochs, Emily F, Frank M; lr and epochs have defaults"""

    def trained(impl):
        network = impl.OurNeuralNetwork(*PARAMETERS)
        losses = network.train(PEOPLE, GENDERS, epochs=120)  # past 100, a number that a program may hold in store
        return losses, network.feedforward(PEOPLE), network.feedforward(HELD_BACK)

    same(trained, kind="trajectory")
    # One person and the losses alone are enough to see the thousand epochs: four would take four times as long.
    losses = learner.OurNeuralNetwork(*PARAMETERS).train(PEOPLE[:1], GENDERS[:1])
    assert len(losses) == 1000, (
        f"train(data, labels): {len(losses)} losses came back; without `epochs` it goes through the samples 1000 times"
    )
    half, end = float(losses[499]), float(losses[999])
    assert end < 0.7 * half, (  # the reference's end is at 0.45
        f"train(data, labels): the loss is {half:.6g} after 500 epochs and {end:.6g} after 1000; for one sample it "
        "should fall further. Every epoch trains, with the same lr"
    )


def test_untouched(untouched, rng):
    """no function changes the arrays it is given"""
    parameters, X, y = problem(rng, 4, 4, 4)  # square: no mix-up of the axes raises here

    def everything(impl):
        impl.mse_loss(y, X[:, 0])
        network = impl.OurNeuralNetwork(*parameters)
        network.feedforward(X)
        network.gradients(X[0], float(y[0]))
        network.train(X, y, lr=1.0, epochs=2)

    untouched(everything)
