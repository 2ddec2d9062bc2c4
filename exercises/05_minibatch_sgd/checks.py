"""The checks of 05_minibatch_sgd: scaling, batches, a network with its parameters, and the training loop."""

from functools import lru_cache
from itertools import combinations, count, islice

import numpy as np

NAMES = ("W1", "b1", "W2", "b2")


def samples(rng, n):
    """Draw inputs of both signs, none of them large."""
    return rng.uniform(-2, 2, (n, 5))


def logits(params, X):
    """Return Z1 and Z2 of a network with these parameters."""
    Z1 = X @ params["W1"] + params["b1"]
    return Z1, np.maximum(Z1, 0) @ params["W2"] + params["b2"]


def draw_params(rng, *X, h=4):
    """Draw parameters, of h hidden neurons, that tell mistakes apart: neurons on and off, none near the kink, no probability tiny or tied."""
    X = np.vstack(X)
    for turn in count():
        if turn % 1000 == 0:  # where the neurons are off it is all there is, and may have two alike
            b2 = rng.uniform(0.1, 0.5, 3) * rng.choice([-1.0, 1.0], 3)
        W1, W2 = rng.normal(0, 0.45, (5, h)), rng.normal(0, 0.5, (h, 3))
        sums = np.sort(X @ W1, axis=0)[len(X) // 4 : -(len(X) // 4)]
        middles = (sums[1:] + sums[:-1]) / 2  # b1 puts each neuron's kink into a wide gap, and is not 0
        widest = np.where(np.abs(middles) > 0.1, np.diff(sums, axis=0), 0).argmax(axis=0)
        params = {"W1": W1, "b1": -middles[widest, range(h)], "W2": W2, "b2": b2}
        Z1, Z2 = logits(params, X)
        calm = max(np.abs(Z1).max(), np.abs(Z2).max()) < 4 and np.ptp(Z2, axis=1).max() < 3
        clear = np.ptp(Z2.argmax(axis=1)) > 0 and np.diff(np.sort(Z2, axis=1))[:, -1].min() > 0.02
        if calm and clear and np.abs(Z1).min() > 0.03:
            return params


def scaled_up(params, X, largest):
    """Return rows like X whose Z1 go up to `largest`, and parameters with which their logits are no larger than X's."""
    factor = largest / np.abs(X @ params["W1"]).max()
    return factor * X, {**params, "W2": params["W2"] / factor}


def surely_wrong(rng):
    """Draw parameters, a row and a label of a probability of about 4e-4, as training meets them."""
    while True:
        X = samples(rng, 7)
        params = draw_params(rng, X)
        for factor in (2.0, 3.0, 4.0, 5.0, 6.0):
            wide = {**params, "W2": factor * params["W2"]}
            exp = np.exp(logits(wide, X)[1])
            least = (exp / exp.sum(axis=1, keepdims=True)).min(axis=1)
            for row in np.flatnonzero((least > 3e-4) & (least < 6e-4)):
                return wide, X[[row]], exp[[row]].argmin(axis=1)


def far(rng):
    """Draw rows and parameters with their logits around 2000 and around -2000, where e^z is too large or 0.

    The probabilities are those of ordinary logits, and eighths are exact in float32, also 2000 away from 0.
    """
    while True:
        X = rng.integers(-3, 4, (7, 5))
        params = {name: np.rint(8 * value) / 8 for name, value in draw_params(rng, X).items()}
        if logits(params, X)[0].all():
            return [({**params, "b2": params["b2"] + shift}, X) for shift in (2000, -2000)]


def build(impl, params, model=None):
    """Return the implementation's own MLP, with these parameters written into its arrays."""
    model = impl.MLP(*params["W1"].shape, params["W2"].shape[1], impl.rng(1)) if model is None else model
    for name in NAMES:
        model.assign("params", name, params[name])
    return model


def part(reply, where):
    """Return the four parameters of a reply; `where` is for the message: "W1 after step"."""
    return {f"{name} {where}": reply[name] for name in NAMES}


def each(same, probe, *cases, kind="value"):
    """Ask the same for each case, a tuple of the probe's arguments."""
    for case in cases:
        same(lambda impl, case=case: probe(impl, *case), kind=kind)


def test_standardize(same, rng):
    """standardize: both arrays by the statistics of X_train."""
    scale, shift = rng.permutation([0.02, 0.1, 0.5, 1.0, 2.0]), rng.uniform(-2, 2, 5)
    X, other = samples(rng, 7) * scale + shift, samples(rng, 4) * scale + shift + 0.5
    pixels = np.vstack([[[16] * 5, [0] * 5], rng.integers(0, 17, (6, 5))])  # no column is nearly constant
    single = (pixels / 4).astype(np.float32)  # quarters: the order of a float32 sum makes no difference
    pairs = ((X, other), (X[:5], other), (X, other[:1]), (pixels, pixels[3:]), (pixels[:6], X), (single, single[3:]))
    pairs += ((pixels, pixels[1:2]), (X, 0 * other[:1]))  # rows of zeros, which X_train has none or few of
    each(same, lambda impl, train, rest: impl.standardize(train, rest), *pairs)


def test_standardize_constant(same, rng):
    """standardize: a column that is constant in X_train."""
    X, other = rng.integers(-4, 5, (7, 5)), rng.integers(-4, 5, (4, 5))
    X[:2] = [[4] * 5, [-4] * 5]
    X[:, [1, 2, 4]], other[:, [1, 2, 4]] = [0, 3, 5], [[0, 3, 5], [0, 3, 5], [1, 4, 4], [2, 2, 6]]
    def scaled(impl, X, other):
        train, rest = (np.asarray(each, dtype=float) for each in impl.standardize(X, other))
        shapes = f"standardize: X_train came out as {train.shape} and X_other as {rest.shape}"
        assert (train.shape, rest.shape) == (X.shape, other.shape), f"{shapes}, from {X.shape} and {other.shape}"
        finite = np.isfinite(rest).all(axis=0)
        sentence = f"standardize: X_other is not finite in column {np.argmin(finite)}, which is constant in X_train"
        assert finite.all() or not np.isfinite(train).all(), sentence
        return {"X_train of standardize": train}
    each(same, scaled, (X, other), (X.astype(float), other.astype(float)), (X[:6, 1:], other[:, 1:]))


def epoch(impl, n, size, generator, classes=None):
    """Return n numbered rows, each with a label of its own or of 0, 1, ... in turn, and an epoch's batches as arrays."""
    X, y = np.column_stack([np.arange(n), np.arange(n) % 7, np.arange(n) % 11]) + 0.25, np.arange(n)[::-1] % (classes or n)
    batches = islice(impl.iterate_minibatches(X, y, size, generator), n + 1)  # one more than there can be
    return X, y, [(np.asarray(X_batch), np.asarray(y_batch)) for X_batch, y_batch in batches]


def test_minibatches(same):
    """iterate_minibatches: every sample once, with its label."""
    def one_epoch(impl, n, size):
        X, y, batches = epoch(impl, n, size, impl.rng(n))
        call = f"iterate_minibatches(X, y, {size}, rng) with {n} samples"
        right = [((m, 3), (m,)) for m in (min(size, n - start) for start in range(0, n, size))]
        shapes = [(rows.shape, given.shape) for rows, given in batches]
        last = f"the last with X_batch, y_batch of shapes {shapes[-1]}" if shapes else "none at all"
        came = f"more than {n}" if len(shapes) > n else len(shapes)
        assert len(shapes) == len(right), f"{call} gives {came} batches, {last}, and not {len(right)}"
        for number, (found, wanted) in enumerate(zip(shapes, right, strict=True), start=1):
            assert found == wanted, f"{call}: X_batch, y_batch of batch {number} are {found}; they must be {wanted}"
        rows, given = (np.concatenate(parts) for parts in zip(*batches, strict=True))
        order = rows[:, 0].astype(int)
        different = len(set(order) & set(range(n)))
        assert different == n, f"{call}: {different} different samples of X came; every sample must come exactly once"
        other = int((rows != X[order]).any(axis=1).sum())
        assert other == 0, f"{call}: {other} rows came with other entries than they have in X; whole rows, as they are"
        torn = int((given != y[order]).sum())
        assert torn == 0, f"{call}: {torn} samples came with another one's label; X and y need one order"
    # Large ones first: how many rows come more than once is then much the same in any such program.
    each(same, one_epoch, (3000, 100), (3200, 160), (25, 8), (41, 20), (24, 8), (20, 20), (20, 30), (21, 1))


def likeness(first, second):
    """Return how alike two orders of 0 ... n-1 are, two numbers from 0 to 1: as a whole, and in their places.

    Turned, reversed, a few swapped: then most neighbours of one order are as far apart in the other. Shifted: then most
    samples are as far from the other order's sample in that place.
    """
    n, places = len(first), np.argsort(first)
    apart = np.diff(places[second]) % n, (second - first) % n
    return max(np.bincount(far).max() for far in apart) / n, abs(np.corrcoef(places, np.argsort(second))[0, 1])


def test_minibatches_shuffled(same, rng):
    """iterate_minibatches: a fresh order each time, from rng."""
    seed = int(rng.integers(1000))
    def orders(impl, n, size):
        generator, call = impl.rng(seed), f"iterate_minibatches(X, y, {size}, rng) with {n} samples"
        generators = generator, generator, impl.rng(seed), impl.rng(seed + 1)
        epochs = [epoch(impl, n, size, one, classes=5)[2] for one in generators]
        first, second, again, other = (np.concatenate([rows[:, 0] for rows, _ in batches]) for batches in epochs)
        assert first.shape == second.shape == other.shape == (n,), f"{call}: not every sample comes exactly once"
        batch = np.argsort(first) // size
        together = int((batch[1:] == batch[:-1]).sum())  # about `size` of them where the order is random
        fixed, seeded = np.array_equal(first, second), not np.array_equal(first, other)
        found = f"{call}: {together} of {n - 1} neighbours in X are in one batch, and the order is "
        assert together < n / 4, found + f"{'always the same' if fixed else 'not'}; give each sample a random place"
        assert seeded or not fixed, f"{call}: every call gives the same order, whatever the seed; draw it from rng"
        assert not fixed, f"{call}: two calls with one rng give the same order; each needs a new one from rng"
        assert np.array_equal(first, again), f"{call}: the same seed gives another order; it must come from rng only"
        alike = (np.diff(first % 5) == 0).mean()  # of five labels a fifth
        assert alike < 0.5, f"{call}: {alike:.0%} of the neighbours have the same label; shuffle, whatever the classes are"
        for one, which in ((second, "another call"), (other, "another seed")):
            whole, places = likeness(first.astype(int), one.astype(int) % n)
            told = f"{call}: {which} gives nearly the same order, moved or turned as a whole; draw a new permutation"
            assert whole < 1 / 3, told
            assert places < 0.6, f"{call}: {which} moves each sample only a little; draw a new permutation"
    def leftover(impl, n, size):
        generator, call = impl.rng(seed), f"iterate_minibatches(X, y, {size}, rng) with {n} samples"
        epochs = [epoch(impl, n, size, generator)[2][-1:] for _ in range(8)]
        last = {tuple(sorted(rows[:, 0].tolist())) for batches in epochs for rows, _ in batches}
        assert len(last) > 1, f"{call}: the last batch holds the same samples in each of 8 epochs; shuffle all of them first"
    each(same, orders, (200, 8), (90, 5), (1300, 64))
    each(same, leftover, (7, 3), (100, 64))


def test_arguments_data(untouched, rng):
    """standardize and iterate_minibatches leave their arguments as they are."""
    X, y, other = samples(rng, 7), rng.integers(0, 3, 7), samples(rng, 4)
    constant = X * [1, 0, 1, 0, 1] + [0, 3, 0, 5, 0], other * [1, 0, 1, 1, 1] + [0, 3, 0, 0, 0]
    for rows, rest in ((X, other), (X[:6], other), constant, [np.rint(3 * each).astype(int) for each in constant]):
        untouched(lambda impl, rows=rows, rest=rest: impl.standardize(rows, rest))
    for n in (7, 6):
        untouched(lambda impl, n=n: list(islice(impl.iterate_minibatches(X[:n], y[:n], 3, impl.rng(1)), n + 1)))


def test_params(same, rng):
    """MLP: params, with zero biases, to be written into."""
    def at_first(impl, d, h):
        params, call = impl.MLP(d, h, 3, impl.rng(0)).params, f"MLP({d}, {h}, 3, rng)"
        for name, shape in zip(NAMES, ((d, h), (h,), (h, 3), (3,)), strict=True):
            found = np.shape(params[name])
            assert found == shape, f"{call}: params[{name!r}] has the shape {found}; it must be {shape}"
            assert name[0] == "W" or not np.any(params[name]), f"{call}: {name} is not zero; biases start at 0"
    each(same, at_first, (5, 4), (4, 6))
    one, other = (draw_params(rng, samples(rng, 7)) for _ in range(2))
    for pair in ((one, other), (other, one)):
        same(lambda impl, pair=pair: part(build(impl, pair[0]).params, "in params, after it was written there"))
        same(lambda impl, pair=pair: part([build(impl, one) for one in pair][0].params, "beside a second network"))


def repeated(vectors):
    """Return how many rows are an earlier row again, also turned round, stretched, or with a little noise on top."""
    centred = vectors - vectors.mean(axis=1, keepdims=True)
    units = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-300)
    return int(np.triu(abs(units @ units.T) > 0.99, 1).any(axis=0).sum())


