"""What to try on a network for handwritten digits, from the CSV file to the fitted model."""

import re
from itertools import islice

import numpy as np

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


def steep(rng, n):
    """Draw a batch whose hidden sums are large, as pixels of many rows make them, and its logits are not."""
    X, y, params = batch(rng, n)
    start = 300 / (X @ params["W1"] + params["b1"]).max()
    for factor in np.arange(start, start + 2, 0.01):
        if abs(factor * X @ params["W1"] + params["b1"]).min() > 0.03:
            return factor * X, y, {**params, "W2": 0.005 * params["W2"]}
    return steep(rng, n)


def surely_wrong(rng):
    """Draw one row and params that give its label a probability of about 4e-4, as training on digits meets them."""
    while True:
        X, _, params = batch(rng, 1)
        for factor in (1.5, 2.0, 2.5, 3.0, 4.0):
            wide = {**params, "W2": factor * params["W2"]}
            probs = passed_through(X, wide)[1]
            if 3e-4 < probs.min() < 6e-4:
                return X, probs.argmin(axis=1), wide


def far(rng, n):
    """Draw a batch with its logits around 2000 and around -2000, where e^z is too large or 0.

    The probabilities are those of ordinary logits, and eighths are exact in float32, also 2000 away from 0.
    """
    while True:
        X, y, params = batch(rng, n, integers=True)
        params = {name: np.rint(8 * value) / 8 for name, value in params.items()}
        Z1, probs = passed_through(X, params)
        best = np.sort(probs, axis=1)
        if Z1.all() and (best[:, -1] > best[:, -2]).all():
            return [(X, y, {**params, "b2": params["b2"] + shift}) for shift in (2000, -2000)]


def crowd(rng, **more):
    """Draw a batch of 1300 rows, those of the last class at the end."""
    X, y, params = batch(rng, 65, **more)
    rows = np.repeat(np.argsort(y), 20)
    return X[rows], y[rows], params


def idle(rng):
    """Draw X (9, 5) and params with no hidden neuron on: b2 alone moves, and lr 8 carries it so far that the loss rises."""
    params = batch(rng, 9)[2]
    return rng.normal(size=(9, 5)), {**params, "b1": np.full(4, -20.0), "b2": np.array([1.5, 0.0, 0.0])}


def images(rng, n):
    """Draw n images (n, 784) of ten invented digits with a blank border, pixels 0-1 as `prepare` leaves them."""
    patterns = np.kron(rng.integers(0, 256, size=(10, 8, 8)), np.ones((3, 3)))
    y = rng.permutation(np.arange(n) % 10)
    inner = (patterns[y] + rng.integers(-40, 41, size=(n, 24, 24))).clip(0, 255)
    return np.pad(inner, ((0, 0), (2, 2), (2, 2))).reshape(n, 784) / 255, y


def csv(rng, n, header, number=1, broken=list, darkest=100):
    """Draw a file's bytes, line `number` broken; pixels from 100, so that none looks like a line number."""
    lines = [[str(label), *map(str, rng.integers(darkest, 256, size=784))] for label in rng.integers(0, 10, size=n)]
    lines = [["label", *(f"pixel{i}" for i in range(784))], *lines] if header else lines
    lines[number - 1] = broken(lines[number - 1])
    return "".join(",".join(fields) + "\n" for fields in lines).encode()


def test_load_csv(same, rng):
    """load_csv: X and y, with and without header"""
    def labels(impl, data):
        y = impl.load_csv(impl.write("digits.csv", data))[1]
        assert np.asarray(y).dtype.kind != "f", "load_csv: y holds floats; labels are integers, to index with"
        return y

    for n, header, end in ((7, True, b"\n"), (6, False, b"\n"), (1, True, b"\n"), (3, False, b"")):
        data = csv(rng, n, header, darkest=0).rstrip() + end
        same(lambda impl, data=data: impl.load_csv(impl.write("digits.csv", data))[0])
        same(lambda impl, data=data: labels(impl, data), integers="strict")


