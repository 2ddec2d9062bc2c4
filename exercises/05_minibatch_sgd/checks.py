"""The checks of 05_minibatch_sgd: scaling, batches, a network with its parameters, and the training loop."""

import numpy as np

NAMES = ("W1", "b1", "W2", "b2")


def samples(rng, n, d=5):
    """Draw inputs of both signs, none of them large."""
    return rng.uniform(-2, 2, (n, d))


def labels(rng, n):
    """Draw n labels, each of the three classes among them."""
    return rng.permutation(np.append([0, 1, 2], rng.integers(0, 3, n - 3)))


def draw_params(rng):
    """Draw parameters for 5 inputs, 4 hidden neurons and 3 classes, in which every bias counts."""
    b1, b2 = (rng.uniform(0.1, 0.5, size) * rng.choice([-1.0, 1.0], size) for size in (4, 3))
    return {"W1": rng.normal(0, 0.45, (5, 4)), "b1": b1, "W2": rng.normal(0, 0.5, (4, 3)), "b2": b2}


def logits(params, X):
    """Return Z1 and Z2 of a network with these parameters."""
    Z1 = X @ params["W1"] + params["b1"]
    return Z1, np.maximum(Z1, 0) @ params["W2"] + params["b2"]


def telling_params(rng, X):
    """Draw parameters that tell mistakes apart: neurons on and off, none near the kink, no probability tiny or tied."""
    while True:
        params = draw_params(rng)
        Z1, Z2 = logits(params, X)
        both = (Z1 > 0).any(axis=0) & (Z1 < 0).any(axis=0)
        calm = max(np.abs(Z1).max(), np.abs(Z2).max()) < 4 and np.ptp(Z2, axis=1).max() < 3
        clear = np.ptp(Z2.argmax(axis=1)) > 0 and np.diff(np.sort(Z2, axis=1))[:, -1].min() > 0.02
        if both.all() and calm and clear and np.abs(Z1).min() > 0.03:
            return params


def build(impl, params):
    """Return the implementation's own MLP, with these parameters written into its arrays."""
    model = impl.MLP(5, 4, 3, impl.rng(1))
    for name in NAMES:
        model.assign("params", name, params[name])
    return model


def part(reply, names=NAMES, where=""):
    """Return these entries of a reply; `where` is for the message: "W1 after step"."""
    return {f"{name}{where}" if where else name: reply[name] for name in names}


def test_standardize(same, rng):
    """standardize: both arrays by the statistics of X_train."""
    scale, shift = rng.uniform(0.5, 2, 5), rng.uniform(-2, 2, 5)
    X, other = samples(rng, 7) * scale + shift, samples(rng, 4) * scale + shift + 0.5
    ends = np.array([[16] * 5, [0] * 5])  # no column is nearly constant
    pixels = np.vstack([ends, rng.integers(0, 17, (5, 5))])
    # Quarters have exact sums in float32: what differs is the formula, never the order of a sum.
    single = (np.vstack([ends, rng.integers(0, 17, (6, 5))]) / 4).astype(np.float32)
    for train, rest in ((X, other), (X[:5], other), (X, other[:1]), (pixels, pixels[3:]), (single, single[3:])):
        same(lambda impl, train=train, rest=rest: impl.standardize(train, rest))


def test_standardize_constant(same, learner, rng):
    """standardize: a column that is constant in X_train."""
    pixels, others = rng.integers(-4, 5, (7, 5)), rng.integers(-4, 5, (4, 5))
    pixels[:2] = [[4] * 5, [-4] * 5]
    pixels[:, [1, 2, 4]] = others[:2, [1, 2, 4]] = [0, 3, 5]
    for X, other in ((pixels, others), (pixels.astype(float), others.astype(float))):
        same(lambda impl, X=X, other=other: part(impl.standardize(X, other), [0]))
        finite = np.isfinite(np.asarray(learner.standardize(X, other)[1], dtype=float)).all(axis=0)
        assert finite.all(), f"standardize: X_other's column {np.argmin(finite)} is not finite (X_train's is constant)"


