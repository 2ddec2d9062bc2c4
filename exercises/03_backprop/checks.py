"""The checks of exercise 03: the loss, the network, its gradients, and training step by step."""

import numpy as np

NAMES = ("W1", "b1", "W2", "b2")
# The weights and the people of README.md.
PARAMETERS = (np.array([[0.5, -0.4], [0.3, 0.8]]), np.array([0.1, -0.2]), np.array([[0.7], [-0.6]]), np.array([0.05]))
PEOPLE, GENDERS = np.array([[-2, -1], [25, 6], [17, 4], [-15, -6]]), np.array([1, 0, 0, 1])
HELD_BACK = np.array([[-7, -3], [20, 2]])
# A network and a sample where gradients exceed 10 without a saturated neuron: nothing may hold them small.
STEEP = (np.array([[0.3, -0.2], [0.3, -0.25]]), PARAMETERS[1], np.array([[4.9], [-4.9]]), PARAMETERS[3])
STEEP_X, STEEP_Y = np.array([[4.9, -4.9]]), np.array([-4.5])


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


def descent(parameters, data, labels, lr, epochs):
    """Return the losses of a training, to see what it does; what must come out is the reference's business."""
    W1, b1, W2, b2 = (np.array(parameter) for parameter in parameters)
    losses = []
    for _ in range(epochs):
        for x, y_true in zip(data, labels, strict=True):
            a1 = sigmoid(x @ W1 + b1)
            y_pred = sigmoid(a1 @ W2 + b2)
            d2 = 2 * (y_pred - y_true) * y_pred * (1 - y_pred)
            d1 = d2 * W2[:, 0] * a1 * (1 - a1)
            W1, b1, W2, b2 = W1 - lr * np.outer(x, d1), b1 - lr * d1, W2 - lr * np.outer(a1, d2), b2 - lr * d2
        losses.append(np.mean((labels - sigmoid(sigmoid(data @ W1 + b1) @ W2 + b2)[:, 0]) ** 2))
    return np.array(losses)


def rising(rng):
    """Draw a training whose loss falls, rises and ends above its least, and hangs on no rounding: see `problem`."""
    while True:
        parameters, X, y = problem(rng, 4, 3, 4)
        for lr in (4.0, 6.0):
            losses = descent(parameters, X, y, lr, 5)
            rises = np.diff(losses)[:-1].max() > 0.05 and losses[-1] > losses.min() + 0.02
            if rises and abs(descent([p * (1 + 1e-8) for p in parameters], X, y, lr, 5) - losses).max() < 1e-5:
                return parameters, X, y, lr


def difference(now, start):
    """Return now - start; `now` where the shapes differ, as the difference could broadcast and hide it."""
    now, start = np.array(now, dtype=float), np.array(start, dtype=float)
    return now - start if now.shape == start.shape else now


def changes(network, parameters):
    """Return how far each parameter of a network is from where it started, in words."""
    starts = zip(NAMES, parameters, strict=True)
    return {f"change of the network's {name}": difference(getattr(network, name), start) for name, start in starts}


def moves(impl, parameters, data, labels, *rates):
    """Train a new network, an epoch for each lr of `rates`, and return how far each parameter moved.

    What train does after the steps of an epoch, the loss, is another check's concern: an error there is let pass.
    """
    network = impl.OurNeuralNetwork(*parameters)
    errors = [impl.error(lambda lr=lr: network.train(data, labels, lr=lr, epochs=1)) for lr in rates]
    moved = changes(network, parameters)
    if errors[0] and all(np.abs(change).max() < 1e-6 for change in moved.values()):
        network.train(data, labels, lr=rates[0], epochs=1)  # no step was taken: let the error be seen
    return moved


def far_out(rng):
    """Draw parameters and samples with an output that is all but 0 or 1, and some with hidden neurons that are."""
    (W1, b1, W2, b2), X, _ = problem(rng, 7, 5, 4)
    far = 12 / np.abs(sigmoid(X @ W1 + b1) @ W2 + b2).max()
    return ((W1, b1, far * W2, far * b2), X), ((W1, b1, W2, b2), 12 / np.abs(X @ W1).max() * X)


def asked_again(impl, parameters, first, other):
    """Return what one network answers to `first`, to `other`, and to `first` again."""
    feedforward = impl.OurNeuralNetwork(*parameters).feedforward
    return {
        "first output": feedforward(first),
        "output for other samples, asked next": feedforward(other),
        "output for the first again": feedforward(first),
    }