def test_init(same, rng):
    """MLP: W1 and W2 at the start."""
    seed = int(rng.integers(1000))
    def weights(impl, d, h, k):
        params, again, other = (impl.MLP(d, h, k, impl.rng(s)).params for s in (seed, seed, seed + 1))
        call, (W1, W2) = f"MLP({d}, {h}, {k}, rng)", (np.asarray(params[name], dtype=float) for name in ("W1", "W2"))
        for name in ("W1", "W2"):
            kept = np.array_equal(params[name], again[name])
            assert kept, f"{call}: the same seed gives a different {name}; random numbers must come from rng only"
        std, wanted = np.std(W1), np.sqrt(2 / d)
        found = f"the standard deviation of W1 is {std:.4f}, or {std / wanted:.2f} * sqrt(2 / n_in)"
        assert abs(std / wanted - 1) <= 0.25, f"{call}: {found}; that is more than 25 % off"
        for name, W in (("W1", W1), ("W2", W2)):
            assert np.shape(other[name]) == W.shape, f"{call}: {name} has another shape for another seed"
            # Noise on top of the same numbers is no draw, nor are a few; of two values half are the same by chance.
            same = abs(W - np.asarray(other[name], dtype=float)) <= 0.01 * np.std(W)
            drawn = same.mean() < 0.75 and abs(np.corrcoef(W.flat, np.ravel(other[name]))[0, 1]) < 0.6
            assert drawn or not np.ptp(W), f"{call}: {name} is the same for any seed; draw each of its weights from rng"
        for axis, word in ((0, "rows"), (1, "columns")):
            alike = (abs(np.diff(W1, axis=axis)) <= 0.01 * std).mean()
            assert alike < 0.75 and not repeated(np.moveaxis(W1, axis, 0)), f"{call}: {word} of W1 are alike; draw every weight by itself"
        assert np.std(W2) < 0.5, f"{call}: the standard deviation of W2 is {np.std(W2):.3f}; it must be below 0.5"
    each(same, weights, (300, 64, 10), (64, 300, 10), (64, 200, 3))


