"""What to try on a network for handwritten digits, from the CSV file to the fitted model."""

import re

import numpy as np

HEADER = ",".join(["label", *(f"pixel{i}" for i in range(784))])
NAMES = ("W1", "b1", "W2", "b2")


def passed_through(X, params):
    """Run the network here, to choose probes that tell right from wrong: Z1 and the probabilities."""
    Z1 = X @ params["W1"] + params["b1"]
    Z2 = np.maximum(Z1, 0) @ params["W2"] + params["b2"]
    E = np.exp(Z2 - Z2.max(axis=1, keepdims=True))
    return Z1, E / E.sum(axis=1, keepdims=True)


def batch(rng, n, d=5, h=4, k=3, *, integers=False, absent=None):
    """Draw X (n, d), y (n,) and params: no ReLU near its kink, both its states, no unlikely label, no close race."""
    while True:
        shapes = {"W1": (d, h), "b1": (h,), "W2": (h, k), "b2": (k,)}
        params = {name: rng.uniform(0.2, 0.9, shape) * rng.choice((-1, 1), shape) for name, shape in shapes.items()}
        X = rng.integers(-2, 3, size=(60 * n, d)) if integers else rng.normal(size=(60 * n, d))
        y = rng.choice([c for c in range(k) if c != absent], size=60 * n)
        Z1, probs = passed_through(X, params)
        best = np.sort(probs, axis=1)
        good = (abs(Z1).min(axis=1) > 0.01) & (abs(Z1).max(axis=1) < 4) & (best[:, -1] - best[:, -2] > 0.01)
        rows = np.flatnonzero(good & (best[:, -1] < 0.95) & (probs[np.arange(60 * n), y] > 0.05))[:n]
        present = len(set(y[rows])) == min(n, k - (absent is not None))
        both_states = n < 3 or ((Z1[rows] > 0).any(axis=0) & (Z1[rows] < 0).any(axis=0)).all()
        if len(rows) == n and present and both_states:
            return X[rows], y[rows], params


def images(rng, n):
    """Draw n images (n, 784) of ten invented digits with a blank border, pixels 0-1 as `prepare` leaves them."""
    patterns = np.kron(rng.integers(0, 256, size=(10, 8, 8)), np.ones((3, 3)))
    y = rng.permutation(np.arange(n) % 10)
    inner = (patterns[y] + rng.integers(-40, 41, size=(n, 24, 24))).clip(0, 255)
    return np.pad(inner, ((0, 0), (2, 2), (2, 2))).reshape(n, 784) / 255, y


def csv_lines(rng, n, header):
    """Draw the lines of a file, each a list of fields; pixels from 100, so that none looks like a line number."""
    rows = [[str(label), *map(str, rng.integers(100, 256, size=784))] for label in rng.integers(0, 10, size=n)]
    return [HEADER.split(","), *rows] if header else rows


def csv_bytes(lines):
    """Write the lines as the bytes of a file."""
    return "".join(",".join(fields) + "\n" for fields in lines).encode()


def test_load_csv(same, rng):
    """load_csv: X and y, with and without header"""
    for n, header in ((7, True), (7, False), (1, True), (1, False)):
        lines = csv_lines(rng, n, header)
        data = csv_bytes(lines)
        same(lambda impl, data=data: impl.load_csv(impl.write("digits.csv", data))[0])
        same(lambda impl, data=data: impl.load_csv(impl.write("digits.csv", data))[1], integers="strict")


def test_load_csv_errors(learner, rng):
    """load_csv: a bad row is a ValueError that names its line"""
    cases = (
        ("784 fields", lambda row: row[:-1]),
        ("786 fields", lambda row: [*row, "100"]),
        ("an empty field", lambda row: [*row[:400], "", *row[401:]]),
        ("an empty field at its end", lambda row: [*row[:-1], ""]),
        ("the field 'x'", lambda row: [*row[:200], "x", *row[201:]]),
        ("an empty label", lambda row: ["", *row[1:]]),
        ("the label 'seven'", lambda row: ["seven", *row[1:]]),
    )
    for header in (True, False):
        for what, broken in cases:
            lines = csv_lines(rng, 21, header)
            number = int(rng.integers(11, 20))
            lines[number - 1] = broken(lines[number - 1])
            path = learner.write("broken.csv", csv_bytes(lines))
            error = learner.error(lambda path=path: learner.load_csv(path))
            where = f"load_csv: line {number} of a file {'with' if header else 'without'} header has {what}"
            assert error is not None, f"{where}, and no error came; a ValueError must name the line"
            if error.type == "NotImplementedError":
                raise error
            assert "ValueError" in (error.type, *error.types), f"{where}: {error.type} came, not ValueError"
            named = re.search(rf"(?<!\d){number}(?!\d)", error.message)
            found = f"the message is {error.message[:80]!r}"
            assert named, f"{where}; {found}: it must name line {number}, counted from 1, header included"