def filled_anew(impl, parameters, x, other):
    """Return what one network answers to `x`, and what it answers when the same array holds `other`."""
    feedforward, held = impl.OurNeuralNetwork(*parameters).feedforward, impl.array(x)
    found = {"first output": feedforward(held)}
    held.assign("T", other.T)
    return {**found, "output when the same array holds other numbers": feedforward(held)}


def test_mse_loss(same, rng):
    """mse_loss: the mean of the squares, also of one sample, of integer labels and of float32"""
    for n in (7, 4, 1, 60):
        y_true, y_pred = rng.uniform(-1, 2, size=n), rng.uniform(size=n)
        same(lambda impl, t=y_true, p=y_pred: impl.mse_loss(t, p))
        same(lambda impl, t=y_true[::-1], p=3 * y_pred - 1: impl.mse_loss(t, p))
        same(lambda impl, t=y_true, p=y_pred: impl.mse_loss(t.astype(np.float32), p.astype(np.float32)))
    for n, dtype in zip((7, 7, 5, 4, 6, 7), (np.int64, np.uint8, np.int8, np.uint16, np.uint32, np.uint64), strict=True):
        labels, y_pred = np.append(rng.integers(0, 2, size=n - 2), (0, 1)).astype(dtype), rng.uniform(0.1, 0.9, size=n)
        same(lambda impl, t=labels, p=y_pred: impl.mse_loss(t, p))


def test_mse_loss_untouched(untouched, rng):
    """mse_loss: leaves y_true and y_pred as they are"""
    for n in (7, 1):
        y_true, y_pred = rng.uniform(-1, 2, size=n), rng.uniform(size=n)
        untouched(lambda impl, t=y_true, p=y_pred: impl.mse_loss(t, p))


def test_keeps(same, rng):
    """OurNeuralNetwork: keeps W1, b1, W2 and b2 under these names, in their shapes"""
    for d, h in [(5, 4), (3, 6), (4, 4), (3, 1), (1, 4)]:
        parameters, _, _ = problem(rng, 1, d, h)

        def kept(impl, parameters=parameters):
            network = impl.OurNeuralNetwork(*parameters)
            return {name: getattr(network, name) for name in NAMES}

        same(kept)


def test_copies(same, untouched, rng):
    """OurNeuralNetwork: keeps copies, not the caller's arrays"""
    for d, h in [(5, 4), (4, 4)]:
        parameters, _, _ = problem(rng, 1, d, h)

        def written_over(impl, p=parameters):
            network = impl.OurNeuralNetwork(*p)
            for name in NAMES:
                if isinstance(getattr(network, name), np.ndarray):  # a list is a copy
                    impl.error(lambda name=name: network.assign(name, 0.0))

        untouched(written_over)

        def kept(impl, p=parameters):
            held = [impl.array(each) for each in p]
            network = impl.OurNeuralNetwork(*held)
            for each in held:
                each.assign("T", 0.0)
            return {f"{name}, after the array that was passed in changed": getattr(network, name) for name in NAMES}

        same(kept)


def test_one_sample(same, rng):
    """feedforward: one sample gives a float, and the same when it is asked again"""
    for person in PEOPLE[[0, 3]]:
        same(lambda impl, x=person: impl.OurNeuralNetwork(*PARAMETERS).feedforward(x))
    for d, h in [(5, 4), (3, 6), (4, 4), (3, 1), (1, 4)]:
        parameters, X, _ = problem(rng, 1, d, h)
        same(lambda impl, p=parameters, x=X[0]: impl.OurNeuralNetwork(*p).feedforward(x))
        same(lambda impl, p=parameters, x=X[0]: impl.OurNeuralNetwork(*p).feedforward(x.astype(np.float32)))
    for p, rows in far_out(rng):
        for x in rows[:4]:
            same(lambda impl, p=p, x=x: impl.OurNeuralNetwork(*p).feedforward(x))
    for d, h in [(5, 4), (3, 6)]:
        parameters, X, _ = problem(rng, 2, d, h)
        same(lambda impl, p=parameters, X=X: asked_again(impl, p, X[0], X[1]))
        same(lambda impl, p=parameters, X=X: filled_anew(impl, p, X[0], X[1]))