def test_forward(same, rng):
    """MLP.forward: class probabilities, with the parameters in params."""
    X, whole = samples(rng, 7), rng.integers(-3, 4, (7, 5))
    params, others = draw_params(rng, X, whole), draw_params(rng, X, whole)
    def last(impl, *pairs):
        model = build(impl, params)
        return [build(impl, each, model).forward(rows) for each, rows in pairs][-1]
    each(same, last, *([(params, rows)] for rows in (X, X[:4], X[:3], X[:1], whole, whole[:4], X.astype(np.float32))))
    each(same, last, ((params, X[:4]), (params, X[3:])), ((params, X), (others, X)))
    each(same, lambda impl, one: build(impl, one).forward(X), (draw_params(rng, X, h=1),))  # one hidden neuron
    for largest in (50, 2000):  # nothing holds Z1 small
        rows, calm = scaled_up(params, X, largest)
        each(same, last, ((calm, rows),), ((calm, rows[:3]),))
    each(same, last, *([pair] for pair in far(rng)))
    heights = np.maximum(logits(params, X)[0], 0).sum(axis=1)  # logits thousands apart from row to row
    apart = {**params, "W2": params["W2"] + 3000 / np.ptp(heights)}
    each(same, last, ((apart, X),), kind="trajectory")
    def again(impl, first, second):
        model, rows = build(impl, first), impl.array(X)  # the same object twice
        model.forward(rows)
        return build(impl, second, model).forward(rows)
    each(same, again, (params, others), (others, params))


def gradients(impl, params, batch, before="", data=()):
    """Return the gradients on a batch, after a forward or a backward on other data."""
    model = build(impl, params)
    if before:
        getattr(model, before)(*data)
    return model.backward(*batch)