def test_load_csv_errors(same, rng):
    """load_csv: a bad row is a ValueError that names its line"""
    def refused(impl, data, number, where):
        error = impl.error(lambda: impl.load_csv(impl.write("broken.csv", data)))
        assert error is not None, f"{where}, and no error came; a ValueError must name the line"
        assert "ValueError" in (error.type, *error.types), f"{where}: {error.type} came, not ValueError"
        numbers = set(re.findall(r"\d+", error.message))
        named = [n for n in (number, number - 1, number + 1) if str(n) in numbers]
        if len(numbers & set(map(str, range(1, 11)))) > 3:  # that names all lines, and so none
            named = []
        if number + 1 in named:  # nor is a guess a name: that line is none that anybody reads first
            named = [n for n in named if n != number]
        what = f"names line {named[0]}" if named else "does not name the line"
        assert number in named, f"{where}; the ValueError {what}: lines count from 1, header included"

    cases = (
        ("784 fields", lambda row: row[:-1]),
        ("786 fields", lambda row: [*row, "100"]),
        ("an empty field", lambda row: [*row[:400], "", *row[401:]]),
        ("the field 'x'", lambda row: [*row[:200], "x", *row[201:]]),
        ("an empty label", lambda row: ["", *row[1:]]),
        ("the label 'x'", lambda row: ["x", *row[1:]]),
        ("the label '1O', with a letter", lambda row: ["1O", *row[1:]]),
        ("the field '1O', with a letter", lambda row: [*row[:300], "1O", *row[301:]]),
        ("a 786th field, which is empty", lambda row: [*row, ""]),
    )
    asked = [(header, int(rng.integers(4, 8)), case) for header in (True, False) for case in cases]
    asked += [(False, 1, case) for case in cases[:4]]
    asked += [(header, 12, cases[int(rng.integers(4))]) for header in (True, False)]  # two digits
    for header, number, (what, broken) in asked:
        where = f"load_csv: line {number} of a file {'with' if header else 'without'} header has {what}"
        same(lambda impl, data=csv(rng, number + 4, header, number, broken), n=number, w=where: refused(impl, data, n, w))
    for fields in (784, 786):
        rows = b"".join(csv(rng, 1, False, 1, lambda row, n=fields: [*row, "100"][:n]) for _ in range(4))
        where = f"load_csv: line 1 of a file without header has {fields} fields, as all the others have"
        same(lambda impl, data=rows, w=where: refused(impl, data, 1, w))
    cut = csv(rng, 5, False, 5, cases[0][1]).rstrip()
    same(lambda impl: refused(impl, cut, 5, "load_csv: line 5, the last one, without a newline, has 784 fields"))