def test_batch(same, rng):
    """feedforward: n samples give (n,), also when n is 1, or as large as a layer; integers and float32"""
    for people in (PEOPLE, HELD_BACK):
        same(lambda impl, X=people: impl.OurNeuralNetwork(*PARAMETERS).feedforward(X))
    for n, d, h in [(7, 5, 4), (5, 5, 4), (4, 5, 4), (4, 4, 4), (7, 3, 1), (7, 1, 4), (1, 5, 4), (1, 3, 6), (60, 5, 4)]:
        parameters, X, _ = problem(rng, n, d, h)
        same(lambda impl, p=parameters, X=X: impl.OurNeuralNetwork(*p).feedforward(X))
    parameters, X, _ = problem(rng, 7, 5, 4)
    same(lambda impl: impl.OurNeuralNetwork(*parameters).feedforward(X.astype(np.float32)))
    for given, rows in far_out(rng):
        same(lambda impl, given=given, rows=rows: impl.OurNeuralNetwork(*given).feedforward(rows))
    same(lambda impl: asked_again(impl, parameters, X[:4], X[4:]))
    whole = rng.integers(-2, 3, size=(7, 5))
    same(lambda impl: impl.OurNeuralNetwork(*parameters).feedforward(whole))
    same(lambda impl: filled_anew(impl, parameters, X[:3], X[4:]))


def test_feedforward_changes_nothing(same, untouched, rng):
    """feedforward: leaves x and the network as they are"""
    for n, d, h in [(7, 5, 4), (4, 4, 4)]:
        parameters, X, _ = problem(rng, n, d, h)
        for x in (X, X[0], X[:1]):
            untouched(lambda impl, p=parameters, x=x: impl.OurNeuralNetwork(*p).feedforward(x))

            def left_behind(impl, p=parameters, x=x):
                network = impl.OurNeuralNetwork(*p)
                network.feedforward(x)
                return changes(network, p)

            same(left_behind)


def test_gradients(same, rng):
    """gradients: every parameter, for one sample"""
    for n, d, h in [(7, 5, 4), (3, 3, 6), (3, 4, 4), (2, 5, 1), (2, 1, 4)]:
        parameters, X, y = problem(rng, n, d, h)
        for x, y_true in zip(X, y.tolist(), strict=True):
            # A new network each time: what a call leaves behind is another check's concern.
            same(lambda impl, p=parameters, x=x, t=y_true: impl.OurNeuralNetwork(*p).gradients(x, t), kind="gradient")
    for y_true in (-4.5, 4.5, -45.0, 45.0):
        same(lambda impl, t=y_true: impl.OurNeuralNetwork(*STEEP).gradients(STEEP_X[0], t), kind="gradient")
    for person, y_true in zip(PEOPLE, GENDERS.tolist(), strict=True):  # neurons that are all but off, or on
        same(lambda impl, x=person, t=y_true: impl.OurNeuralNetwork(*PARAMETERS).gradients(x, t), kind="gradient")
    for b2, y_true in ((5.2, 1.0), (-5.3, 0.0)):  # nearly there, and still a slope
        same(lambda impl, b2=b2, t=y_true: impl.OurNeuralNetwork(*STEEP[:3], np.array([b2])).gradients(STEEP_X[0], t),
             kind="gradient")


def test_gradients_integers(same, rng):
    """gradients: integer samples, and labels of any integer type, as they lie in an array"""
    parameters, X, y = problem(rng, 3, 5, 4, whole=True)
    for dtype in (np.int64, np.uint8, np.uint16, np.int32):
        for x, label in zip(X, y.astype(dtype), strict=True):
            same(lambda impl, x=x, t=label: impl.OurNeuralNetwork(*parameters).gradients(x, t), kind="gradient")
    for x, y_true in ((X[0], 0.3), (X[1], -0.4), (X[2] * 0.9, int(y[2]))):  # one an integer, the other a float
        same(lambda impl, x=x, t=y_true: impl.OurNeuralNetwork(*parameters).gradients(x, t), kind="gradient")


def test_gradients_change_nothing(same, rng):
    """gradients: changes neither the parameters nor what the next call returns"""
    for d, h in [(5, 4), (3, 6)]:
        parameters, X, y = problem(rng, 2, d, h)

        def left_behind(impl, p=parameters, X=X, y=y.tolist()):
            network, new = impl.OurNeuralNetwork(*p), impl.OurNeuralNetwork(*p)
            alone = new.gradients(X[1], y[1])
            first, other, again = (network.gradients(X[i], y[i]) for i in (0, 1, 0))
            same_for_all = all(np.array_equal(first[name], alone[name]) for name in NAMES)
            assert not same_for_all, "gradients returns the same for two samples; they are far apart and have other labels"
            # Differences, so that a gradient that is wrong, but wrong in the same way each time, costs nothing here.
            found = changes(network, p)
            for words, two, one in (("for the same sample again", again, first), ("for a second sample", other, alone)):
                found |= {f'change of "{name}" {words}': difference(two[name], one[name]) for name in NAMES}
            return found

        same(left_behind)

        def filled(impl, p=parameters, X=X, y_true=float(y[1])):
            network, new, held = impl.OurNeuralNetwork(*p), impl.OurNeuralNetwork(*p), impl.array(X[0])
            network.feedforward(held)
            held.assign("T", X[1])
            found, alone = network.gradients(held, y_true), new.gradients(X[1], y_true)
            words = "for an array that held other numbers in feedforward"
            return {f'change of "{name}" {words}': difference(found[name], alone[name]) for name in NAMES}

        same(filled)