def test_backward(same, rng):
    """MLP.backward: the gradient of each parameter, after a forward as in a training loop."""
    X, whole, y = samples(rng, 7), rng.integers(-3, 4, (7, 5)), rng.permutation([0, 1, 2, 0, 1, 2, 2])
    params, lacking = draw_params(rng, X, whole), rng.integers(0, 2, 7)
    one = [int((logits(params, X)[0] > 0).sum(axis=1).argmax())]
    many = np.tile(X, (15, 1)), np.tile(y, 15)  # more than a batch of 64, than a uint8 counts, and no Z1 nearer to 0
    pairs = [(X, y), *((X[rows], y[rows]) for rows in (range(4), range(3), one)), many, (many[0], many[1].astype(np.uint8))]
    pairs += [(X, lacking), (X[3:], lacking[3:]), (whole, y.astype(np.uint8)), (whole[:4], y[:4].astype(np.uint64))]
    for row in X[np.argsort((X @ params["W1"] + params["b1"]).max(axis=1))[-2:]]:  # steep: nothing may hold it small
        least = max(2.5, 8 / (row @ params["W1"] + params["b1"]).max())
        larger = (row * factor for factor in np.arange(least, least + 2, 0.01))
        steep = next(x for x in larger if np.abs(logits(params, x)[0]).min() > 0.03)[None]
        pairs.append((steep, logits(params, steep)[1].argmin(axis=1)))
    each(same, gradients, *((params, pair, "forward", pair[:1]) for pair in pairs), kind="gradient")
    each(same, gradients, (draw_params(rng, X, h=1), (X, y), "forward", (X,)), kind="gradient")  # one hidden neuron
    each(same, gradients, *((one, (rows, y), "forward", (rows,)) for one, rows in far(rng)), kind="gradient")
    wrong = [surely_wrong(rng) for _ in range(2)]
    each(same, gradients, *((wide, pair, "forward", pair[:1]) for wide, *pair in wrong), kind="gradient")
    nothing = {name: 0 * value for name, value in params.items()}
    each(same, gradients, (nothing, (X, y), "forward", (X,)), (nothing, (X[:4], y[:4]), "forward", (X[:4],)), kind="gradient")


def test_backward_alone(same, rng):
    """MLP.backward: whatever was called before it."""
    X, other, y = samples(rng, 7), samples(rng, 7), rng.permutation([0, 1, 2, 0, 1, 2, 2])
    params, others = draw_params(rng, X, other), draw_params(rng, X, other)
    def after(impl, batch):
        model = build(impl, params)
        model.backward(*batch)
        return part(model.params, "in params after backward(X, y)")
    for n in (7, 4):
        pair, rest = (X[:n], y[:n]), (other[:n], y[:n])
        earlier = ((), ("forward", rest[:1]), ("backward", rest))
        each(same, gradients, *((params, pair, *before) for before in earlier), kind="gradient")
        each(same, after, (pair,))
    def held(impl, first, second):
        model, rows = build(impl, first), impl.array(X)  # the same object each time
        model.forward(rows)
        found = {"with other params": build(impl, second, model).backward(rows, y)}
        rows.assign("T", other.T)
        return {**found, "with X filled anew": model.backward(rows, y)}
    each(same, held, (params, others), (others, params), kind="gradient")


def test_step(same, rng):
    """MLP.step: param - lr * grad, by name."""
    X = samples(rng, 7)
    params, grads = draw_params(rng, X), draw_params(rng, X)
    large = {name: 20 * grad for name, grad in grads.items()}
    def stepped(impl, given, *rates):
        model = build(impl, params)
        for rate in rates:
            model.step({name: given[name] for name in ("b2", "W1", "b1", "W2")}, rate)
        after = part(model.params, "in params after step(grads, lr)")
        found = {**after, "result of forward(X) after step(grads, lr)": model.forward(X)}
        probs = np.array(build(impl, params, model).forward(X))
        return {**found, "result of forward(X) with params written in after step": probs}
    each(same, stepped, (grads, 0.25), (grads, 0.25, 1.0), (large, 0.03), (grads, 0.1, 0.1, 0.1))


def test_predict(same, rng):
    """MLP.predict: the most likely class of each sample."""
    X, whole = samples(rng, 7), rng.integers(-3, 4, (7, 5))
    params = draw_params(rng, X, whole)
    for rows in (X, X[:4], X[:3], X[:1], X[1:2], whole):
        same(lambda impl, rows=rows: build(impl, params).predict(rows))
    def tied(impl, n):
        labels = np.asarray(build(impl, {name: 0 * value for name, value in params.items()}).predict(X[:n]))
        told = f"predict(X) has the shape {labels.shape} for {n} samples whose classes are all equally likely"
        assert labels.shape == (n,), f"{told}; each gets one label"
    each(same, tied, (7,), (2,))


def test_save_load(same, rng):
    """MLP.save and MLP.load: one .npz file, and the same predictions in a new process."""
    X = samples(rng, 7)
    def reloaded(impl, params, others, before=None):
        model = build(impl, params)
        if before:
            before(impl, model)
        kept, classes = {name: np.array(model.params[name]) for name in NAMES}, np.asarray(model.predict(X))
        model.save(impl.path("epoch.30.npz"))
        try:
            arrays = impl.npz("epoch.30.npz")
        except Exception as problem:
            if getattr(problem, "status", "") != "failed":  # nothing that is said of the file
                raise
            raise AssertionError(f"save(path): {problem}") from None
        assert arrays, "save(path): the .npz file holds no array"
        new, told = build(impl, kept), "save(path): the network is not what it was before"
        assert np.array_equal(model.predict(X), classes), f"{told}: predict(X) gives other classes"
        for one in (model, new):
            one.step(others, 0.5)
        for name in NAMES:
            assert np.array_equal(model.params[name], new.params[name]), f"{told}: step leads to another {name}"
        build(impl, others).save(impl.path("other.npz"))
        fresh = impl.fresh()
        loaded = fresh.MLP.load(fresh.write("moved.npz", impl.read("epoch.30.npz")))
        alone = {name: np.asarray(loaded.params[name]) for name in NAMES}
        fresh.MLP.load(fresh.write("other.npz", impl.read("other.npz")))
        for name in NAMES:
            told = "load(path): a loaded network changes when another one is loaded; each has params of its own"
            assert np.array_equal(alone[name], loaded.params[name]), told
        for name in NAMES:
            found = np.asarray(loaded.params[name])
            assert found.shape == kept[name].shape, f"load(path): {name} has the shape {found.shape} after save, load"
            gap = np.abs(found - kept[name]).max()
            advice = "save what params holds at that moment" if gap > 0.01 else "keep the full precision"
            assert gap == 0, f"load(path): {name} is off by up to {gap:.2g} after save, load; {advice}"
        assert np.array_equal(loaded.predict(X), classes), "load(path): predict(X) is not what it was before save"
        return part(build(fresh, others, loaded).params, "in params of a loaded network, after it was written there")
    params, others = draw_params(rng, X), draw_params(rng, X)
    def stepped(impl, model):
        model.step({name: 5 * value for name, value in others.items()}, 0.5)
    each(same, reloaded, (params, others), (others, params), (params, others, stepped))