def test_prepare(same, rng):
    """prepare: shuffled, divided by 255, and no sample lost"""
    def divided(impl, X, y, fraction):
        reply, again, other = (impl.prepare(X, y, fraction, impl.rng(seed)) for seed in (1, 1, 2))
        X_train, y_train, X_val, y_val = map(np.asarray, reply)
        n, cut, top, call = len(y), len(X_train), X.max(), f"prepare(X, y, {fraction}, rng) of {len(y)} samples"
        sizes = f"{call}: {cut} rows for training, {len(X_val)} for validation; these get val_fraction of all"
        assert cut + len(X_val) == n and abs(len(X_val) - n * fraction) < 1, sizes
        for name, part, labels in (("train", X_train, y_train), ("val", X_val, y_val)):
            found = f"{call}: X_{name} is {part.shape}, y_{name} {labels.shape}; they must be (rows, 784) and (rows,)"
            assert part.shape == (len(part), 784) and labels.shape == (len(part),), found
            scaled = f"{call}: the largest pixel of X_{name}, {top:g}, came out as {part.max():.4g}"
            assert abs(part.max() - top / 255) < 1e-5, f"{scaled}; divide by 255, whatever the largest pixel is"
        pixels, labels = np.concatenate([X_train, X_val]), np.concatenate([y_train, y_val])
        order = abs(pixels[:, None] * 255 - X).sum(axis=2).argmin(axis=1)
        assert (abs(pixels - X[order] / 255) < 1e-5).all(), f"{call}: rows are no rows of X / 255; shuffle whole rows"
        assert len(set(order)) == n, f"{call}: some samples are in no part, others twice; divide one permutation"
        assert (labels == y[order]).all(), f"{call}: rows have another row's label; X and y need the same order"
        back = (np.diff(order[:cut]) < 0).mean()  # of a shuffle about a half
        assert 0.15 < back < 0.85, f"{call}: X_train has the rows in the order of X{' reversed' * (back > 0.5)}; shuffle them"
        ends = set(range(n - cut)), set(range(cut, n))
        assert set(order[cut:]) not in ends, f"{call}: validation gets the first or last rows; shuffle, then split"
        assert np.array_equal(again[0], X_train), f"{call}: one seed gave two splits; draw only from `rng`"
        others = [np.asarray(part) for part in other]
        assert [part.shape for part in others] == [part.shape for part in (X_train, y_train, X_val, y_val)], sizes
        moved = abs(np.concatenate(others[::2])[:, None] * 255 - X).sum(axis=2).argmin(axis=1)
        # The same, turned, or with a few swapped: then most neighbours of one order are as far apart in the other.
        # Shifted: then most rows are as far from the other order's row in that place.
        most = max(np.bincount(far % n).max() for far in (np.diff(np.argsort(order)[moved]), moved - order))
        assert most < n / 2, f"{call}: two seeds gave nearly the same split; draw a new permutation from `rng`"

    def far(impl, X, y, n):
        reply = [np.asarray(part) for part in impl.prepare(X, y, 0.25, impl.rng(1))]
        assert len(reply) == 4 and len(reply[0]) + len(reply[2]) == n, f"prepare: {n} rows went in, and others came out"
        numbers = np.concatenate([part[:, :2] for part in reply[::2]]) * 25.5
        order = (20 * numbers[:, 0] + numbers[:, 1]).round().astype(int)
        call = f"prepare(X, y, 0.25, rng) of {n} samples"
        near = abs(np.corrcoef(order, np.arange(n))[0, 1])
        assert near < 0.5, f"{call}: the rows hardly move from their places in X; draw a permutation of all"
        alike = (np.diff(reply[1]) == 0).mean()  # of ten labels a tenth
        assert alike < 0.3, f"{call}: {alike:.0%} of the neighbours in y_train are alike; shuffle what was put together by class"
        classes = [len(set(reply[index].tolist())) for index in (1, 3)]  # one of ten is missing once in 10,000 times
        assert min(classes) > 8, f"{call}: y_train has {classes[0]} of the 10 classes, y_val {classes[1]}; draw a permutation of all"
        middle = order[len(reply[0]) :].mean() / n
        assert 0.35 < middle < 0.65, f"{call}: validation gets rows of one end of X; draw a permutation of all"

    def few(impl, X, y):
        parts = []
        if impl.error(lambda: parts.extend(islice(impl.prepare(X, y, 0.1, impl.rng(1)), 5))):
            return  # a program may refuse to make an empty part
        n, cut, val = len(y), len(parts[0]), len(parts[2])
        sizes = f"{cut} rows for training, {val} for validation"
        assert cut + val == n and val < 2, f"prepare(X, y, 0.1, rng) of {n} samples: {sizes}"

    for n, top, dtype, part in ((31, 200, int, 0.3), (40, 180, float, 0.25), (26, 1, int, 0.5), (37, 1, float, 0.2)):
        X, y = images(rng, n)
        same(lambda impl, X=np.rint(X * top).astype(dtype), y=y, part=part: divided(impl, X, y, part))
    n = 400
    X = np.zeros((n, 784))
    X[:, :2] = 10 * np.stack(np.divmod(np.arange(n), 20), axis=1)  # the first two pixels tell which row it is
    X[:, 2] = 255
    same(lambda impl: far(impl, X, np.arange(n) % 10, n))
    for n in (3, 4):  # of which a tenth is less than a half
        X, y = images(rng, n)
        same(lambda impl, X=np.rint(X * 255), y=y: few(impl, X, y))


def repeated(vectors):
    """Return how many rows are an earlier row again, also turned round, stretched, or with a little noise on top."""
    centred = vectors - vectors.mean(axis=1, keepdims=True)
    units = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-300)
    return int(np.triu(abs(units @ units.T) > 0.99, 1).any(axis=0).sum())


def correlated(first, other, name):
    return np.corrcoef(np.ravel(first[name]), np.ravel(other[name]))[0, 1]