def divided(learner, X, y, fraction, seed):
    """Ask for a split and return the sample numbers of both parts; pixel 0 holds each sample's number."""
    reply = learner.prepare(X, y, fraction, learner.rng(seed))
    call, n = f"prepare(X, y, {fraction}, rng) with {len(y)} samples", len(y)
    assert len(reply) == 4, f"{call} returned {len(reply)} things: X_train, y_train, X_val, y_val are 4"
    X_train, y_train, X_val, y_val = map(np.asarray, reply)
    for name, part, labels in (("train", X_train, y_train), ("val", X_val, y_val)):
        found = f"{call}: X_{name} is {part.shape} and y_{name} {labels.shape}"
        assert part.shape[1:] == (784,), f"{found}; X_{name} must be (rows, 784)"
        assert labels.shape == part.shape[:1], f"{found}; y_{name} must be ({len(part)},)"
    sizes = f"{call}: {len(X_train)} rows for training, {len(X_val)} for validation"
    assert len(X_train) + len(X_val) == n, f"{sizes}; every sample must be in exactly one part"
    assert abs(len(X_val) - n * fraction) < 1, f"{sizes}; n * val_fraction, rounded, go to the second"
    pixels, largest = np.concatenate([X_train, X_val]), X.max() / 255
    scaled = f"{call}: the largest pixel, {X.max()}, came out as {pixels.max():.6g}"
    assert abs(pixels.max() - largest) < 1e-5, f"{scaled}; divide by 255, whatever the largest pixel is"
    order = np.rint(pixels[:, 0] * 255).astype(int).clip(0, n - 1)
    differing = int((abs(pixels - X[order] / 255) > 1e-5).any(axis=1).sum())
    assert differing == 0, f"{call}: {differing} rows are not rows of X divided by 255; shuffle rows, and rows only"
    missing = n - len(set(order.tolist()))
    assert missing == 0, f"{call}: {missing} samples are in no part, others twice; each must be in exactly one"
    wrong = int((np.concatenate([y_train, y_val]) != y[order]).sum())
    assert wrong == 0, f"{call}: {wrong} rows have another row's label; X and y need the same order"
    return order[: len(X_train)], order[len(X_train) :]


def test_prepare(learner, rng):
    """prepare: shuffled, divided by 255, and no sample lost"""
    X, y = rng.integers(0, 201, size=(40, 784)), rng.permutation(np.arange(40) % 10)
    X[:, 0] = np.arange(40)
    divided(learner, X[:23], y[:23], 0.3, 1)
    train, val = divided(learner, X.astype(float), y, 0.25, 1)
    assert (np.diff(train) < 0).any(), "prepare: X_train has the rows in the order of X; shuffle them"
    assert set(val) not in (set(range(10)), set(range(30, 40))), (
        "prepare: validation gets the first or the last rows of X; shuffle before you split"
    )
    again = divided(learner.fresh(), X.astype(float), y, 0.25, 1)
    repeated = np.array_equal(np.concatenate(again), np.concatenate([train, val]))
    assert repeated, "prepare: the same seed gave two different splits; draw from `rng` and from nothing else"
    other = divided(learner, X.astype(float), y, 0.25, 2)
    assert set(other[1]) != set(val), "prepare: another seed gave the same split; draw the order from `rng`"


def test_init_params(learner, rng):
    """init_params: shapes, and weights uniform in [-0.5, 0.5)"""
    n_in, n_hidden, n_out = (int(size) for size in rng.permutation([90, 70, 50]))
    call = f"init_params({n_in}, {n_hidden}, {n_out}, rng)"
    first, second, again = (
        {name: np.asarray(params[name]) for name in NAMES}
        for params in (
            learner.init_params(n_in, n_hidden, n_out, learner.rng(1)),
            learner.init_params(n_in, n_hidden, n_out, learner.rng(2)),
            learner.init_params(n_in, n_hidden, n_out, learner.rng(1)),
        )
    )
    shapes = {"W1": (n_in, n_hidden), "b1": (n_hidden,), "W2": (n_hidden, n_out), "b2": (n_out,)}
    for name, values in first.items():
        assert values.shape == shapes[name], f"{call}: {name} is {values.shape}; it must be {shapes[name]}"
        found = f"{call}: {name} goes from {values.min():.3g} to {values.max():.3g}"
        assert abs(values).max() <= 0.5, f"{found}; the interval is [-0.5, 0.5)"
        repeated = values.size - len(np.unique(values)) if name in ("W1", "W2") or values.any() else 0
        assert repeated < values.size / 10, f"{call}: {repeated} numbers of {name} repeat; draw each on its own"
    for name in ("W1", "W2"):
        values = first[name]
        quarters = np.histogram(values, bins=4, range=(-0.5, 0.5))[0] / values.size
        found = f"{call}: of {name} the four quarters of [-0.5, 0.5) hold " + ", ".join(f"{q:.0%}" for q in quarters)
        assert abs(quarters - 0.25).max() < 0.04, f"{found}; uniform weights have 25% in each"
        assert not np.array_equal(values, second[name]), f"{call}: {name} is the same for any seed; draw it from `rng`"
        assert np.array_equal(values, again[name]), f"{call}: {name} differs for the same seed; draw only from `rng`"