def problem(rng, n=7, n_val=11):
    """Draw parameters, n training samples and n_val validation samples, which lack a class."""
    X, X_val = samples(rng, n), samples(rng, n_val)
    return draw_params(rng, X, X_val), (X, rng.integers(0, 3, n), X_val, rng.integers(0, 2, n_val))


def copies(params, X, n, rank=0):
    """Return n times the liveliest sample, and the class that is the least likely (rank 0) or most likely (2) of it."""
    row = X[[(logits(params, X)[0] > 0).sum(axis=1).argmax()]]
    return np.repeat(row, n, axis=0), np.repeat(logits(params, row)[1].argsort()[0, rank], n)


def trained(impl, params, data, settings, model=None):
    """Return the history of a training that starts from these parameters."""
    return impl.train(build(impl, params) if model is None else model, *data, rng=impl.rng(5), **settings)


def test_train_steps(same, rng):
    """train: in an epoch one step for each batch, of the right size."""
    (_, (X, y, *val)), whole = problem(rng), rng.integers(-3, 4, (7, 5))
    params = draw_params(rng, X, whole)
    (top, best), (_, worst) = copies(params, X, 5, 2), copies(params, X, 5)
    # One batch, or copies of one sample: the order does not matter; how many steps there are, and how long, does.
    runs = [((X, y, *val), {"lr": 0.5, "batch_size": 7}), ((whole, y.astype(np.uint8), *val), {"lr": 0.3})]
    for n, settings in ((7, {"lr": 0.2, "batch_size": 3}), (6, {"lr": 1.0, "batch_size": 4}), (64, {}), (130, {})):
        runs.append(((*copies(params, X, n), *val), settings))
    rows, classes = copies(params, X, 130)
    runs.append(((rows, classes.astype(np.uint8), *val), {"lr": 0.2, "batch_size": 100}))
    for classes in (best, worst):  # validation accuracies of 1 and 0, before and after
        runs += [((top, best, top, classes), {"lr": lr, "batch_size": 2}) for lr in (0.2, 0.4)]
    runs.append(((top, worst, top, worst), {"lr": 1.0, "batch_size": 1}))  # from 0 to 1
    runs = [(params, *run) for run in runs]
    still = {**params, "b1": np.zeros(4)}  # it moves so little that beside another start float32 would lose it
    far, calm = scaled_up(still, top, 50)  # gradients above 5, which nothing holds small
    runs += [(calm, (far, worst, far, worst), {"lr": lr, "batch_size": 5}) for lr in (0.02, 0.03)]
    def change(impl, params, data, settings):
        model = build(impl, params)
        trained(impl, params, data, settings | {"epochs": 1}, model)
        after = {name: model.params[name] for name in NAMES}
        alike = all(np.shape(after[name]) == params[name].shape for name in NAMES)  # else the shapes are what is wrong
        change = {name: after[name] - params[name] for name in NAMES} if alike else after
        return part(change, "moved by train(..., epochs=1)")
    each(same, change, *runs, kind="trajectory")
    def batches(impl, n, size, lr=1e-4):
        """Train on rows that are each a class of its own: what b2 gains in a row tells how large its batch was."""
        model, rows, classes = build(impl, silent(n)), np.ones((n, 2)), np.arange(n)
        settings = {"epochs": 1, "lr": lr, "batch_size": size}
        trained(impl, params, (rows, classes, rows, classes), settings, model)
        gain = np.asarray(model.params["b2"], dtype=float) / lr
        right = [min(size, n - start) for start in range(0, n, size)]
        told = f"train: {n} samples in batches of {size}: an epoch has batches of {right}, and each sample comes once"
        assert gain.shape == (n,), f"train: params['b2'] has the shape {gain.shape} after it, from {(n,)}"
        wanted = np.sort(np.repeat(1 / np.array(right), right))
        assert np.allclose(np.sort(gain + len(right) / n), wanted, atol=0.01), told
    each(same, batches, (7, 3), (20, 8), (65, 64))


def test_train_history(same, rng):
    """train: four lists, a number an epoch."""
    params, (X, y, X_val, y_val) = problem(rng, 12, 7)
    likely, tiny = logits(params, X_val)[1].argmax(axis=1), {"epochs": 3, "lr": 1e-9, "batch_size": 4}
    # Steps of almost nothing, equal batches: whichever way the contract allows to measure gives the same.
    alike = copies(params, X, 7, 2)  # no whole number of batches, and each sample is classified right
    unsigned = (X, y.astype(np.uint64), X_val, y_val.astype(np.uint8))
    for data in ((X, y, X_val, y_val), (X[:8], y[:8], X_val[:6], likely[:6]), (*alike, X_val, y_val), unsigned):
        same(lambda impl, data=data: trained(impl, params, data, tiny))
        same(lambda impl, data=data: [trained(impl, params, data, tiny) for _ in range(2)][1])
    def again(impl):
        model = build(impl, params)
        trained(impl, params, (X, y, X_val, y_val), tiny | {"epochs": 2}, model)
        history = trained(impl, params, (X, y, X_val, y_val), tiny, model)
        names = ("train_loss", "val_loss", "train_acc", "val_acc")
        return {f"{name} of a network that is trained again": history[name] for name in names}
    same(again)
    def kept(impl):
        settings = {"lr": 1e-9, "batch_size": 4, "rng": impl.rng(5)}
        first = impl.handle("train", build(impl, params), X, y, X_val, y_val, epochs=3, **settings)
        impl.train(build(impl, params), X, y, X_val, y_val, epochs=2, **settings)
        return {"val_loss of the first train, looked at after a second one,": first["val_loss"]}
    same(kept)
    others = draw_params(rng, X, X_val)
    def written(impl):
        model = build(impl, params)
        trained(impl, params, (X, y, X_val, y_val), tiny, model)
        probs = np.array(build(impl, others, model).forward(X))
        return {"result of forward(X), where other params were written in after train,": probs}
    same(written)