def numbered(rng, n):
    """Draw n rows that begin with their number, and labels."""
    return np.column_stack([np.arange(n), rng.integers(0, 100, (n, 2))]), rng.integers(0, 5, n)


def epoch(learner, X, y, size, generator):
    """Return one epoch's batches as pairs of arrays."""
    return [(np.asarray(rows), np.asarray(y)) for rows, y in learner.iterate_minibatches(X, y, size, generator)]


def test_minibatches(learner, rng):
    """iterate_minibatches: every sample once, with its label."""
    for n, size in ((7, 3), (23, 8), (6, 3), (5, 5), (4, 9), (7, 1)):
        X, y = numbered(rng, n)
        batches = epoch(learner, X, y, size, learner.rng(n))
        call = f"iterate_minibatches(X, y, {size}, rng) with {n} samples"
        shapes = [(X_batch.shape, y_batch.shape) for X_batch, y_batch in batches]
        right = [((m, 3), (m,)) for m in (min(size, n - start) for start in range(0, n, size))]
        assert shapes == right, (
            f"{call} gives {len(shapes)} batches, of which the last has the shapes {str(shapes[-1:])[1:-1]}; right are "
            f"{len(right)}, of which the last has what is left, {right[-1]}: (X_batch.shape, y_batch.shape)"
        )
        rows, given = np.concatenate([b[0] for b in batches]), np.concatenate([b[1] for b in batches])
        came = len(set(rows[:, 0]) & set(range(n)))
        assert came == n, f"{call}: {came} different samples of X came; every sample must come exactly once"
        order = rows[:, 0].astype(int)
        torn = int(((rows != X[order]).any(axis=1) | (given != y[order])).sum())
        assert torn == 0, f"{call}: {torn} samples came with another one's label or entries; X and y need one order"


def test_minibatches_shuffled(learner, rng):
    """iterate_minibatches: a fresh order each time, from rng."""
    X, y = numbered(rng, 40)
    seed, call = int(rng.integers(1000)), "iterate_minibatches(X, y, 8, rng)"

    def groups(generator):
        return {frozenset(X_batch[:, 0]) for X_batch, _ in epoch(learner, X, y, 8, generator)}

    generator = learner.rng(seed)
    first, second, again, other = map(groups, (generator, generator, learner.rng(seed), learner.rng(seed + 1)))
    blocks = {frozenset(range(start, start + 8)) for start in range(0, 40, 8)}
    assert first != blocks, f"{call}: the batches are the rows 0-7, 8-15, ... of X; the samples need to be shuffled"
    assert first != second, f"{call} called twice gives the same batches; each call needs a new order from rng"
    assert again == first, f"{call}: the same seed gives different batches; random numbers must come from rng only"
    assert other != first, f"{call}: different seeds give the same batches; the order must come from rng"


def test_init(learner, rng):
    """MLP: W1, W2 and the biases at the start."""
    seed = int(rng.integers(1000))
    for d, h in ((300, 64), (64, 300)):
        params, again, other = (part(learner.MLP(d, h, 10, learner.rng(s)).params) for s in (seed, seed, seed + 1))
        call = f"MLP({d}, {h}, 10, rng)"
        for name, shape in zip(NAMES, ((d, h), (h,), (h, 10), (10,)), strict=True):
            found, kept = np.shape(params[name]), np.array_equal(params[name], again[name])
            assert found == shape, f"{call}: params[{name!r}] has the shape {found}; it must be {shape}"
            assert kept, f"{call}: the same seed gives a different {name}; random numbers must come from rng only"
            assert name[0] == "W" or not np.any(params[name]), f"{call}: {name} is not zero; biases start at 0"
        assert not np.array_equal(params["W1"], other["W1"]), f"{call}: W1 is the same for any seed; draw it from rng"
        assert np.ptp(params["W1"], axis=1).any(), f"{call}: W1's columns are all alike; draw every weight by itself"
        (std, std2), wanted = (np.std(params[name]) for name in ("W1", "W2")), np.sqrt(2 / d)
        assert abs(std / wanted - 1) <= 0.25, f"{call}: std of W1 is {std / wanted:.2f} * sqrt(2 / n_in), over 25 % off"
        assert std2 < 0.5, f"{call}: the standard deviation of W2 is {std2:.3f}; it must be below 0.5"