def test_forward(same, rng):
    """forward: Z1, A1, Z2, A2"""
    for n in (7, 4, 3, 1):
        X, _, params = batch(rng, n)
        same(lambda impl, X=X, params=params: impl.forward(X, params))
    X, _, params = batch(rng, 7, 6, 5, 4, integers=True)
    same(lambda impl: impl.forward(X, params))
    # Eighths are exact in float32, and so are their sums.
    eighths = {name: (np.rint(value * 8) / 8).astype(np.float32) for name, value in params.items()}
    same(lambda impl: impl.forward(X.astype(np.float32), eighths))
    # One number added to all of W2's columns moves each row of Z2 as a whole: the rows lie 3000 apart, exp overflows,
    # and so does a maximum that is not each row's own; A2 stays the same.
    heights = np.maximum(passed_through(X, params)[0], 0).sum(axis=1)
    wide = {**params, "W2": params["W2"] + 3000 / np.ptp(heights)}
    same(lambda impl: impl.forward(X, wide)[3], kind="trajectory")


def test_backward(same, rng):
    """backward: the gradient of each parameter"""
    other = batch(rng, 7)[0]
    X, y, params = batch(rng, 7, absent=2)
    same(lambda impl: impl.backward(X, y, params), kind="gradient")
    same(lambda impl: (impl.forward(other, params), impl.backward(X, y, params))[1], kind="gradient")
    same(lambda impl: [impl.backward(X, y, params) for _ in range(2)][1], kind="gradient")
    for n, d, h, k, integers in ((3, 5, 4, 3, False), (4, 5, 4, 3, False), (11, 6, 5, 7, True)):
        X, y, params = batch(rng, n, d, h, k, integers=integers)
        y = y.astype(np.uint8) if integers else y
        same(lambda impl, X=X, y=y, params=params: impl.backward(X, y, params), kind="gradient")


def test_gradient_descent(same, rng):
    """gradient_descent: the parameters after its updates"""
    X, y, params = batch(rng, 7)
    for n_steps in (1, 3):
        same(
            lambda impl, n_steps=n_steps: impl.gradient_descent(X, y, params, lr=1.0, iterations=n_steps)[0],
            kind="trajectory",
        )
    same(lambda impl: impl.gradient_descent(X, y, params, iterations=3)[0], kind="trajectory")
    many, labels, start = batch(rng, 70, integers=True)
    same(lambda impl: impl.gradient_descent(many, labels, start, lr=0.5, iterations=2)[0], kind="trajectory")


def test_history(learner, rng):
    """gradient_descent: loss and accuracy of every iteration"""
    X, y, params = batch(rng, 7)
    history = learner.gradient_descent(X, y, params, lr=0.7, iterations=4)[1]
    path = [params, *(learner.gradient_descent(X, y, params, lr=0.7, iterations=n)[0] for n in (1, 2, 3, 4))]
    probs = [passed_through(X, {name: np.asarray(step[name]) for name in NAMES})[1] for step in path]
    expected = {
        "loss": np.array([-np.log(p[np.arange(len(y)), y]).mean() for p in probs]),
        "accuracy": np.array([(p.argmax(axis=1) == y).mean() for p in probs]),
    }
    for name, values in expected.items():
        found = np.asarray(history[name], dtype=float)
        told = f'gradient_descent(…, iterations=4): history["{name}"]'
        assert found.shape == (4,), f"{told} has shape {found.shape}; it needs one number for each of the 4 iterations"
        near = [np.allclose(found, part, rtol=1e-3, atol=1e-5) for part in (values[:-1], values[1:])]
        shown = ", ".join(f"{value:.4g}" for value in found)
        assert any(near), f"{told} is {shown}: not the {name} of the parameters before, nor after each update"
    default = len(learner.gradient_descent(X, y, params)[1]["loss"])
    assert default == 500, f"gradient_descent(X, y, params) made {default} iterations; its default is 500"


