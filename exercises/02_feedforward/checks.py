"""The checks of exercise 02: starting weights, one layer, networks of any depth, and the count of what they learn."""

from itertools import pairwise

import numpy as np

# Only layers of a thousand weights or more are measured. No single deviation fits both 1000 and 10 inputs.
WIDE = [[1000, 10, 100, 12], [1200, 11, 95, 15]]


def layer(rng, d_in, d_out):
    """Draw W (d_in, d_out) and biases (d_out,) that are far from 0 and from one another."""
    signs = rng.choice([-1.0, 1.0], size=d_out)
    return rng.normal(0, 1.5 / np.sqrt(d_in), size=(d_in, d_out)), signs * rng.uniform(0.3, 1.2, size=d_out)


def network(rng, sizes):
    """Draw the layers of a network of these sizes."""
    return [layer(rng, d_in, d_out) for d_in, d_out in pairwise(sizes)]


def weights(layers, sizes):
    """Return the matrices of what init_layers(sizes, rng) gave, once they have the right shapes."""
    assert len(layers) == len(sizes) - 1, (
        f"init_layers({sizes}, rng) returned a list of {len(layers)}; these sizes make {len(sizes) - 1} layers: "
        "one pair (W, b) between each number and the next"
    )
    for i, (W, b) in enumerate(layers):
        at, d_in, d_out = f"init_layers({sizes}, rng)[{i}]", sizes[i], sizes[i + 1]
        assert np.shape(W) == (d_in, d_out), (
            f"{at}: W has the shape {np.shape(W)}; {d_in} inputs and {d_out} neurons make ({d_in}, {d_out})"
        )
        assert np.shape(b) == (d_out,), (
            f"{at}: b has the shape {np.shape(b)}; {d_out} neurons make ({d_out},), one axis"
        )
    return [np.asarray(W, dtype=float) for W, _ in layers]


def test_init_shapes(same, rng):
    """init_layers: one pair (W, b) a layer, W (d_in, d_out), b (d_out,)"""
    for sizes in [[5, 4, 3], [7, 3], [6, 3, 5, 4], [5, 9, 1], [1, 9, 2]]:
        seed = int(rng.integers(1000))
        same(lambda impl, sizes=sizes, n=seed: shaped(impl.init_layers(sizes, impl.rng(n)), sizes))


def shaped(layers, sizes):
    """Fail where the shapes are wrong, or a matrix holds no weights; return the number of layers."""
    for i, W in enumerate(weights(layers, sizes)):
        at = f"init_layers({sizes}, rng)[{i}]: W, of shape {W.shape},"
        assert np.isfinite(W).all(), f"{at} holds NaN or infinity; weights are numbers that are drawn from rng"
        assert W.any(), f"{at} is 0 everywhere; weights must be drawn from rng"
    return len(layers)


def test_init_spread(same, rng):
    """init_layers: mean 0, standard deviation about 1 / sqrt(d_in), every weight drawn by itself; biases 0"""
    for sizes in WIDE:
        seed = int(rng.integers(1000))
        same(lambda impl, sizes=sizes, n=seed: spread_out(impl.init_layers(sizes, impl.rng(n)), sizes))


def spread_out(layers, sizes):
    """Fail where the weights or the biases are not as starting ones should be; return the number of layers."""
    for i, W in enumerate(weights(layers, sizes)):
        assert not np.any(np.asarray(layers[i][1], dtype=float)), (
            f"init_layers({sizes}, rng)[{i}]: the biases b are not all 0; biases start as zeros"
        )
        at, wanted, spread = f"init_layers({sizes}, rng)[{i}]: W", 1 / np.sqrt(sizes[i]), W.std()
        assert np.isfinite(W).all(), f"{at} holds NaN or infinity; look at how its standard deviation is computed"
        assert np.ptp(W) > 0, f"{at} is the same number everywhere, {W[0, 0]:.4g}; weights must be drawn from rng"
        assert_own(at, W)
        # The mean first: numbers from 0 to a have the wrong spread only because they have the wrong middle.
        assert abs(W.mean()) <= 5 * spread / np.sqrt(W.size), (
            f"{at} has the mean {W.mean():.4g}, with a standard deviation of {spread:.4g}; "
            "weights must be spread evenly around 0"
        )
        assert wanted / 3 <= spread <= wanted * 3, (
            f"{at} has the standard deviation {spread:.4g}; for {sizes[i]} inputs look for about {wanted:.4g}, "
            "1 / sqrt(d_in), within a factor of 3"
        )
    return len(layers)