def test_forward(same, rng):
    """MLP.forward: class probabilities, with the parameters in params."""
    X, whole = samples(rng, 7), rng.integers(-3, 4, (7, 5))
    params = telling_params(rng, np.vstack([X, whole]))
    for each in (X, X[:4], X[:3], X[:1], whole, X.astype(np.float32)):
        same(lambda impl, each=each: build(impl, params).forward(each))


def gradients(impl, params, X, y, *before):
    """Return the gradients on X and y, after a forward on each of the arrays before."""
    model = build(impl, params)
    for rows in before:
        model.forward(rows)
    return model.backward(X, y)


def test_backward(same, rng):
    """MLP.backward: the gradient of each parameter, after a forward as in a training loop."""
    X, whole, y = samples(rng, 7), rng.integers(-3, 4, (7, 5)), labels(rng, 7)
    params, lacking = telling_params(rng, np.vstack([X, whole])), rng.integers(0, 2, 7)
    for rows, classes in ((X, y), (X[:4], y[:4]), (X[:3], y[:3]), (X, lacking), (whole, y.astype(np.uint8))):
        same(lambda impl, r=rows, c=classes: gradients(impl, params, r, c, r), kind="gradient")


def test_backward_alone(same, rng):
    """MLP.backward: without a forward before it, and after one on other rows."""
    X, other, y = samples(rng, 7), samples(rng, 7), labels(rng, 7)
    params = telling_params(rng, np.vstack([X, other]))
    same(lambda impl: gradients(impl, params, X, y), kind="gradient")
    same(lambda impl: gradients(impl, params, X, y, X, other), kind="gradient")


def test_step(same, learner, rng):
    """MLP.step: param - lr * grad, by name."""
    X, params, grads = samples(rng, 7), draw_params(rng), draw_params(rng)

    def stepped(impl, *rates):
        model = build(impl, params)
        for rate in rates:
            model.step(part(grads, ("b2", "W1", "b1", "W2")), rate)
        return part(model.params, where=" after step")

    same(lambda impl: stepped(impl, 0.25))
    same(lambda impl: stepped(impl, 0.25, 1.0))
    model = build(learner, params)
    model.forward(X)
    model.step(grads, 0.5)
    gap = np.abs(np.subtract(model.forward(X), build(learner, part(model.params)).forward(X))).max()
    assert gap < 1e-9, "MLP.step: after it forward must compute with what is in params, and it does not"


def test_predict(same, rng):
    """MLP.predict: the most likely class of each sample."""
    X, whole = samples(rng, 7), rng.integers(-3, 4, (7, 5))
    params = telling_params(rng, np.vstack([X, whole]))
    for each in (X, X[:4], X[:3], X[:1], whole):
        same(lambda impl, each=each: build(impl, params).predict(each))


def test_save_load(learner, rng):
    """MLP.save and MLP.load: one .npz file, and the same predictions in a new process."""
    X = samples(rng, 7)
    model = build(learner, telling_params(rng, X))
    params, classes = part(model.params), np.asarray(model.predict(X))
    model.save(learner.path("model.npz"))
    assert learner.npz("model.npz"), "save(path): the .npz file holds no array"
    fresh = learner.fresh()
    loaded = fresh.MLP.load(fresh.write("model.npz", learner.read("model.npz")))  # its scratch folder is another
    for name, value in part(loaded.params).items():
        kept = np.array_equal(value, params[name])
        assert kept, f"MLP.load(path): {name} is not what was saved; save every parameter in full precision"
    assert np.array_equal(loaded.predict(X), classes), "MLP.load(path): predict(X) is not what it was before save"


def problem(rng, n, n_val):
    """Draw parameters, n training samples and n_val validation samples, which lack a class."""
    X, X_val = samples(rng, n), samples(rng, n_val)
    return telling_params(rng, np.vstack([X, X_val])), (X, labels(rng, n), X_val, rng.integers(0, 2, n_val))