def test_init_params(same, rng):
    """init_params: shapes, and weights uniform in [-0.5, 0.5)"""
    def drawn(impl, n_in, n_hidden, n_out):
        call = f"init_params({n_in}, {n_hidden}, {n_out}, rng)"
        first, other, again = (impl.init_params(n_in, n_hidden, n_out, impl.rng(seed)) for seed in (1, 2, 1))
        shapes = {"W1": (n_in, n_hidden), "b1": (n_hidden,), "W2": (n_hidden, n_out), "b2": (n_out,)}
        for name, shape in shapes.items():
            values = np.asarray(first[name])
            assert values.shape == shape, f"{call}: {name} is {values.shape}; it must be {shape}"
            if values.ndim == 1 and not values.any():
                continue  # biases may be zeros
            told = f"{call}: {name} holds {len(np.unique(values))} different numbers in {values.size} places"
            assert len(np.unique(values)) > 0.9 * values.size, f"{told}; draw each on its own"
            twice = repeated(values) + repeated(values.T) if values.ndim == 2 else 0
            told = f"{call}: {twice} rows and columns of {name} are others again, or nearly so; draw each number on its own"
            assert not twice, told
            found = f"{call}: {name} has mean {values.mean() + 1e-9:.1f} and standard deviation {values.std():.1g}"
            quarters = np.histogram(values, bins=4, range=(-0.5, 0.5))[0] / values.size
            even = abs(quarters - 0.25).max() < 0.04 if values.ndim == 2 else abs(values).mean() > 0.15 and 0.15 < (values < 0).mean() < 0.85
            assert even and abs(values).max() <= 0.5, f"{found}; uniform in [-0.5, 0.5) has 0.0 and 0.3"
        for name in shapes:
            assert np.array_equal(first[name], again[name]), f"{call}: one seed gave two {name}; draw only from `rng`"
        for name in [name for name in shapes if np.any(first[name])]:  # biases may be zeros
            shape = np.shape(other[name])
            assert shape == shapes[name], f"{call}: {name} is {shape} for another seed; it must be {shapes[name]}"
            apart = abs(np.asarray(first[name], dtype=float) - np.asarray(other[name], dtype=float)) > 0.01
            turned = np.unique(((first[name] - np.asarray(other[name], dtype=float)) % 1).round(3), return_counts=True)[1]
            even = turned.max() < max(0.5 * apart.size, 2) and (apart.ndim == 1 or abs(correlated(first, other, name)) < 0.6)
            assert apart.mean() > 0.5 and even, f"{call}: two seeds gave one {name}; draw each of its weights from `rng`"

    for sizes in ([90, 70, 50], [60, 100, 80]):
        same(lambda impl, sizes=rng.permutation(sizes).tolist(): drawn(impl, *sizes))


def test_forward(same, rng):
    """forward: Z1, A1, Z2, A2"""
    for n in (7, 4, 3, 1, 1):
        X, _, params = batch(rng, n)
        same(lambda impl, X=X, params=params: impl.forward(X, params))
    for d, h in ((5, 1), (1, 4)):  # one hidden neuron, one input
        X, _, params = batch(rng, 7, d, h)
        same(lambda impl, X=X, params=params: impl.forward(X, params))
    X, _, params = batch(rng, 7, 6, 5, 4, integers=True)
    same(lambda impl: impl.forward(X, params))
    for n in (7, 5):
        large, _, start = steep(rng, n)
        same(lambda impl, X=large, params=start: impl.forward(X, params))
    for rows, _, start in far(rng, 7):
        same(lambda impl, X=rows, params=start: impl.forward(X, params))
    # in float32 eighths are exact, and so are their sums
    eighths = {name: (np.rint(value * 8) / 8).astype(np.float32) for name, value in params.items()}
    same(lambda impl: impl.forward(X.astype(np.float32), eighths))
    # exp overflows unless each row's own maximum is taken off: one number added to W2's columns moves the rows of
    # Z2 as a whole, 3000 apart, and leaves A2; W2 made large moves the logits of each row apart.
    for rows, start in ((X, params), batch(rng, 11)[::2]):
        heights = np.maximum(passed_through(rows, start)[0], 0).sum(axis=1)
        for W2 in (start["W2"] + 3000 / np.ptp(heights), 1e4 * start["W2"]):
            same(lambda impl, X=rows, far={**start, "W2": W2}: impl.forward(X, far)[3], kind="trajectory")