def test_predict(same, rng):
    """predict: the most likely class of each row"""
    for n in (7, 3, 1):
        X, _, params = batch(rng, n)
        same(lambda impl, X=X, params=params: impl.predict(X, params))
    X, _, params = batch(rng, 11, 6, 5, 4, integers=True)
    same(lambda impl: impl.predict(X, params))


def test_accuracy(same, rng):
    """accuracy: the share of right predictions (0, 1, 2 predicted as 0, 2, 2: 2/3)"""
    same(lambda impl: impl.accuracy(np.array([0, 1, 2]), np.array([0, 2, 2])))
    for n, right in ((7, 3), (7, 7), (300, 271)):
        y_true = rng.integers(0, 9, size=n)
        y_pred = y_true + (rng.permutation(n) >= right)
        same(lambda impl, y_true=y_true, y_pred=y_pred: impl.accuracy(y_true, y_pred))
        same(lambda impl, y_true=y_true, y_pred=y_pred: impl.accuracy(y_true.astype(np.uint8), y_pred))


def test_confusion_matrix(same, rng):
    """confusion_matrix: rows are true classes"""
    same(lambda impl: impl.confusion_matrix(np.array([0, 1, 2]), np.array([0, 2, 2]), 3))
    for n, n_classes, kind in ((7, 5, np.int64), (1300, 3, np.int64), (50, 18, np.uint8)):
        # The highest class does not occur, one cell of three classes holds more than 255 samples.
        y_true = rng.integers(0, n_classes - 1, size=n).astype(kind)
        y_pred = np.where(rng.random(n) < 0.6, y_true, rng.integers(0, n_classes - 1, size=n)).astype(kind)
        same(lambda impl, t=y_true, p=y_pred, k=n_classes: impl.confusion_matrix(t, p, k))


def test_binary_counts(same, rng):
    """binary_counts: tp, fp, fn, tn of a class against the rest"""
    matrix = rng.permutation(np.arange(3, 43, 2))[:16].reshape(4, 4) + np.diag(rng.integers(300, 400, size=4))
    matrix[2] = 0
    for c in range(4):
        same(lambda impl, c=c: impl.binary_counts(matrix, c))


def test_classify(learner, rng):
    """classify: labels from the model it is given"""
    X, y = images(rng, 430)
    X, y, asked = X[:400], y[:400], X[400:]
    first = learner.handle("fit", X, y, learner.rng(1))
    labels = np.asarray(learner.classify(first, asked))
    assert labels.shape == (30,), f"classify(model, X) of 30 rows has shape {labels.shape}; it must be (30,)"
    strange = sorted(set(labels.tolist()) - set(range(10)))
    assert not strange, f"classify(model, X) returned {strange[:3]}; the labels it was trained with are 0 to 9"
    for row in (0, 11, 29):
        one = np.asarray(learner.classify(first, asked[row : row + 1]))
        assert one.shape == (1,), f"classify(model, X) of one row has shape {one.shape}; it must be (1,)"
        assert one[0] == labels[row], (
            f"classify: a row is a {labels[row]} among 30 rows and a {one[0]} alone; judge each row by itself"
        )
    learner.handle("fit", X, (y + 1) % 10, learner.rng(2))
    after = np.asarray(learner.classify(first, asked))
    changed = int((after != labels).sum())
    assert changed == 0, f"classify: {changed} of 30 labels changed when a second model was fitted; use `model` alone"


def test_untouched(untouched, rng):
    """No function changes its arguments"""
    X, y, params = batch(rng, 7)
    digits, labels = images(rng, 400)
    raw, matrix, y_pred = np.rint(digits * 255), rng.integers(0, 50, size=(4, 4)), rng.permutation(y)
    untouched(lambda impl: impl.prepare(raw, labels, 0.25, impl.rng(1)))
    untouched(lambda impl: impl.forward(X, params))
    untouched(lambda impl: impl.backward(X, y, params))
    untouched(lambda impl: impl.gradient_descent(X, y, params, lr=1.0, iterations=2))
    untouched(lambda impl: impl.predict(X, params))
    untouched(lambda impl: impl.accuracy(y, y_pred))
    untouched(lambda impl: impl.confusion_matrix(y, y_pred, 3))
    untouched(lambda impl: impl.binary_counts(matrix, 1))
    untouched(lambda impl: impl.classify(impl.handle("fit", digits, labels, impl.rng(1)), digits))