def repeated(vectors):
    """Return how many rows are an earlier row again, also turned round, stretched, or with a little noise on top."""
    centred = vectors - vectors.mean(axis=1, keepdims=True)
    units = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-300)
    return int(np.triu(abs(units @ units.T) > 0.99, 1).any(axis=0).sum())


def assert_own(at, W):
    """Fail where two neurons start with the same weights, or two inputs with the same weights to all neurons."""
    for axis, name, fault in [
        (1, "columns", "neurons that start alike stay alike"),
        (0, "rows", "some inputs always weigh alike"),
    ]:
        many = W.shape[axis]
        distinct = many - repeated(np.moveaxis(W, axis, 0))
        # Of weights with two values only (a coin's sides) half of many short rows or columns agree by chance.
        wanted = many if many <= W.shape[1 - axis] else many / 4
        assert distinct >= wanted, (
            f"{at}: only {distinct} of its {many} {name} are distinct: {fault}. "
            "Each of the d_in * d_out weights is drawn by itself"
        )


def test_init_seed(same, rng):
    """init_layers: the same seed gives the same weights, another seed others, and each layer has its own"""
    for sizes in [[12, 11, 11, 11], [9, 9, 9]]:
        seed = int(rng.integers(1000))
        same(lambda impl, sizes=sizes, n=seed: three_times(impl, sizes, n))


def near(W, other):
    """Return whether most of two matrices is the same, also times a number, or with a little noise on top."""
    if W.shape != other.shape:
        return False
    # Of weights with two values only half are the same by chance.
    return bool((abs(W - other) <= 1e-3 * abs(W).max()).mean() > 0.75 or abs(np.corrcoef(W.flat, other.flat)[0, 1]) > 0.6)


def three_times(impl, sizes, seed):
    """Draw with a seed, again, with another, and on from the first; fail where the layers do not follow it."""
    stream = impl.rng(seed)
    generators = (stream, impl.rng(seed), impl.rng(seed + 1), stream)
    first, again, other, later = (weights(impl.init_layers(sizes, each), sizes) for each in generators)
    for i, (W, W_again, W_other, W_later) in enumerate(zip(first, again, other, later, strict=True)):
        at = f"init_layers({sizes}, rng)"
        assert np.isfinite(W).all() and np.ptp(W) > 0, f"{at}[{i}]: W holds NaN or infinity, or one number everywhere"
        assert np.array_equal(W, W_again), (
            f"{at}[{i}]: two generators with the same seed gave different W; all random numbers must come from rng"
        )
        assert not near(W, W_other), (
            f"{at}[{i}]: two generators with different seeds gave the same W; draw from the rng that is passed in"
        )
        assert not near(W, W_later), (
            f"{at}[{i}]: a second call with the same generator gave the same W; draw from rng itself, not from a copy of it"
        )
        assert not any(near(W, W_earlier) for W_earlier in first[:i]), (
            f"{at}[{i}]: W is the same as in an earlier layer; go on drawing from rng, "
            "without a new generator or a new seed for each layer"
        )
    return len(first)


def test_init_untouched(untouched):
    """init_layers leaves the list of sizes as it is"""
    for sizes in [[5, 4, 3], [6, 3, 5, 4]]:
        untouched(lambda impl, sizes=sizes: impl.init_layers(sizes, impl.rng(0)))


def test_layer(same, rng):
    """layer_forward: sigmoid(X W + b), for 7 samples, and for as many as there are inputs or neurons"""
    for n, d_in, d_out in [(7, 5, 4), (5, 5, 4), (4, 5, 4), (4, 4, 4), (7, 3, 1), (60, 5, 4), (6, 4, 1), (7, 5, 4)]:
        X, (W, b) = rng.normal(size=(n, d_in)), layer(rng, d_in, d_out)
        same(lambda impl, X=X, W=W, b=b: impl.layer_forward(X, W, b))
    X, (W, b) = rng.normal(size=(7, 5)), layer(rng, 5, 4)
    X *= 12 / abs(X @ W).max()  # far out, where a neuron is all but on or off
    same(lambda impl: impl.layer_forward(X, W, b))
    same(lambda impl: kept(impl, "layer_forward", X, W, b))


def kept(impl, function, X, *rest):
    """Return an answer as it is after the next call, which may not write into it."""
    first = impl.handle(function, X, *rest)
    getattr(impl, function)(-X, *rest)
    return {f"first result, looked at after another call of {function},": np.array(list(first))}