def test_backward(same, rng):
    """backward: the gradient of each parameter"""
    other = batch(rng, 7)[0]
    X, y, params = batch(rng, 7, absent=2)
    same(lambda impl: impl.backward(X, y, params), kind="gradient")
    same(lambda impl: (impl.forward(other, params), impl.backward(X, y, params))[1], kind="gradient")
    same(lambda impl: [impl.backward(X, y, params) for _ in range(2)][1], kind="gradient")

    def held(impl, start, rows):
        kept = impl.array(X)  # the same object each time, with other parameters or other numbers
        impl.forward(kept, start)
        kept.assign("T", rows.T)
        return impl.backward(kept, y, params)

    for start, rows in (({**params, "W1": -params["W1"]}, X), (params, np.roll(X, 1, axis=0))):
        same(lambda impl, start=start, rows=rows: held(impl, start, rows), kind="gradient")
    sizes = (3, 5, 4, 3, int), (4, 5, 4, 3, np.uint64), (11, 6, 5, 7, np.uint8), (1009, 3, 2, 3, int), (101, 3, 2, 3, np.uint8)
    for n, d, h, k, kind in (*sizes, (7, 5, 1, 3, int), (1, 5, 4, 3, int)):
        rows, labels, start = batch(rng, n, d, h, k, integers=kind == np.uint8)
        same(lambda impl, X=rows, y=labels.astype(kind), params=start: impl.backward(X, y, params), kind="gradient")
    for n in (7, 5):
        large, y, start = steep(rng, n)
        same(lambda impl, X=large, y=y, params=start: impl.backward(X, y, params), kind="gradient")
    for rows, labels, start in far(rng, 7):
        same(lambda impl, X=rows, y=labels, params=start: impl.backward(X, y, params), kind="gradient")
    for rows, labels, start in (surely_wrong(rng), surely_wrong(rng)):
        same(lambda impl, X=rows, y=labels, params=start: impl.backward(X, y, params), kind="gradient")
    nothing = {name: 0 * value for name, value in params.items()}
    same(lambda impl: impl.backward(other, np.arange(7) % 3, nothing), kind="gradient")


def test_predict(same, rng):
    """predict: the most likely class of each row"""
    for n, d, h, k, integers in ((7, 5, 4, 3, False), (1, 5, 4, 3, False), (1, 3, 4, 5, False), (11, 6, 5, 4, True)):
        X, _, params = batch(rng, n, d, h, k, integers=integers)
        same(lambda impl, X=X, params=params: impl.predict(X, params))
    for X, _, params in far(rng, 7):
        same(lambda impl, X=X, params=params: impl.predict(X, params))

    def tied(impl, X, params):
        labels = np.asarray(impl.predict(X, {name: 0 * value for name, value in params.items()}))
        told = f"predict(X, params) has shape {labels.shape} for {len(X)} rows whose classes are all equally likely"
        assert labels.shape == (len(X),), f"{told}; each row gets one label"

    for n in (7, 2):
        rows, _, start = batch(rng, n)
        same(lambda impl, X=rows, params=start: tied(impl, X, params))


def test_untouched_network(untouched, rng):
    """forward, backward and predict do not change their arguments"""
    X, y, params = batch(rng, 7)
    for n in (7, 7, 1):  # one wrong answer alone would not tell which mistake it is
        untouched(lambda impl, n=n: impl.forward(X[:n], params))
        untouched(lambda impl, n=n: impl.backward(X[:n], y[:n], params))
        untouched(lambda impl, n=n: impl.predict(X[:n], params))


def test_accuracy(same, rng):
    """accuracy: the share of right predictions (0, 1, 2 predicted as 0, 2, 2: 2/3)"""
    same(lambda impl: impl.accuracy(np.array([0, 1, 2]), np.array([0, 2, 2])))
    for n, right, k in ((7, 3, 10), (7, 7, 10), (7, 0, 10), (300, 271, 10), (60, 35, 18)):
        y_true = rng.integers(0, k, size=n)
        y_pred = (y_true + (rng.permutation(n) >= right) * rng.integers(1, k, size=n)) % k  # far off on either side
        for kinds in ((int, int), (np.uint8, int), (np.uint8, np.uint8)):
            pair = [labels.astype(kind) for labels, kind in zip((y_true, y_pred), kinds, strict=True)]
            same(lambda impl, pair=pair: impl.accuracy(*pair))


def test_confusion_matrix(same, rng):
    """confusion_matrix: rows are true classes"""
    same(lambda impl: impl.confusion_matrix(np.array([0, 1, 2]), np.array([0, 2, 2]), 3))
    for n, n_classes, kind in ((7, 5, np.uint64), (1300, 3, np.int64), (1300, 3, np.uint8), (50, 18, np.uint8)):
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