def test_train_epochs(same, rng):
    """train: several epochs in a row."""
    params, (X, y, *val) = problem(rng)
    right = copies(params, X, 5, 2)
    runs = [((X, y, *val), {"epochs": 4, "lr": 0.5, "batch_size": 7}), ((*right, *right), {})]
    runs.append(((*right, *right), {"epochs": 90}))  # the accuracy is 1 from the beginning, the loss falls to the end
    runs.append(((X, y, *val), {"epochs": 90, "lr": 1e-13, "batch_size": 7}))  # nothing changes any more
    runs += [((*copies(params, X, n), *val), s) for n, s in ((7, {"epochs": 3, "lr": 0.2, "batch_size": 3}), (2, {}))]
    many = np.repeat(X, 190, axis=0), np.repeat(y, 190)  # 1330 rows, the copies of the last sample at the end
    runs.append(((*many, *many), {"epochs": 3, "lr": 0.5, "batch_size": 1330}))
    def curves(impl, data, settings):
        history = trained(impl, params, data, settings)
        return {f"{name} of train": history[name] for name in ("val_loss", "val_acc")}
    def on_itself(impl, name, data, epochs, lr, size):
        """Train on data that it is validated with, too; return this curve of either."""
        history = trained(impl, params, (*data, *data), {"epochs": epochs, "lr": lr, "batch_size": size})
        train, whole = (np.asarray(history[f"{part}_{name}"], dtype=float) for part in ("train", "val"))
        told = f"train: train_{name} and val_{name} must hold one number an epoch"
        assert train.shape == whole.shape == (epochs,), told
        return train, whole
    def measured(impl, lr, X=X, y=y):
        train, whole = on_itself(impl, "loss", (X, y), 5, lr, len(X))
        with np.errstate(invalid="ignore"):  # a loss may be infinite where such steps end
            outside = (whole[:-1] - train[1:]) * (train[1:] - whole[1:]) <= -1e-5
        found = f"{train[-1]:.4g}, while it went from {whole[-2]:.4g} to {whole[-1]:.4g}"
        assert not outside.any(), f"train, one batch an epoch: train_loss gives the last epoch's loss as {found}"
    def changing(impl, data, epochs, lr):
        """Labels that are learned on the way, or unlearned by large steps: the accuracy rises, or falls."""
        train, whole = on_itself(impl, "acc", data, epochs, lr, len(data[0]))
        near = np.minimum(abs(train[1:] - whole[:-1]), abs(train[1:] - whole[1:])) < 1e-6
        at = int(np.argmin(near)) + 1
        found = f"{train[at]:.4g} in epoch {at + 1}, in which it went from {whole[at - 1]:.4g} to {whole[at]:.4g}"
        assert near.all(), f"train, one batch an epoch: train_acc gives the accuracy as {found}"
    each(same, curves, *runs, kind="trajectory")
    def passed(impl, lr):
        """Several steps an epoch on equal samples: what is measured on the way is well below what was before it."""
        train, whole = on_itself(impl, "loss", copies(params, X, 64), 3, lr, 8)
        late = train[1:] > whole[:-1] - 0.2 * (whole[:-1] - whole[1:])
        found = f"train_loss is {train[-1]:.4g} for an epoch in which the loss went from {whole[-2]:.4g} to {whole[-1]:.4g}"
        assert not late.all(), f"train, eight batches an epoch: {found}; measure after its steps, or as the batches pass"
    def counted(impl, rates):
        """Several steps an epoch: of the one in which all are learned some are counted as right, but for a last step."""
        missed = ""
        for lr in rates:
            train, whole = on_itself(impl, "acc", copies(params, X, 64), 30, lr, 8)
            for at in np.flatnonzero(np.diff(whole) == 1) + 1:
                if train[at] > 0:
                    return
                missed = f"train_acc is 0 for epoch {at + 1}, in which the accuracy went from 0 to 1"
        assert not missed, f"train, eight batches an epoch: {missed}; measure after its steps, or as the batches pass"
    each(same, measured, (0.2,), (0.3,), (2.0,), (3.0,), (0.3, *many))  # in the end the loss rises, too
    unlearned = [*((X, rng.permutation(y)) for _ in range(4)), (many[0], np.repeat(rng.permutation(y), 190))]
    each(same, changing, *((data, 12, 4.0) for data in unlearned))
    each(same, passed, (0.02,), (0.05,))
    each(same, changing, *((copies(params, X, n), 10, 1.0) for n in (7, 5)))
    each(same, counted, ((0.03, 0.05, 0.07),), ((0.04, 0.06, 0.08),))