def trained(impl, params, data, settings):
    """Return the history of a training that starts from these parameters."""
    return impl.train(build(impl, params), *data, rng=impl.rng(5), **settings)


def test_train_steps(same, rng):
    """train: one step for each batch, of the right size."""
    params, (X, y, *val) = problem(rng, 7, 11)
    whole = (rng.integers(-3, 4, (7, 5)), y.astype(np.uint8), *val)
    # One batch, or copies of one sample: the order does not matter; how many steps there are, and how long, does.
    trainings = [((X, y, *val), {"epochs": 4, "lr": 0.5, "batch_size": 7}), (whole, {"epochs": 3, "lr": 0.5})]
    several = {"epochs": 3, "lr": 0.2, "batch_size": 3}
    for n, settings in ((7, several), (6, several | {"lr": 1.0, "batch_size": 4}), (70, {"epochs": 2}), (2, {})):
        trainings.append(((np.repeat(X[:1], n, axis=0), np.repeat(y[:1], n), *val), settings))
    for data, settings in trainings:
        same(
            lambda impl, d=data, s=settings: part(trained(impl, params, d, s), ("val_loss", "val_acc"), " of train"),
            kind="trajectory",
        )


def test_train_history(same, rng):
    """train: four lists, a number an epoch."""
    params, data = problem(rng, 12, 7)
    # Steps of almost nothing, equal batches: whichever way the contract allows to measure gives the same.
    same(lambda impl: trained(impl, params, data, {"epochs": 3, "lr": 1e-9, "batch_size": 4}))


def test_train_best(learner, rng):
    """train: the weights of the best epoch, restored."""
    for number in range(10):
        # Nothing to learn, or only to unlearn: the best epoch is seldom the last.
        params, X, X_val = draw_params(rng), samples(rng, 12), samples(rng, 25)
        y, y_val = rng.integers(0, 3, 12), rng.integers(0, 3, 25)
        if number % 2:
            y, y_val = (logits(params, X)[1].argmin(axis=1), logits(params, X_val)[1].argmax(axis=1))
        model = build(learner, params)
        history = learner.train(model, X, y, X_val, y_val, epochs=6, lr=0.5, batch_size=5, rng=learner.rng(number))
        curve = np.asarray(history["val_acc"], dtype=float)
        reached = float(np.mean(np.asarray(model.forward(X_val)).argmax(axis=1) == y_val))
        assert abs(reached - curve.max()) < 1e-6, (
            f"train: the model ends with a validation accuracy of {reached:.2f}; the best epoch of val_acc has "
            f"{curve.max():.2f}, the last {curve[-1]:.2f}: restore a copy of the best epoch's weights"
        )


def test_train_shuffled(learner, rng):
    """train: a fresh order in each epoch, from rng."""
    (params, data), seed = problem(rng, 3, 7), int(rng.integers(1000))

    def losses(number):
        settings = {"epochs": 5, "lr": 0.2, "batch_size": 1, "rng": learner.rng(number)}
        return tuple(np.asarray(learner.train(build(learner, params), *data, **settings)["val_loss"], dtype=float))

    runs = [losses(seed + number) for number in range(12)]
    repeated, kinds = losses(seed) == runs[0], len(set(runs))
    assert repeated, "train: the same seed gives a different training; random numbers must come from rng only"
    # Three samples have six orders: one order for all epochs makes six trainings at most, fresh ones make 6**5.
    assert kinds > 6, (
        f"train: on 3 samples 12 seeds give {kinds} different training(s); each epoch needs a fresh order from rng"
    )


def test_arguments(untouched, rng):
    """No function changes its arguments."""
    (params, data), grads = problem(rng, 7, 4), draw_params(rng)

    def calls(impl):
        impl.standardize(data[0], data[2])
        model = build(impl, params)
        model.forward(data[0])
        model.predict(data[0])
        model.backward(data[0], data[1])
        model.step(grads, 0.5)
        impl.train(model, *data, epochs=2, batch_size=3, rng=impl.rng(1))

    untouched(calls)
    untouched(lambda impl: list(impl.iterate_minibatches(data[0], data[1], 3, impl.rng(1))))