def test_gradient_descent(same, rng):
    """gradient_descent: the parameters after its updates"""
    small, other, (X_idle, idle_params) = batch(rng, 7, absent=2), batch(rng, 11, 6, 5, 4), idle(rng)
    # For 500 steps these neurons stay on or off: at the kink of a ReLU any two roundings, or differences, part in time.
    X, y, params = other
    steady = X / 10, y, {**params, "b1": params["b1"] + np.array([3.0, -3.0, 3.0, -3.0, 3.0])}
    runs = [(small, {"lr": 1.0, "iterations": n}) for n in (1, 3)] + [(other, {"iterations": 3}), (steady, {"lr": 0.1})]
    many = crowd(rng, integers=True)
    runs += [(batch(rng, 1), {"iterations": 2}), (many, {"lr": 0.5, "iterations": 2})]
    runs += [((many[0], many[1].astype(np.uint8), many[2]), {"lr": 0.5, "iterations": 2})]
    runs += [((X_idle, np.arange(9) % 3, idle_params), {"lr": 8.0, "iterations": n}) for n in (4, 40)]
    runs += [(data, {"lr": 0.01, "iterations": 1}) for data in (steep(rng, 7), *far(rng, 7))]
    for data, more in runs:
        same(lambda impl, data=data, more=more: impl.gradient_descent(*data, **more)[0], kind="trajectory")