def test_gradients_untouched(untouched, rng):
    """gradients: leaves x as it is"""
    for d, h in [(5, 4), (4, 4)]:
        parameters, X, y = problem(rng, 1, d, h)
        untouched(lambda impl, p=parameters, x=X[0], t=float(y[0]): impl.OurNeuralNetwork(*p).gradients(x, t))


def test_own(same, rng):
    """OurNeuralNetwork: two networks share nothing"""
    for d, h in [(5, 4), (3, 6)]:
        parameters, X, y = problem(rng, 1, d, h)
        others, _, _ = problem(rng, 1, d, h)

        def first_of_two(impl, p=parameters, others=others, x=X[0], y_true=float(y[0])):
            first, second = impl.OurNeuralNetwork(*p), impl.OurNeuralNetwork(*others)
            second.feedforward(x)
            found = {f"{name} of a network, after another one was made": getattr(first, name) for name in NAMES}
            found["output of a network, after another one was made"] = first.feedforward(x)
            found["gradients of a network, after another one was made"] = first.gradients(x, y_true)
            return found

        same(first_of_two, kind="gradient")


def test_train_step(same, rng):
    """train: one sample, one step, all four parameters together"""
    for d, h in [(5, 4), (3, 6)]:
        parameters, X, y = problem(rng, 1, d, h)
        for lr in (1.0, 0.3):
            same(lambda impl, p=parameters, X=X, y=y, lr=lr: moves(impl, p, X, y, lr), kind="trajectory")
    parameters, X, y = problem(rng, 1, 5, 4)
    # Neither lr nor the step is held within limits.
    for lr in (12.0, 15.0, 0.02, 0.05):
        same(lambda impl, lr=lr: moves(impl, parameters, X, y, lr), kind="trajectory")
    # Nor is it left out where the output is nearly right, or the neuron nearly sure.
    output = sigmoid(sigmoid(X @ parameters[0] + parameters[1]) @ parameters[2] + parameters[3])[:, 0]
    for gap in (0.003, -0.003):
        same(lambda impl, y=output + gap: moves(impl, parameters, X, y, 1.0), kind="trajectory")
    sure = (*STEEP[:3], np.array([5.2]))
    same(lambda impl: moves(impl, sure, STEEP_X, np.array([1]), 100.0), kind="trajectory")
    for target, lr in ((STEEP_Y, 1.5), (-STEEP_Y, 1.5), (10 * STEEP_Y, 0.1), (-10 * STEEP_Y, 0.1)):
        same(lambda impl, y=target, lr=lr: moves(impl, STEEP, STEEP_X, y, lr), kind="trajectory")


def test_train_epoch(same, rng):
    """train: a step after each sample, in the given order; called again, it goes on from where it stands"""
    for n, d, h in [(7, 5, 4), (3, 3, 6), (5, 5, 5), (60, 5, 4)]:
        parameters, X, y = problem(rng, n, d, h)
        same(lambda impl, p=parameters, X=X, y=y: moves(impl, p, X, y, 1.0), kind="trajectory")
    for n, d, h in [(7, 5, 4), (4, 3, 6)]:
        parameters, X, y = problem(rng, n, d, h)
        same(lambda impl, p=parameters, X=X, y=y: moves(impl, p, X, y, 0.7, 0.4, 0.9), kind="trajectory")
    parameters, X, _ = problem(rng, 3, 3, 4)
    twins, labels = X[[0, 1, 0, 2, 1]], np.array([0, 1, 1, 0, 1])  # the same sample twice, with two labels
    same(lambda impl: moves(impl, parameters, twins, labels, 1.0), kind="trajectory")