def test_layer_kinds(same, rng):
    """layer_forward: one row, integers, float32"""
    for d_in, d_out, n in [(5, 4, 7), (4, 3, 6)]:
        W, b = layer(rng, d_in, d_out)
        row, whole = rng.normal(size=(1, d_in)), rng.integers(-3, 4, size=(n, d_in))
        single = [a.astype(np.float32) for a in (rng.normal(size=(n, d_in)), W, b)]
        for given in ([row, W, b], [whole, W, b], single):
            same(lambda impl, given=given: impl.layer_forward(*given))


def test_layer_untouched(untouched, rng):
    """layer_forward leaves its arguments as they are"""
    for n in (4, 7, 1, 1):  # square first: no mix-up of the axes raises there
        X = rng.normal(size=(n, 4))
        W, b = layer(rng, 4, 4)
        untouched(lambda impl, X=X, W=W, b=b: impl.layer_forward(X, W, b))


def test_worked_number(same):
    """feedforward: the worked number 0.7216325609, and a network of the same sizes"""
    layers = [(np.array([[0.0, 0.0], [1.0, 1.0]]), np.zeros(2)), (np.array([[0.0], [1.0]]), np.zeros(1))]
    same(lambda impl: impl.feedforward(np.array([2, 3]), layers))
    others = [
        (np.array([[0.0, 1.0], [-1.0, 0.5]]), np.array([1.0, -2.0])),
        (np.array([[2.0], [-3.0]]), np.array([0.5])),
    ]
    same(lambda impl: impl.feedforward(np.array([2, 3]), others))


def test_batch(same, rng):
    """feedforward: a batch through one, two, three and five layers"""
    layers, whole, single = network(rng, [5, 4, 3]), rng.integers(-3, 4, size=(60, 5)), rng.normal(size=(7, 5))
    same(lambda impl: impl.feedforward(whole, layers))
    same(lambda impl: impl.feedforward(single.astype(np.float32), layers))
    for sizes in [[5, 4, 3], [5, 3], [5, 6, 4, 1], [3, 6, 5, 4, 7, 2], [4, 4, 4], [1, 3, 1], [4, 1, 3]]:
        layers = network(rng, sizes)
        for n in (7, 4, 1):
            X = rng.normal(size=(n, sizes[0]))
            same(lambda impl, X=X, layers=layers: impl.feedforward(X, layers))
    same(lambda impl: kept(impl, "feedforward", X, layers))


def test_one_sample(same, rng):
    """feedforward: one sample (d,) gives (k,)"""
    layers, whole = network(rng, [5, 4, 3]), rng.integers(-3, 4, size=5)
    same(lambda impl: impl.feedforward(whole, layers))
    for sizes in [[5, 3], [5, 4, 3], [3, 5, 6, 4], [4, 3, 1], [4, 4], [5, 1], [1, 3, 2], [4, 1, 3]]:
        x, layers = rng.normal(size=sizes[0]), network(rng, sizes)
        same(lambda impl, x=x, layers=layers: impl.feedforward(x, layers))


def test_feedforward_untouched(untouched, rng):
    """feedforward leaves its arguments as they are"""
    X, layers = rng.normal(size=(4, 4)), network(rng, [4, 4, 4])
    for x in (X, X[0], X[:1]):
        untouched(lambda impl, x=x: impl.feedforward(x, layers))


def test_count(same, rng):
    """count_parameters: all weights and all biases, an int"""
    for sizes in [[5, 4, 3], [7, 2], [3, 6, 5, 1], [4, 4], [4, 4, 4, 2, 2], [3, 3, 3]]:
        layers = network(rng, sizes)
        same(lambda impl, layers=layers: impl.count_parameters(layers), integers="strict")
    # What the numbers are does not count: zeros, and numbers that are alike, as biases are in the beginning.
    fresh = [(W, np.zeros_like(b)) for W, b in network(rng, [5, 4, 3])]
    alike = [(np.ones((d_in, d_out)), np.zeros(d_out)) for d_in, d_out in pairwise([6, 5, 2])]
    for layers in (fresh, alike):
        same(lambda impl, layers=layers: impl.count_parameters(layers), integers="strict")


def test_count_untouched(untouched, rng):
    """count_parameters leaves the layers as they are"""
    for sizes in [[5, 4, 3], [4, 4, 4, 2]]:
        layers = network(rng, sizes)
        untouched(lambda impl, layers=layers: impl.count_parameters(layers))