def test_history(same, rng):
    """gradient_descent: loss and accuracy of every iteration"""
    def recorded(impl, X, y, params, n_steps, lr=0.4):
        history = impl.gradient_descent(X, y, params, lr=lr, iterations=n_steps)[1]
        path = [impl.gradient_descent(X, y, params, lr=lr, iterations=n + 1)[0] for n in range(n_steps)]
        path = [params, *({name: np.asarray(step[name], dtype=float) for name in params} for step in path)]
        told = [f"params[{name!r}] of {step[name].shape}" for step in path for name in params if step[name].shape != params[name].shape]
        assert not told, f"gradient_descent returned {told[0]}; the shapes of the parameters stay as they are"
        probs = np.stack([passed_through(X, step)[1] for step in path])
        losses, right = -np.log(np.maximum(probs[:, np.arange(len(y)), y], 1e-300)), probs.argmax(axis=2) == y
        for name, values in (("loss", losses.mean(axis=1)), ("accuracy", right.mean(axis=1))):
            found = np.asarray(history[name], dtype=float)
            told = f'gradient_descent(…, iterations={n_steps}): history["{name}"]'
            assert found.shape == (n_steps,), f"{told} has shape {found.shape}; it needs one number for each iteration"
            near = [np.allclose(found, part, rtol=1e-3, atol=1e-5) for part in (values[:-1], values[1:])]
            shown = ", ".join(f"{value:.4g}" for value in found)
            assert any(near), f"{told} is {shown}: not the {name} of the parameters before, nor after each update"

    y = rng.permutation(np.arange(7) % 3)
    X = rng.uniform(1.5, 2, size=(7, 1)) * np.eye(3)[y]
    sure = {"W1": np.eye(3), "b1": np.full(3, -0.1), "W2": 3 * np.eye(3), "b2": np.zeros(3)}  # probabilities near 1
    runs = [(*batch(rng, 7), 4), (*batch(rng, 11, 6, 5, 4), 3)]
    runs += [(X, np.where(np.arange(7) < k, (y + 1) % 3, y), sure, n) for k, n in ((0, 2), (0, 3), (1, 2), (2, 3))]
    surer = {**sure, "W2": 6 * np.eye(3)}  # and a wrong label of a probability near 1e-4
    runs.append((X, np.where(np.arange(7) < 2, (y + 1) % 3, y), surer, 2))
    runs.append((runs[0][0], runs[0][1].astype(np.uint8), *runs[0][2:]))
    X_idle, idle_params = idle(rng)
    runs.append((X_idle, np.arange(9) % 3 // 2, idle_params, 5, 8.0))  # loss and accuracy go up and down
    runs.append((*crowd(rng), 2))
    for run in runs:
        same(lambda impl, run=run: recorded(impl, *run))
    same(lambda impl: {"number of losses": len(impl.gradient_descent(*runs[0][:3])[1]["loss"])})

    def kept(impl):
        first = impl.handle("gradient_descent", *runs[0][:3], iterations=3)
        impl.gradient_descent(*runs[0][:3], iterations=2)
        return {"number of losses in the first history, after another call": len(first[1]["loss"])}

    same(kept)
    still = {"W1": np.eye(2), "b1": np.zeros(2), "W2": np.eye(2), "b2": np.zeros(2)}
    for size in rng.uniform(60, 90, size=2):  # nothing is left to learn
        def lasting(impl, learned=(size * np.eye(2), np.arange(2), still)):
            return {"number of losses": len(impl.gradient_descent(*learned, lr=0.1, iterations=600)[1]["loss"])}

        same(lasting)


def labelled(learner, model, X):
    """Return the labels that a model gives to some rows of X; assert their shape, and that they are labels."""
    labels = np.asarray(learner.classify(model, X))
    assert labels.shape == (len(X),), f"classify(model, X) has shape {labels.shape} for X of shape {X.shape}, not (n,)"
    assert np.isin(labels, range(10)).all(), "classify: not all that it returns are labels, which are 0 to 9 here"
    return labels


def test_classify(learner, same, rng):
    """classify: labels from the model it is given; fit: one seed, one model"""
    def own(model, X, right):
        labels = labelled(learner, model, X)
        told = f"of the 200 rows that `fit` was given {(labels == right).sum()} get their label"
        # Of what is right 189 at least, of a network after ten steps 68 at least, of one that learns nothing about 20.
        assert (labels == right).mean() > 0.25, f"classify: {told}; the model has not learned these rows"
        assert len(set(labels.tolist())) > 1, "classify: all of the 200 rows that `fit` was given get the same label"
        alone = [labelled(learner, model, X[row : row + 1])[0] for row in (0, 11, 29)]
        assert alone == labels[[0, 11, 29]].tolist(), "classify: a row gets another label alone than among others"
        for others, kind in ((0.02 * X, "dark"), (1 - 0.02 * X, "bright")):
            among = labelled(learner, model, np.vstack([X[:40], others]))[:40]
            told = f"classify: rows get other labels among {kind} images; each is judged by itself"
            assert (among == labels[:40]).all(), told
        dim = 0.2 * np.vstack(strange)  # not its maximum, not its mean: what others have is no measure
        beside = labelled(learner, model, np.vstack([dim, X]))[: len(dim)]
        assert (labelled(learner, model, dim) == beside).all(), "classify: dim rows get other labels beside bright images"

    def unmoved(asked, labels):
        still = (labelled(learner, first, asked) == labels).all()
        assert still, "classify: labels changed when another model was fitted; use `model` alone"
        # A program that trains by the clock may change a few labels; other draws change a third of these at least.
        differing = (labelled(learner, again, asked) != labels).mean()
        assert differing < 0.1, "fit: one seed gave two different models; draw only from `rng`"

    X, y = images(rng, 200)
    strange = rng.random((200, 784)), (X[:100] + X[100:]) / 2  # noise, and two digits in one image
    first = learner.handle("fit", X, y, learner.rng(1))
    same(lambda impl: own(first, X, y) if impl is learner else None)  # the reference need not train for it
    before = [(asked, np.asarray(learner.classify(first, asked))) for asked in strange]
    again = learner.handle("fit", X, y, learner.rng(1))
    turned = 0.7 * X[:, ::-1]  # of another mean and spread, in each pixel and in all
    other = learner.handle("fit", turned, ((y + 1) % 10).astype(np.uint8), learner.rng(2))  # MNIST's own type
    same(lambda impl: own(other, turned, (y + 1) % 10) if impl is learner else None)
    for pair in before:
        same(lambda impl, pair=pair: unmoved(*pair) if impl is learner else None)


def test_untouched(untouched, rng):
    """No other function changes its arguments"""
    (X, y), (rows, labels, params), matrix = images(rng, 40), batch(rng, 7), rng.integers(1, 50, size=(4, 4))
    for _ in range(2):
        untouched(lambda impl: impl.prepare(np.rint(255 * X), y, 0.25, impl.rng(1)))
        untouched(lambda impl: impl.accuracy(y, y[::-1]))
        untouched(lambda impl: impl.confusion_matrix(y, y[::-1], 10))
        untouched(lambda impl: impl.binary_counts(matrix, 1))
        untouched(lambda impl: impl.gradient_descent(rows, labels, params, lr=1.0, iterations=2))


def test_untouched_images(untouched, rng):
    """fit and classify do not change their arguments"""
    X, y = images(rng, 100)
    for _ in range(2):
        untouched(lambda impl: impl.classify(impl.handle("fit", X, y, impl.rng(1)), X))