def test_train_best(same, rng):
    """train: the weights of the best epoch, restored."""
    def lacking(impl, *problems, twice=False):
        model = None
        for params, data, lr in problems:
            model = build(impl, params, model if twice else None)
            history = trained(impl, params, data, {"epochs": 8, "lr": lr, "batch_size": 12}, model)
            probs = np.asarray(model.forward(data[2]))
            right = len(data[2]), 3
            assert probs.shape == right, f"forward(X) after train has the shape {probs.shape}; it must be {right}"
            reached = np.mean(probs.argmax(axis=1) == data[3])
        when = "a second train" if twice else "train"
        return {f"accuracy on X_val after {when}, minus the best of val_acc,": reached - np.max(history["val_acc"])}
    problems = []
    for _ in range(2):
        params, (X, y, X_val, y_val) = problem(rng, 12, 25)
        # Something to unlearn, to learn, or nothing at all: the best epoch is the first, the last, any.
        (least, _), (unlike, likely) = (logits(params, rows)[1].argsort(axis=1).T[[0, 2]] for rows in (X, X_val))
        problems += [(params, (X, least, X_val, classes), 0.5) for classes in (likely, unlike)]
        problems += [(params, (X, rng.permutation(y), X_val, y_val), lr) for lr in (2.0, 3.0, 3.0, 3.0)]
        many = samples(rng, 500), rng.integers(0, 3, 500)  # the best epoch is better by a few of them
        problems += [(params, (X, rng.permutation(y), *many), 1.0) for _ in range(3)]
    each(same, lacking, *([one] for one in problems), (problems[1], problems[0]), (problems[10], problems[9]))
    def as_new(impl, params, data, lr):
        """Compare with a network that is given the parameters: what is wrong in both costs nothing here."""
        model = build(impl, params)
        trained(impl, params, data, {"epochs": 8, "lr": lr, "batch_size": 12}, model)
        new = build(impl, {name: np.array(model.params[name], dtype=float) for name in NAMES})
        told = "gives something else after train than in a new network with the same params"
        for name, ask in (("forward(X)", lambda one: one.forward(data[2])), ("predict(X)", lambda one: one.predict(data[2]))):
            found, wanted = np.asarray(ask(model), dtype=float), np.asarray(ask(new), dtype=float)
            assert found.shape == wanted.shape and np.allclose(found, wanted, atol=1e-6), f"MLP: {name} {told}"
        found, grads = (one.backward(data[2], data[3]) for one in (model, new))
        for name in NAMES:
            assert np.allclose(found[name], grads[name], rtol=1e-4, atol=1e-6), f"MLP: {name} of backward(X, y) {told}"
        for one, path in ((model, "trained.npz"), (new, "new.npz")):
            one.save(impl.path(path))
        try:
            files = [impl.npz(path) for path in ("trained.npz", "new.npz")]
        except Exception as problem:
            if getattr(problem, "status", "") != "failed":  # what is wrong with the file is another check's concern
                raise
            files = [{}, {}]
        for name, array in files[1].items():
            alike = np.shape(files[0].get(name)) == np.shape(array) and np.array_equal(files[0][name], array)
            assert alike, f"MLP: what save(path) writes as {name} is something else after train than of a new network"
        for one in (model, new):
            one.step({name: np.array(grads[name]) for name in NAMES}, 0.5)
        for name in NAMES:
            assert np.allclose(model.params[name], new.params[name], atol=1e-6), f"MLP: {name} of step(grads, lr) {told}"
    for first, second in ((0, 6), (9, 15), (10, 11)):  # one network, trained again
        pair = problems[first], problems[second]
        same(lambda impl, pair=pair: lacking(impl, *pair, twice=True))
    each(same, as_new, *problems[3:5], problems[12])


def halves(params, data):
    """Return what an epoch of two steps with lr 0.5 may come to, 20 times: val_loss, the batches, params, the largest loss of a row."""
    return halves_of(*(np.ascontiguousarray(part).tobytes() for part in (*(params[name] for name in NAMES), *data)))


@lru_cache(200)
def halves_of(*parts):
    """Return the same for the bytes of parameters and data: every program is asked about the same few."""
    shapes = ((5, 4), (4,), (4, 3), (3,), (6, 5), (6,), (-1, 5), (-1,))
    kinds = (float, float, float, float, float, int, float, int)
    arrays = [np.frombuffer(*one).reshape(shape) for *one, shape in zip(parts, kinds, shapes, strict=True)]
    params, (X, y, X_val, y_val), found = dict(zip(NAMES, arrays[:4], strict=True)), arrays[4:], []
    def loss_and_step(rows, labels, start):
        Z1, Z2 = logits(start, rows)
        probs = np.exp(Z2) / np.exp(Z2).sum(axis=1, keepdims=True)
        losses = -np.log(probs[range(len(labels)), labels])
        dZ2 = (probs - np.eye(3)[labels]) / len(labels)
        dZ1 = dZ2 @ start["W2"].T * (Z1 > 0)
        grads = {"W1": rows.T @ dZ1, "b1": dZ1.sum(axis=0), "W2": np.maximum(Z1, 0).T @ dZ2, "b2": dZ2.sum(axis=0)}
        return losses, {name: start[name] - 0.5 * grads[name] for name in NAMES}
    for first in combinations(range(6), 3):
        second = tuple(sorted(set(range(6)) - set(first)))
        after = params
        for rows in (first, second):
            after = loss_and_step(X[[*rows]], y[[*rows]], after)[1]
        losses = loss_and_step(X_val, y_val, after)[0]
        found.append((losses.mean(), (first, second), after, losses.max()))
    return found


def divisible(rng):
    """Draw a problem of 6 samples whose every division tells itself by its val_loss, and makes no row unlikely."""
    while True:
        params, data = problem(rng, 6, 9)
        first = halves(params, data)
        apart = np.diff(sorted(loss for loss, *_ in first)).min() > 1e-3 and max(most for *_, most in first) < 9
        if apart and all(most < 9 for _, _, after, _ in first for *_, most in halves(after, data)):
            return params, data