def test_train_losses(same, rng):
    """train: epoch after epoch; returns one loss an epoch, over all samples, after it; those of this call alone"""
    for n, d, h, epochs in [(7, 5, 4, 2), (60, 5, 4, 3), (1, 3, 4, 3)]:
        parameters, X, y = problem(rng, n, d, h)
        same(lambda impl, p=parameters, X=X, y=y, epochs=epochs: impl.OurNeuralNetwork(*p).train(X, y, 0.4, epochs),
             kind="trajectory")
    for n, d, h in [(3, 3, 6), (7, 5, 4)]:
        parameters, X, y = problem(rng, n, d, h)

        def twice(impl, p=parameters, X=X, y=y):
            network = impl.OurNeuralNetwork(*p)
            first, second = network.train(X, y, lr=0.8, epochs=5), network.train(X, y, lr=0.4, epochs=3)
            return {"losses of the first call": first, "losses of the second call": second, **changes(network, p)}

        same(twice, kind="trajectory")
    start, samples, targets, large = rising(rng)

    def risen(impl):
        network = impl.OurNeuralNetwork(*start)
        losses = network.train(samples, targets, lr=large, epochs=5)
        return {"losses where they rise": losses, **changes(network, start)}

    same(risen, kind="trajectory")
    few, whole, labels = problem(rng, 7, 3, 4, whole=True)
    for rows, targets in ((whole, labels.astype(np.uint8)), (whole, 0.2 + 0.7 * labels), (0.9 * whole, labels)):
        same(lambda impl, X=rows, y=targets: impl.OurNeuralNetwork(*few).train(X, y, lr=0.8, epochs=3), kind="trajectory")

    def kept(impl):
        network = impl.OurNeuralNetwork(*few)
        first = impl.handle(network.train, whole, labels, lr=0.8, epochs=3)
        network.train(whole, labels, lr=0.4, epochs=2)
        return {"list of losses, looked at after another call of train,": list(first)}

    same(kept, kind="trajectory")
    parameters, x, _ = problem(rng, 1, 2, 1)
    for target in rng.uniform(0.4, 0.6, size=(2, 1)):  # soon learned, and then each loss is as small as the one before
        def lasting(impl, target=target):
            return {"number of losses": len(impl.OurNeuralNetwork(*parameters).train(x, target, lr=3.0, epochs=1100))}

        same(lasting)
    for target in rng.uniform(0.4, 0.6, size=(2, 1)):
        enough = int(np.argmax(descent(parameters, x, target, 0.2, 500) < 2e-6)) or 500

        def learned(impl, target=target, enough=enough):
            losses = impl.OurNeuralNetwork(*parameters).train(x, target, lr=0.2, epochs=enough)
            some = {f"loss after {at} epochs": losses[at - 1] for at in (enough // 2, enough) if len(losses) >= at}
            return {"number of losses": len(losses), **some}

        same(learned, kind="trajectory")


def test_train_people(same, rng):
    """train: the four people: loss 0.0399 after 100 epochs, Emily F, Frank M; lr and epochs have defaults"""
    same(lambda impl: impl.OurNeuralNetwork(*PARAMETERS).train(PEOPLE, GENDERS, epochs=3), kind="trajectory")

    def trained(impl):
        network = impl.OurNeuralNetwork(*PARAMETERS)
        losses = network.train(PEOPLE, GENDERS, epochs=120)  # past 100, a number that a program may hold in store
        alone = [network.feedforward(person) for person in HELD_BACK]
        return losses, network.feedforward(PEOPLE), network.feedforward(HELD_BACK), alone

    same(trained, kind="trajectory")

    def as_new(impl):
        """Compare with a network made from the parameters: wrong gradients cost nothing here, those of before do."""
        network = impl.OurNeuralNetwork(*PARAMETERS)
        network.train(PEOPLE, GENDERS, epochs=30)
        new = impl.OurNeuralNetwork(*(np.array(getattr(network, name), dtype=float) for name in NAMES))
        after, wanted = (each.gradients(HELD_BACK[0], 1) for each in (network, new))
        words = "of a trained network, compared with a new one of the same parameters"
        return {f'change of "{name}" {words}': difference(after[name], wanted[name]) for name in NAMES}

    same(as_new)
    # Without `epochs`; one person, one neuron are enough to see the thousand: all would take four times as long.
    parameters, x, _ = problem(rng, 1, 2, 1)
    label = rng.integers(0, 2, 1)  # which no output reaches: a loss of nearly 0 would be noise

    def default(impl):
        losses = impl.OurNeuralNetwork(*parameters).train(x, label)
        some = {f"loss after {at} epochs": losses[at - 1] for at in (1, 500, 1000) if len(losses) >= at}
        return {"number of losses without `epochs`": len(losses), **some}

    same(default, kind="trajectory")


def test_train_untouched(untouched, rng):
    """train: leaves data and labels as they are"""
    for n, d, h in [(7, 5, 4), (4, 4, 4), (1, 4, 4)]:  # square: no mix-up of the axes raises here
        parameters, X, y = problem(rng, n, d, h)
        untouched(lambda impl, p=parameters, X=X, y=y: impl.OurNeuralNetwork(*p).train(X, y, lr=1.0, epochs=2))