def test_train_shuffled(same, rng):
    """train: a fresh order in each epoch, from rng."""
    def orders(impl, params, data, seed):
        def losses(number):
            settings = {"epochs": 5, "lr": 0.2, "batch_size": 1, "rng": impl.rng(number)}
            history = impl.train(build(impl, params), *data, **settings)
            return tuple(np.ravel(np.asarray(history["val_loss"], dtype=float))[:20].tolist())
        runs = [losses(seed + number) for number in range(8)]
        assert losses(seed) == runs[0], "train: the same seed gives another training; random numbers come from rng only"
        runs = [tuple(np.round(run, 6)) for run in runs]  # noise on top makes no other training
        # Three samples have six orders: one order for all epochs makes six trainings at most, fresh ones make 6**5.
        kinds = "one training" if len(set(runs)) == 1 else "no more than six"
        assert len(set(runs)) > 6, f"train: on 3 samples 8 seeds make {kinds}; each epoch needs a fresh order from rng"
    each(same, orders, *((*problem(rng, 3, 7), int(rng.integers(1000))) for _ in range(2)))
    def divided(impl, params, data, seed):
        epochs, kept, seen = 2, 0, set()
        for number in range(12):
            settings = {"epochs": epochs, "lr": 0.5, "batch_size": 3, "rng": impl.rng(seed + number)}
            losses = np.ravel(np.asarray(impl.train(build(impl, params), *data, **settings)["val_loss"], dtype=float))
            assert losses.shape == (epochs,), f"train: {epochs} epochs give {losses.shape} as the shape of val_loss"
            start, before = params, None
            for loss in losses:
                nearest, batches, after, _ = min(halves(start, data), key=lambda one, loss=loss: abs(one[0] - loss))
                told = f"train: val_loss is {loss:.6g} after an epoch with 6 samples in batches of 3, and by no division"
                assert abs(nearest - loss) < 1e-4 * loss, f"{told} of the 6 into two batches can it be; each comes exactly once"
                kept, start, before = kept + (set(batches) == before), after, set(batches)
            seen.add(batches)
        told = "train: 6 samples in batches of 3 come in"
        assert len(seen) > 4, f"{told} the same batches whatever the seed; each epoch needs a fresh order from rng"
        assert kept < 12, f"{told} the same batches in each epoch; each needs a fresh order from rng"
    each(same, divided, *((*divisible(rng), int(rng.integers(1000))) for _ in range(2)))
    def repeated(impl, params, data, seed):
        settings = {"epochs": 80, "lr": 0.3, "batch_size": 1, "rng": impl.rng(seed)}
        losses = np.ravel(np.asarray(impl.train(build(impl, params), *data, **settings)["val_loss"], dtype=float))
        assert losses.shape == (80,), f"train: 80 epochs give {losses.shape} as the shape of val_loss"
        late = losses[20:]  # how it began is forgotten: the last orders alone say where the network stands
        # A mean gap over a mean deviation: 0.47 at least in 600 honest trainings, 0.06 at most with five orders.
        for period in range(1, 21):
            gap = abs(late[period:] - late[:-period]).mean()
            told = f"train: the orders come again after {period} epochs; each epoch needs a fresh one from rng"
            assert gap > 0.2 * abs(late - late.mean()).mean() or np.ptp(late) < 1e-3, told
    for _ in range(2):  # one sample with three labels: there is nothing to learn, and each order shows for ever
        params, (X, *_) = problem(rng, 7)
        (row, _), val = copies(params, X, 3), (copies(params, X, 6)[0], np.array([0, 0, 0, 1, 1, 2]))
        same(lambda impl, asked=(params, (row, np.arange(3), *val), int(rng.integers(1000))): repeated(impl, *asked))
    each(same, in_order, *((int(rng.integers(1000)),) for _ in range(2)))
    each(same, mixed, *((int(rng.integers(1000)),) for _ in range(2)))
    def leftover(impl, n, size):
        """The row that is alone in its batch gains most: not the same one whatever the seed is."""
        alone, rows, classes = set(), np.ones((n, 2)), np.arange(n)
        for seed in range(8):
            model = build(impl, silent(n))
            settings = {"epochs": 1, "lr": 1e-4, "batch_size": size, "rng": impl.rng(seed)}
            impl.train(model, rows, classes, rows, classes, **settings)
            alone.add(int(np.argmax(model.params["b2"])))
        told = f"train: {n} samples in batches of {size}: the same sample is alone in the last one with each of 8 seeds"
        assert len(alone) > 1, f"{told}; shuffle all of them first"
    each(same, leftover, (7, 3), (10, 9))


def silent(k):
    """Return parameters of k classes with which, on rows of ones, b2 alone moves: the hidden neuron is off."""
    return {"W1": np.ones((2, 1)), "b1": np.array([-20.0]), "W2": np.zeros((1, k)), "b2": np.zeros(k)}


def in_order(impl, seed, n=40, lr=0.05):
    """Train two epochs on n equal rows, each a class of its own, where b2 alone moves: it tells their order.

    A row that came early has lost more since. In validation one more class, of no row, has a lead that each epoch
    shortens by lr: with its label the first epoch is the best, with others the second, so that both can be looked at.
    """
    still = silent(n + 1)
    still["W2"][0, n] = 1.5 * lr / 10  # what the neuron, which is off in training, gives in validation
    def best(y_val):
        model, ones = build(impl, still), np.ones((n, 2))
        settings = {"epochs": 2, "lr": lr, "batch_size": 1, "rng": impl.rng(seed)}
        impl.train(model, ones, np.arange(n), 15 * ones, y_val, **settings)
        b2 = np.asarray(model.params["b2"], dtype=float)
        assert b2.shape == (n + 1,), f"train: params['b2'] has the shape {b2.shape} after it, from {(n + 1,)}"
        return b2
    once, twice = best(np.full(n, n)), best(np.arange(n))
    if twice[n] > once[n] - lr / 2:  # which weights train gives back is another check's concern
        return
    # Every step takes lr * probability from each row: the second epoch's order is in what it adds beside that.
    added = (twice - once + lr * n * np.exp(once) / np.exp(once).sum())[:n]
    first, second = np.argsort(once[:n]), np.argsort(added)
    for one, other, which in ((np.arange(n), first, "that of X"), (first, second, "that of the epoch before")):
        whole, places = likeness(one, other)  # 0.2 and 0.55 at most in 2000 honest trainings
        told = f"train: {n} samples in batches of 1 come in an order that is nearly {which}, or that one turned round"
        assert whole < 1 / 3 and places < 0.75, f"{told}; draw a new permutation in each epoch"


def mixed(impl, seed):
    """Train on equal rows of two classes in two batches: what the first moves b2 the second takes back, if mixed."""
    X, y, settings = np.ones((200, 2)), np.arange(200) % 2, {"epochs": 4, "lr": 1.0, "batch_size": 100}
    still = build(impl, silent(2))
    history = impl.train(still, X, y, X[:3], np.zeros(3, dtype=int), rng=impl.rng(seed), **settings)
    losses = np.asarray(history["val_loss"], dtype=float)
    told = "train: 200 samples of two classes come in batches of one class each; shuffle, whatever the classes are"
    # 0.08 at most in 30,000 honest trainings, 0.2 at least where each batch is of one class.
    assert losses.shape == (4,) and abs(losses - np.log(2)).max() < 0.12, told


def test_arguments(untouched, rng):
    """The methods of MLP and train leave their arguments as they are."""
    params, data = problem(rng, 7, 4)
    grads = draw_params(rng, data[0])
    def calls(impl, X, y):
        model = build(impl, params)
        model.predict(X), model.backward(X, y), model.step(grads, 0.5)
    for n in (7, 6, 1):
        untouched(lambda impl, n=n: build(impl, params).forward(data[0][:n]))
        untouched(lambda impl, n=n: calls(impl, data[0][:n], data[1][:n]))
    for n in (7, 6):
        untouched(lambda impl, n=n: trained(impl, params, data, {"epochs": 2, "batch_size": n - 3}))
