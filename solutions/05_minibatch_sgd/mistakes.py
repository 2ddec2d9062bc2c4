"""Known mistakes of 05_minibatch_sgd, each with the sentence that names it."""

from nngrade.api import Mistake

# Lines of the solution, each of which stands there once.
STATISTICS = "mean, std = X_train.mean(axis=0), X_train.std(axis=0)"
GUARD = "    std = np.where(std > 1e-8, std, 1.0)  # a constant column becomes 0, instead of 0/0\n"
SCALED = "return (X_train - mean) / std, (X_other - mean) / std"

STANDARDIZE = (
    Mistake(
        "other-by-its-own-statistics",
        "standardize",
        "X_other is scaled by its own mean and standard deviation.",
        "Both arrays need those of X_train.",
        {SCALED: "return (X_train - mean) / std, (X_other - X_other.mean(axis=0)) / X_other.std(axis=0)"},
        {
            SCALED: "own = X_other.std(axis=0)\n"
            "    own = np.where(own > 1e-8, own, 1.0)\n"
            "    return (X_train - mean) / std, (X_other - X_other.mean(axis=0)) / own"
        },
        {SCALED: "return (X_train - mean) / std, (X_other - X_other.mean(axis=0)) / std"},
    ),
    Mistake(
        "statistics-of-both",
        "standardize",
        "The mean and the standard deviation are taken over both arrays.",
        "X_other must not enter: take X_train's alone.",
        {STATISTICS: "both = np.vstack([X_train, X_other])\n    mean, std = both.mean(axis=0), both.std(axis=0)"},
    ),
    Mistake(
        "statistics-of-other",
        "standardize",
        "Both arrays are scaled by the statistics of X_other.",
        "They are X_train's.",
        {STATISTICS: "mean, std = X_other.mean(axis=0), X_other.std(axis=0)"},
    ),
    Mistake(
        "statistics-of-all-entries",
        "standardize",
        "One mean and one standard deviation scale the whole array.",
        "Each column needs its own: mind the axis.",
        {STATISTICS: "mean, std = X_train.mean(), X_train.std()"},
    ),
    Mistake(
        "statistics-per-row",
        "standardize",
        "Mean and standard deviation are taken along the rows.",
        "A column is a feature, and each needs its own: mind the axis.",
        {
            STATISTICS: "std = X_train.std(axis=1, keepdims=True)",
            SCALED: "return (X_train - X_train.mean(axis=1, keepdims=True)) / std, "
            "(X_other - X_other.mean(axis=1, keepdims=True)) / X_other.std(axis=1, keepdims=True)",
        },
        {STATISTICS: "mean, std = X_train.mean(axis=1), X_train.std(axis=1)"},
        {STATISTICS: "mean, std = X_train.mean(axis=1, keepdims=True), X_train.std(axis=1, keepdims=True)"},
    ),
    Mistake(
        "std-of-a-sample",
        "standardize",
        "The standard deviation divides by n - 1.",
        "It is np.std's as it is, with ddof 0.",
        {STATISTICS: "mean, std = X_train.mean(axis=0), X_train.std(axis=0, ddof=1)"},
    ),
    Mistake(
        "variance-for-std",
        "standardize",
        "The columns are divided by their variance.",
        "The standard deviation is its square root.",
        {STATISTICS: "mean, std = X_train.mean(axis=0), X_train.var(axis=0)"},
    ),
    Mistake(
        "not-divided",
        "standardize",
        "The mean is subtracted, and nothing is divided.",
        "Each column is divided by its standard deviation as well.",
        {SCALED: "return X_train - mean, X_other - mean"},
    ),
    Mistake(
        "not-centred",
        "standardize",
        "The mean is not subtracted.",
        "Each column is centred first, then divided by its standard deviation.",
        {SCALED: "return X_train / std, X_other / std"},
    ),
    Mistake(
        "mean-divided-by-std",
        "standardize",
        "Only the mean is divided by the standard deviation.",
        "Division binds tighter than minus: mind the brackets.",
        {SCALED: "return X_train - mean / std, X_other - mean / std"},
    ),
    Mistake(
        "other-not-scaled",
        "standardize",
        "X_other comes back as it went in.",
        "It is scaled too, by the mean and std that X_train had before it was scaled.",
        {SCALED: "return (X_train - mean) / std, X_other"},
    ),
    Mistake(
        "scaled-to-range",
        "standardize",
        "The columns are scaled by their smallest and largest values.",
        "Use the mean and the standard deviation.",
        {STATISTICS: "mean, std = X_train.min(axis=0), X_train.max(axis=0) - X_train.min(axis=0)"},
    ),
    Mistake(
        "scaled-by-a-constant",
        "standardize",
        "Every entry is divided by the same constant.",
        "Each column has a mean and a standard deviation of its own.",
        {SCALED: "return X_train / 16, X_other / 16"},
        {SCALED: "return X_train / 255, X_other / 255"},
    ),
    Mistake(
        "number-added-to-std",
        "standardize",
        "A number that is not tiny is added to every standard deviation.",
        "Replace std only where it is 0.",
        *({GUARD: f"    std = std + {number}\n"} for number in ("1e-3", "1e-2", "1e-4", "1e-5", "1e-6", "1.0")),
    ),
    Mistake(
        "small-std-replaced",
        "standardize",
        "Columns with a standard deviation below 1 are not divided by it.",
        "Replace std only where it is 0.",
        {"np.where(std > 1e-8, std, 1.0)": "np.maximum(std, 1.0)"},
    ),
    Mistake(
        "zero-std-not-guarded",
        "standardize",
        "A constant column is divided by its standard deviation, which is 0.",
        "Divide it by 1 there.",
        {GUARD: ""},
        {"std > 1e-8": "std >= 0"},
    ),
    Mistake(
        "zero-std-guarded-in-train-only",
        "standardize",
        "Constant columns are mended in X_train alone; X_other is divided by 0.",
        "Mend std before both divisions.",
        {GUARD: "", SCALED: "return np.nan_to_num((X_train - mean) / std), (X_other - mean) / std"},
    ),
    Mistake(
        "constant-column-kept",
        "standardize",
        "A constant column is left as it was; it must become 0.",
        "Subtract its mean as well; only do not divide.",
        {
            SCALED: "still = X_train.std(axis=0) == 0\n"
            "    train, other = (X_train - mean) / std, (X_other - mean) / std\n"
            "    return np.where(still, X_train, train), np.where(still, X_other, other)"
        },
    ),
    Mistake(
        "constant-column-dropped",
        "standardize",
        "Constant columns are taken out.",
        "The result has the shape of what went in; such a column becomes 0.",
        {
            SCALED: "kept = X_train.std(axis=0) > 0\n"
            "    return ((X_train - mean) / std)[:, kept], ((X_other - mean) / std)[:, kept]"
        },
    ),
    Mistake(
        "integer-result",
        "standardize",
        "The result is kept in integers, where X holds integers.",
        "It needs fractions: make a float array for it.",
        {
            SCALED: "results = np.empty_like(X_train), np.empty_like(X_other)\n"
            "    results[0][...], results[1][...] = (X_train - mean) / std, (X_other - mean) / std\n"
            "    return results"
        },
    ),
    Mistake(
        "scaled-in-place",
        "standardize",
        "The caller's arrays are scaled in place.",
        "-= and /= write into what was passed in: compute new arrays.",
        {
            SCALED: "X_train -= mean\n    X_train /= std\n"
            "    X_other -= mean\n    X_other /= std\n    return X_train, X_other"
        },
        {SCALED: "for X in (X_train, X_other):\n        X[:] = (X - mean) / std\n    return X_train, X_other"},
    ),
    Mistake(
        "only-train-returned",
        "standardize",
        "Only X_train comes back.",
        "The result is a pair: X_train and X_other, both scaled.",
        {SCALED: "return (X_train - mean) / std"},
    ),
    Mistake(
        "statistics-returned",
        "standardize",
        "More comes back than the two scaled arrays.",
        "The result is the pair (X_train, X_other), scaled.",
        {SCALED: "return (X_train - mean) / std, (X_other - mean) / std, mean, std"},
    ),
    Mistake(
        "pair-in-wrong-order",
        "standardize",
        "The two arrays come back in the wrong order.",
        "X_train is the first of the pair, X_other the second.",
        {SCALED: "return (X_other - mean) / std, (X_train - mean) / std"},
    ),
)

ORDER = "rng.permutation(len(X))  # one order for both keeps each row with its label"
STARTS = "range(0, len(X), batch_size)"
ROWS = "order[start : start + batch_size]"
YIELD = "yield X[rows], y[rows]"

BATCHES = (
    Mistake(
        "last-batch-dropped",
        "iterate_minibatches",
        "The last samples never come where they are fewer than batch_size.",
        "Let the last batch be smaller.",
        {STARTS: "range(0, len(X) - len(X) % batch_size, batch_size)"},
        {STARTS: "range(0, len(X) - 1, batch_size)"},
        {YIELD: "if len(rows) == batch_size:\n            yield X[rows], y[rows]"},
    ),
    Mistake(
        "stops-a-batch-early",
        "iterate_minibatches",
        "The last batch is missing even where it is full.",
        "The starts go up to the number of samples.",
        {STARTS: "range(0, len(X) - batch_size, batch_size)"},
    ),
    Mistake(
        "empty-batch",
        "iterate_minibatches",
        "An empty batch comes at the end where the samples divide evenly.",
        "Stop when no sample is left.",
        {STARTS: "range(0, len(X) + 1, batch_size)"},
    ),
    Mistake(
        "batches-overlap",
        "iterate_minibatches",
        "The batches overlap: each holds a sample of the next one.",
        "The end of a slice is not part of it.",
        {ROWS: "order[start : start + batch_size + 1]"},
    ),
    Mistake(
        "first-sample-skipped",
        "iterate_minibatches",
        "The first sample of the order never comes.",
        "The first batch starts at 0.",
        {STARTS: "range(1, len(X), batch_size)"},
    ),
    Mistake(
        "only-the-first-batch",
        "iterate_minibatches",
        "Only one batch comes.",
        "Go on until every sample came; a return in the loop, or a break, ends it.",
        {YIELD: "yield X[rows], y[rows]\n        break"},
    ),
    Mistake(
        "one-big-batch",
        "iterate_minibatches",
        "All samples come in a single batch.",
        "Cut the order into pieces of batch_size.",
        {STARTS: "[0]", ROWS: "order"},
    ),
    Mistake(
        "a-batch-for-every-sample",
        "iterate_minibatches",
        "A batch starts at every sample.",
        "The next one starts batch_size samples further.",
        {STARTS: "range(len(X))"},
    ),
    Mistake(
        "batch-size-as-count",
        "iterate_minibatches",
        "batch_size is taken for the number of batches.",
        "It is the number of samples in each of them.",
        {STARTS: "np.array_split(order, batch_size)", ROWS: "start"},
    ),
    Mistake(
        "batches-of-equal-parts",
        "iterate_minibatches",
        "The samples are spread evenly over the batches.",
        "All batches but the last have batch_size samples.",
        {STARTS: "np.array_split(order, -(-len(X) // batch_size))", ROWS: "start"},
    ),
    Mistake(
        "batch-size-fixed",
        "iterate_minibatches",
        "The batches have a size of their own choice.",
        "It is the argument batch_size.",
        {STARTS: "range(0, len(X), 64)", ROWS: "order[start : start + 64]"},
        {STARTS: "range(0, len(X), 32)", ROWS: "order[start : start + 32]"},
    ),
    Mistake(
        "last-batch-filled-up",
        "iterate_minibatches",
        "The last batch is filled up with samples that came already.",
        "It only has what is left.",
        {
            ORDER: "np.resize(rng.permutation(len(X)), -(-len(X) // batch_size) * batch_size)",
            STARTS: "range(0, len(order), batch_size)",
        },
    ),
    Mistake(
        "drawn-with-replacement",
        "iterate_minibatches",
        "The samples are drawn with replacement: some come twice, others never.",
        "Shuffle all row numbers once.",
        {ORDER: "rng.integers(0, len(X), len(X))"},
        {ROWS: "rng.permutation(len(X))[: min(batch_size, len(X) - start)]"},
    ),
    Mistake(
        "shuffled-apart",
        "iterate_minibatches",
        "X and y are shuffled apart.",
        "One order of row numbers has to be used for both, for whole rows.",
        {YIELD: "yield X[rows], y[start : start + batch_size]"},
        {ORDER: "rng.permutation(len(X))\n    y = rng.permutation(y)"},
    ),
    Mistake(
        "columns-shuffled",
        "iterate_minibatches",
        "The entries of a sample are shuffled, too.",
        "A row stays as it is; only the order of the rows changes.",
        {YIELD: "yield rng.permuted(X[rows], axis=1), y[rows]"},
    ),
    Mistake(
        "not-shuffled",
        "iterate_minibatches",
        "The samples come in the order of X, in every epoch.",
        "Draw an order from rng first.",
        {ORDER: "np.arange(len(X))"},
    ),
    Mistake(
        "neighbours-stay-together",
        "iterate_minibatches",
        "Samples that are neighbours in X stay together.",
        "Shuffle all row numbers, not the batches or where to begin.",
        {ORDER: "np.roll(np.arange(len(X)), rng.integers(1, len(X)))"},
        {ORDER: "np.arange(len(X))", ROWS: "rng.permutation(order[start : start + batch_size])"},
    ),
    Mistake(
        "one-order-for-ever",
        "iterate_minibatches",
        "The order is the same in every epoch, whatever rng is.",
        "Draw a new one from rng in each call, with no seed of your own.",
        {ORDER: "np.random.default_rng(0).permutation(len(X))"},
    ),
    Mistake(
        "rng-copied",
        "iterate_minibatches",
        "Each call draws from a copy of rng, and gets the same order.",
        "Draw from rng itself, so that it goes on.",
        {ORDER: "__import__('copy').deepcopy(rng).permutation(len(X))"},
    ),
    Mistake(
        "order-from-another-generator",
        "iterate_minibatches",
        "The order comes from another generator than rng.",
        "Use the methods of rng, such as rng.permutation.",
        {ORDER: "np.random.permutation(len(X))"},
    ),
    Mistake(
        "callers-rows-shuffled",
        "iterate_minibatches",
        "The caller's own arrays are shuffled.",
        "Shuffle row numbers, and pick the rows by them.",
        {
            ORDER: "rng.permutation(len(X))\n    X[:], y[:] = X[order], y[order]",
            ROWS: "slice(start, start + batch_size)",
        },
    ),
    Mistake(
        "labels-of-wrong-shape",
        "iterate_minibatches",
        "y_batch has two axes.",
        "It has one label for each row of X_batch, and the shape (m,).",
        {YIELD: "yield X[rows], y[rows].reshape(-1, 1)"},
        {YIELD: "yield X[rows], one_hot(y[rows], y.max() + 1)"},
    ),
    Mistake(
        "labels-not-given",
        "iterate_minibatches",
        "The batches come without their labels.",
        "Each of them is a pair (X_batch, y_batch).",
        {YIELD: "yield X[rows]"},
    ),
    Mistake(
        "batches-not-returned",
        "iterate_minibatches",
        "None comes back in place of the batches.",
        "Yield each pair, or return a list of all.",
        {YIELD: "(X[rows], y[rows])"},
    ),
)

HE = "# ReLU zeroes half of the signal; the variance 2/n_in makes up for it (He et al. 2015)."
W1 = "rng.normal(0, np.sqrt(2 / n_in), (n_in, n_hidden))"
W2 = "rng.normal(0, np.sqrt(1 / n_hidden), (n_hidden, n_out))"
B1, B2 = "np.zeros(n_hidden)", "np.zeros(n_out)"

START = (
    Mistake(
        "w1-without-the-2",
        "MLP",
        "W1 has the standard deviation sqrt(1 / n_in).",
        "ReLU switches half of the neurons off; there is a 2 in the formula.",
        {"np.sqrt(2 / n_in)": "np.sqrt(1 / n_in)"},
    ),
    Mistake(
        "w1-by-its-outputs",
        "MLP",
        "W1's standard deviation depends on n_hidden.",
        "It is a matter of the inputs of a neuron: n_in.",
        {"np.sqrt(2 / n_in)": "np.sqrt(2 / n_hidden)"},
    ),
    Mistake(
        "w1-by-inputs-and-outputs",
        "MLP",
        "W1's standard deviation is Glorot's, with n_in + n_hidden.",
        "With ReLU take n_in alone, as He does.",
        {"np.sqrt(2 / n_in)": "np.sqrt(2 / (n_in + n_hidden))"},
    ),
    Mistake(
        "w1-not-scaled",
        "MLP",
        "W1 has the standard deviation 1, whatever n_in is.",
        "With many inputs the sums get too large: scale it by n_in.",
        {W1: "rng.normal(0, 1, (n_in, n_hidden))"},
    ),
    Mistake(
        "w1-tiny",
        "MLP",
        "W1 has the same small scale for any n_in.",
        "Its standard deviation depends on n_in.",
        {W1: "rng.normal(0, 0.01, (n_in, n_hidden))"},
        {W1: "rng.normal(0, 0.1, (n_in, n_hidden))"},
    ),
    Mistake(
        "variance-for-std-in-w1",
        "MLP",
        "2 / n_in is W1's variance, and it is used as its standard deviation.",
        "rng.normal wants the square root.",
        {"np.sqrt(2 / n_in)": "2 / n_in"},
    ),
    Mistake(
        "std-for-bound-in-w1",
        "MLP",
        "W1 is uniform between plus and minus sqrt(2 / n_in); its spread is smaller.",
        "Draw from rng.normal.",
        {W1: "rng.uniform(-1, 1, (n_in, n_hidden)) * np.sqrt(2 / n_in)"},
    ),
    Mistake(
        "w1-of-width-one",
        "MLP",
        "W1 is uniform over a range of width 1, whatever n_in is.",
        "Draw it with the standard deviation that n_in asks for.",
        {W1: "rng.uniform(-0.5, 0.5, (n_in, n_hidden))"},
    ),
    Mistake(
        "w1-constant",
        "MLP",
        "All entries of W1 are the same, and all hidden neurons stay alike.",
        "Draw every entry from rng.",
        {W1: "np.zeros((n_in, n_hidden))"},
    ),
    Mistake(
        "hidden-neurons-alike",
        "MLP",
        "All hidden neurons get the same weights, and stay alike.",
        "Draw every entry of W1 by itself.",
        {W1: "np.tile(rng.normal(0, np.sqrt(2 / n_in), (n_in, 1)), n_hidden)"},
    ),
    Mistake(
        "weights-from-another-generator",
        "MLP",
        "The weights come from another generator than rng.",
        "Use the methods of rng, not np.random or a generator of your own.",
        {HE: "rng = np.random.default_rng()"},
    ),
    Mistake(
        "w2-from-another-generator",
        "MLP",
        "W2 comes from another generator than rng.",
        "Use the methods of rng, not np.random or a generator of your own.",
        {W2: "np.random.normal(0, np.sqrt(1 / n_hidden), (n_hidden, n_out))"},
    ),
    Mistake(
        "weights-of-one-seed",
        "MLP",
        "Every network starts with the same weights, whatever rng is.",
        "Draw from rng, with no seed of your own.",
        {HE: "rng = np.random.default_rng(0)"},
    ),
    Mistake(
        "w2-not-scaled",
        "MLP",
        "W2 has the standard deviation 1.",
        "It has to be below 0.5: scale it by the number of hidden neurons.",
        {W2: "rng.normal(0, 1, (n_hidden, n_out))"},
    ),
    Mistake(
        "biases-with-two-axes",
        "MLP",
        "The biases have two axes.",
        "b1 and b2 have one: a number for each neuron of their layer.",
        {B1: "np.zeros((1, n_hidden))", B2: "np.zeros((1, n_out))"},
        {B1: "np.zeros((n_hidden, 1))", B2: "np.zeros((n_out, 1))"},
    ),
    Mistake(
        "biases-of-one-number",
        "MLP",
        "A bias is a single number for its whole layer.",
        "Each neuron has one of its own: b1 is (h,), b2 is (k,).",
        {B1: "0.0", B2: "0.0"},
        {B1: "np.zeros(1)", B2: "np.zeros(1)"},
    ),
    Mistake(
        "biases-of-the-layer-before",
        "MLP",
        "A bias is as long as its layer has inputs.",
        "It has a number for each neuron of the layer: outputs, not inputs.",
        {B1: "np.zeros(n_in)", B2: "np.zeros(n_hidden)"},
    ),
    Mistake(
        "biases-not-zero",
        "MLP",
        "The biases do not start at 0.",
        "Only the weights are drawn.",
        {B1: "rng.normal(0, 0.1, n_hidden)", B2: "rng.normal(0, 0.1, n_out)"},
    ),
    Mistake(
        "weights-transposed",
        "MLP",
        "The weights have their axes the wrong way round.",
        "A row an input, a column an output: W1 is (d, h), W2 (h, k).",
        {"(n_in, n_hidden))": "(n_hidden, n_in))", "(n_hidden, n_out))": "(n_out, n_hidden))"},
        {"(n_hidden, n_out))": "(n_out, n_hidden))"},
    ),
    Mistake(
        "biases-of-integers",
        "MLP",
        "The biases are arrays of integers; what is written into them loses its fraction.",
        "Make them floats.",
        {B1: "np.zeros(n_hidden, dtype=int)", B2: "np.zeros(n_out, dtype=int)"},
    ),
    Mistake(
        "params-of-the-class",
        "MLP",
        "All networks share one dict of parameters.",
        "It belongs to the object: make it in __init__, as self.params.",
        {"self.params = {\n": "MLP.params = {\n"},
    ),
    Mistake(
        "params-copied-out",
        "MLP",
        "params gives copies: what is written there does not reach the network.",
        "Let it hold the arrays themselves.",
        {
            "": "MLP.params = property(\n"
            "    lambda self: {name: array.copy() for name, array in self.arrays.items()},\n"
            "    lambda self, params: setattr(self, 'arrays', params),\n)\n"
        },
    ),
    Mistake(
        "params-without-biases",
        "MLP",
        "params has no biases.",
        "It has four entries: W1, b1, W2 and b2.",
        {f'            "b1": {B1},\n': "", f'            "b2": {B2},\n': ""},
    ),
    Mistake(
        "params-with-other-names",
        "MLP",
        "The entries of params have other names.",
        "They are W1, b1, W2 and b2, spelled like this.",
        {f'"W1": {W1}': f'"w1": {W1}', f'"W2": {W2}': f'"w2": {W2}'},
        {f'"W1": {W1}': f'"W_1": {W1}', f'"W2": {W2}': f'"W_2": {W2}'},
    ),
    Mistake(
        "params-missing",
        "MLP",
        "The network has no params.",
        "Keep the four arrays in one dict, self.params.",
        {"self.params = {\n": "self.weights = {\n"},
    ),
    Mistake(
        "params-as-lists",
        "MLP",
        "The parameters are lists.",
        "They have to be arrays, which can be written into as a whole.",
        {f"{W1},": f"{W1}.tolist(),", f"{B1},": f"{B1}.tolist(),"},
    ),
)

SCORES1, SCORES2 = 'Z1 = X @ p["W1"] + p["b1"]', 'A1 @ p["W2"] + p["b2"]'
HIDDEN, PROBS = "A1 = relu(Z1)\n", 'return Z1, A1, softmax(A1 @ p["W2"] + p["b2"])'
FORWARD = "return self._activations(X)[2]"
SIGMOID = "1 / (1 + np.exp(-({})))"
COPIES = "{name: param.copy() for name, param in model.params.items()}"

FORWARDS = (
    Mistake(
        "bias-left-out",
        "MLP.forward",
        "A bias is left out.",
        "Both layers add theirs to every row, before ReLU and before softmax.",
        {SCORES1: 'Z1 = X @ p["W1"]'},
        {SCORES2: 'A1 @ p["W2"]'},
        {SCORES1: 'Z1 = X @ p["W1"]', SCORES2: 'A1 @ p["W2"]'},
    ),
    Mistake(
        "bias-after-relu",
        "MLP.forward",
        "b1 is added after ReLU.",
        "Add it to X @ W1, before ReLU.",
        {SCORES1: 'Z1 = X @ p["W1"]', HIDDEN: 'A1 = relu(Z1) + p["b1"]\n'},
    ),
    Mistake(
        "no-relu",
        "MLP.forward",
        "The hidden layer has no ReLU.",
        "Without it the two layers are no more than one.",
        {HIDDEN: "A1 = Z1\n"},
    ),
    Mistake(
        "not-relu",
        "MLP.forward",
        "The hidden layer has another activation than ReLU.",
        "relu is given: max(0, z).",
        {HIDDEN: f"A1 = {SIGMOID.format('Z1')}\n"},
        {HIDDEN: "A1 = np.tanh(Z1)\n"},
        {HIDDEN: "A1 = np.abs(Z1)\n"},
        {HIDDEN: "A1 = np.where(Z1 > 0, Z1, 0.01 * Z1)\n"},
    ),
    Mistake(
        "relu-on-the-output",
        "MLP.forward",
        "ReLU is applied to the output layer, too.",
        "Softmax takes its logits as they are.",
        {PROBS: f"return Z1, A1, softmax(relu({SCORES2}))"},
    ),
    Mistake(
        "no-softmax",
        "MLP.forward",
        "The output is the logits.",
        "Softmax makes probabilities of them.",
        {PROBS: f"return Z1, A1, {SCORES2}"},
    ),
    Mistake(
        "softmax-twice",
        "MLP.forward",
        "Softmax is applied twice.",
        "Its result is probabilities already.",
        {PROBS: f"return Z1, A1, softmax(softmax({SCORES2}))"},
    ),
    Mistake(
        "softmax-over-samples",
        "MLP.forward",
        "Softmax runs over the samples: the columns sum to 1.",
        "Each row has to: mind the axis.",
        {PROBS: f"return Z1, A1, softmax(({SCORES2}).T).T"},
    ),
    Mistake(
        "softmax-over-everything",
        "MLP.forward",
        "Softmax is taken over the whole array at once.",
        "Each row has to sum to 1 by itself.",
        {PROBS: f"return Z1, A1, softmax(({SCORES2}).ravel()).reshape(len(X), -1)"},
    ),
    Mistake(
        "sigmoid-for-softmax",
        "MLP.forward",
        "The output layer has a sigmoid in place of softmax.",
        "A row of probabilities sums to 1.",
        {PROBS: f"return Z1, A1, {SIGMOID.format(SCORES2)}"},
    ),
    Mistake(
        "log-probabilities",
        "MLP.forward",
        "The output is the logarithm of the probabilities.",
        "forward returns the probabilities themselves.",
        {FORWARD: "return np.log(self._activations(X)[2])"},
    ),
    Mistake(
        "probabilities-rounded",
        "MLP.forward",
        "The probabilities are rounded.",
        "Return them in full precision.",
        {FORWARD: "return self._activations(X)[2].round(4)"},
        {FORWARD: "return self._activations(X)[2].round(2)"},
    ),
    Mistake(
        "forward-returns-a-class",
        "MLP.forward",
        "forward returns classes.",
        "It returns a probability for each class: (n, k).",
        {FORWARD: "return self._activations(X)[2].argmax(axis=1)"},
    ),
    Mistake(
        "forward-returns-all-layers",
        "MLP.forward",
        "forward returns several arrays.",
        "It returns the probabilities alone.",
        {FORWARD: "return self._activations(X)"},
        {
            FORWARD: "Z1, A1, A2 = self._activations(X)\n"
            "        return Z1, A1, A1 @ self.params['W2'] + self.params['b2'], A2"
        },
    ),
    Mistake(
        "forward-returns-nothing",
        "MLP.forward",
        "forward returns None.",
        "Hand the probabilities back with return.",
        {FORWARD: "self.A2 = self._activations(X)[2]"},
    ),
    Mistake(
        "forward-of-the-first-sample",
        "MLP.forward",
        "Only one sample is computed.",
        "X has many rows, and each of them gets a row of probabilities.",
        {FORWARD: "return self._activations(X[:1])[2]"},
        {FORWARD: "return self._activations(X)[2][0]"},
    ),
    Mistake(
        "single-row-loses-its-axis",
        "MLP.forward",
        "A single row gives an array with one axis.",
        "The result is (n, k), and n may be 1.",
        {FORWARD: "return self._activations(X)[2].squeeze()"},
    ),
    Mistake(
        "first-parameters-for-ever",
        "MLP.forward",
        "forward computes with other arrays than those in params.",
        "Look them up in self.params, in each call.",
        {
            "    def forward(self, X):\n": f"        self.first = {COPIES.replace('model', 'self')}\n\n"
            "    def forward(self, X):\n",
            "p = self.params\n": "p = self.first\n",
        },
    ),
    Mistake(
        "first-answer-for-ever",
        "MLP.forward",
        "forward gives an earlier answer again.",
        "Compute in each call, from its own X and from what params holds now.",
        {FORWARD: "if not hasattr(self, 'A2'):\n            self.A2 = self._activations(X)[2]\n        return self.A2"},
    ),
    Mistake(
        "inputs-scaled-in-forward",
        "MLP.forward",
        "X is scaled inside the network.",
        "forward takes the rows as they come; standardize is for the caller.",
        {SCORES1: 'Z1 = (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-8) @ p["W1"] + p["b1"]'},
        {SCORES1: 'Z1 = X / 16 @ p["W1"] + p["b1"]'},
        {SCORES1: 'Z1 = X / 255 @ p["W1"] + p["b1"]'},
    ),
    Mistake(
        "weights-used-transposed",
        "MLP.forward",
        "The weights are transposed before the product.",
        "They have a row for each input already: X @ W.",
        {SCORES1: 'Z1 = X @ p["W1"].T + p["b1"]'},
        {SCORES1: 'Z1 = p["W1"] @ X + p["b1"]'},
    ),
    Mistake(
        "input-changed-by-forward",
        "MLP.forward",
        "forward changes the rows that it is given.",
        "-= and *= write into the caller's array: compute a new one.",
        {FORWARD: "result = self._activations(X)[2]\n        X *= 1.5\n        return result"},
        {FORWARD: "result = self._activations(X)[2]\n        X -= X.mean(axis=0) + 1\n        return result"},
    ),
)

CALLED = "Z1, A1, A2 = self._activations(X)\n"
DZ2 = "dZ2 = (A2 - one_hot(y, A2.shape[1])) / len(y)"
DZ1 = 'dZ1 = dZ2 @ self.params["W2"].T * (Z1 > 0)'
DW1, DB1, DW2, DB2 = '"W1": X.T @ dZ1', '"b1": dZ1.sum(axis=0)', '"W2": A1.T @ dZ2', '"b2": dZ2.sum(axis=0)'
GRADS = f"{{{DW1}, {DB1}, {DW2}, {DB2}}}"
TIMES = "{name: %s * grad for name, grad in " + GRADS + ".items()}"
Y = "one_hot(y, A2.shape[1])"

BACKWARD = (
    Mistake(
        "gradient-of-wrong-sign",
        "MLP.backward",
        "The gradients have the wrong sign.",
        "It is probabilities minus labels.",
        {DZ2: f"dZ2 = ({Y} - A2) / len(y)"},
    ),
    Mistake(
        "gradient-summed",
        "MLP.backward",
        "The gradients are summed over the batch.",
        "The loss is a mean: divide by its number of samples.",
        {DZ2: f"dZ2 = A2 - {Y}"},
    ),
    Mistake(
        "divided-by-n-twice",
        "MLP.backward",
        "The gradients are divided by n twice.",
        "Once is enough: in dZ2, or in each gradient.",
        {f"return {GRADS}": f"return {TIMES % '1 / len(y)'}"},
    ),
    Mistake(
        "hidden-divided-by-n-twice",
        "MLP.backward",
        "The gradients of the hidden layer are divided by n once more.",
        "dZ2 has the 1/n already.",
        {DZ1: f"{DZ1} / len(y)"},
    ),
    Mistake(
        "biases-divided-by-n-twice",
        "MLP.backward",
        "The gradients of the biases are means of what has the 1/n already.",
        "Sum them over the samples.",
        {DB1: '"b1": dZ1.mean(axis=0)', DB2: '"b2": dZ2.mean(axis=0)'},
    ),
    Mistake(
        "divided-by-classes-too",
        "MLP.backward",
        "The gradients are means over samples and classes.",
        "The loss is a mean over the samples alone.",
        {DZ2: f"dZ2 = (A2 - {Y}) / A2.size"},
    ),
    Mistake(
        "divided-by-classes",
        "MLP.backward",
        "The gradients are divided by the number of classes.",
        "n is the number of samples in the batch.",
        {DZ2: f"dZ2 = (A2 - {Y}) / A2.shape[1]"},
    ),
    Mistake(
        "divided-by-inputs",
        "MLP.backward",
        "The gradients are divided by the number of inputs.",
        "n is the number of samples: the rows of X.",
        {DZ2: f"dZ2 = (A2 - {Y}) / X.shape[1]"},
    ),
    Mistake(
        "divided-by-a-fixed-size",
        "MLP.backward",
        "The gradients are divided by a fixed number, whatever the batch.",
        "n is the number of samples in this batch.",
        {DZ2: f"dZ2 = (A2 - {Y}) / 64"},
        {DZ2: f"dZ2 = (A2 - {Y}) / 32"},
        {DZ2: f"dZ2 = (A2 - {Y}) / 10"},
    ),
    Mistake(
        "twice-the-gradient",
        "MLP.backward",
        "The gradients have a factor 2.",
        "It belongs to the squared error; cross-entropy has none.",
        {DZ2: f"dZ2 = 2 * (A2 - {Y}) / len(y)"},
    ),
    Mistake(
        "derivative-of-a-sigmoid-in-the-output",
        "MLP.backward",
        "The error of the output has a factor p(1 - p).",
        "With softmax and cross-entropy it is p - Y and no more.",
        {DZ2: f"{DZ2} * A2 * (1 - A2)"},
    ),
    Mistake(
        "softmax-not-differentiated",
        "MLP.backward",
        "-Y/p is the derivative by the probabilities.",
        "By the logits, with softmax in between, it is p - Y.",
        {DZ2: f"dZ2 = -{Y} / A2 / len(y)"},
    ),
    Mistake(
        "only-the-true-class",
        "MLP.backward",
        "Only the true class has an error.",
        "The other classes have one, too: their probabilities should be 0.",
        {DZ2: f"dZ2 = {Y} * (A2 - 1) / len(y)"},
    ),
    Mistake(
        "labels-not-subtracted",
        "MLP.backward",
        "The labels are missing in the error of the output.",
        "It is the probabilities minus the one-hot labels.",
        {DZ2: "dZ2 = A2 / len(y)"},
    ),
    Mistake(
        "logits-for-probabilities",
        "MLP.backward",
        "The error of the output uses the logits.",
        "It is probabilities minus labels: softmax comes first.",
        {DZ2: f"dZ2 = (A1 @ self.params['W2'] + self.params['b2'] - {Y}) / len(y)"},
    ),
    Mistake(
        "classes-for-probabilities",
        "MLP.backward",
        "The error of the output uses the predicted classes.",
        "It is the probabilities, not the best class, minus labels.",
        {DZ2: f"dZ2 = (one_hot(A2.argmax(axis=1), A2.shape[1]) - {Y}) / len(y)"},
    ),
    Mistake(
        "error-squared",
        "MLP.backward",
        "The error of the output has lost its sign.",
        "It is p - Y as it is, neither squared nor absolute.",
        {DZ2: f"dZ2 = (A2 - {Y}) ** 2 / len(y)"},
        {DZ2: f"dZ2 = np.abs(A2 - {Y}) / len(y)"},
    ),
    Mistake(
        "labels-off-by-one",
        "MLP.backward",
        "The labels are shifted by one class.",
        "Label 0 belongs to the first column.",
        {DZ2: DZ2.replace("one_hot(y,", "one_hot((y + 1) % A2.shape[1],")},
        {DZ2: DZ2.replace("one_hot(y,", "one_hot(y.astype(int) - 1,")},
    ),
    Mistake(
        "classes-counted-in-the-batch",
        "MLP.backward",
        "The number of classes is taken from the labels of the batch.",
        "A batch may lack the highest: take it from the output.",
        {Y: "one_hot(y, y.max() + 1)"},
        {Y: "one_hot(y, len(np.unique(y)))"},
    ),
    Mistake(
        "mask-left-out",
        "MLP.backward",
        "ReLU's derivative is missing in the hidden layer.",
        "Where Z1 is not above 0 the error becomes 0.",
        {DZ1: 'dZ1 = dZ2 @ self.params["W2"].T'},
    ),
    Mistake(
        "relu-for-its-derivative",
        "MLP.backward",
        "The hidden error is multiplied by ReLU itself.",
        "Its derivative is 1 where Z1 is above 0, else 0.",
        {DZ1: 'dZ1 = dZ2 @ self.params["W2"].T * A1'},
    ),
    Mistake(
        "mask-of-the-error",
        "MLP.backward",
        "The mask looks at the error's sign.",
        "What counts is Z1's: where it is not above 0 the error becomes 0.",
        {DZ1: 'dZ1 = relu(dZ2 @ self.params["W2"].T)'},
    ),
    Mistake(
        "mask-inverted",
        "MLP.backward",
        "The mask is the wrong way round.",
        "The error goes on where Z1 is above 0, and becomes 0 elsewhere.",
        {DZ1: 'dZ1 = dZ2 @ self.params["W2"].T * (Z1 <= 0)'},
    ),
    Mistake(
        "error-clipped-as-well",
        "MLP.backward",
        "Negative hidden errors become 0, too.",
        "The mask is about Z1 alone; errors of both signs go back.",
        {DZ1: 'dZ1 = relu(dZ2 @ self.params["W2"].T) * (Z1 > 0)'},
    ),
    Mistake(
        "derivative-of-a-sigmoid-in-the-hidden-layer",
        "MLP.backward",
        "The hidden layer has the derivative of another activation.",
        "ReLU's is 1 where Z1 is above 0, else 0.",
        {DZ1: 'dZ1 = dZ2 @ self.params["W2"].T * A1 * (1 - A1)'},
        {DZ1: 'dZ1 = dZ2 @ self.params["W2"].T * (1 - A1**2)'},
        {DZ1: f'dZ1 = dZ2 @ self.params["W2"].T * {SIGMOID.format("Z1")} * (1 - {SIGMOID.format("Z1")})'},
    ),
    Mistake(
        "hidden-error-without-w2",
        "MLP.backward",
        "The error goes back to the hidden layer without W2.",
        "Each class counts as much as its weight.",
        {DZ1: "dZ1 = dZ2.sum(axis=1, keepdims=True) * (Z1 > 0)"},
        {DZ1: "dZ1 = np.abs(dZ2).sum(axis=1, keepdims=True) * (Z1 > 0)"},
    ),
    Mistake(
        "gradient-for-w2",
        "MLP.backward",
        "The error goes back through the gradient of W2.",
        "It goes back through W2 itself.",
        {DZ1: "dZ1 = dZ2 @ (A1.T @ dZ2).T * (Z1 > 0)"},
    ),
    Mistake(
        "logits-for-activations",
        "MLP.backward",
        "W2's gradient is computed from Z1.",
        "Its inputs are the activations, after ReLU.",
        {DW2: '"W2": Z1.T @ dZ2'},
    ),
    Mistake(
        "bias-gradient-of-one-number",
        "MLP.backward",
        "The gradient of a bias is a single number.",
        "Sum over the samples alone: one for each neuron.",
        {DB1: '"b1": dZ1.sum()', DB2: '"b2": dZ2.sum()'},
        {DB1: '"b1": np.full(len(dZ1.T), dZ1.sum())', DB2: '"b2": np.full(len(dZ2.T), dZ2.sum())'},
    ),
    Mistake(
        "bias-gradient-over-neurons",
        "MLP.backward",
        "The gradient of a bias is summed over the neurons.",
        "Sum over the samples: mind the axis.",
        {DB1: '"b1": dZ1.sum(axis=1)', DB2: '"b2": dZ2.sum(axis=1)'},
    ),
    Mistake(
        "bias-gradient-with-two-axes",
        "MLP.backward",
        "The gradient of a bias has two axes.",
        "It has the shape of the bias: (h,) and (k,).",
        {DB1: '"b1": dZ1.sum(axis=0, keepdims=True)', DB2: '"b2": dZ2.sum(axis=0, keepdims=True)'},
    ),
    Mistake(
        "bias-gradient-not-summed",
        "MLP.backward",
        "The gradient of a bias has a row for each sample.",
        "Sum the errors over the samples.",
        {DB1: '"b1": dZ1', DB2: '"b2": dZ2'},
    ),
    Mistake(
        "bias-gradients-zero",
        "MLP.backward",
        "The biases have no gradient.",
        "It is the sum of the layer's errors, dZ1 and dZ2, over the samples.",
        {DB1: '"b1": np.zeros_like(self.params["b1"])', DB2: '"b2": np.zeros_like(self.params["b2"])'},
    ),
    Mistake(
        "bias-gradients-missing",
        "MLP.backward",
        "The dict of gradients lacks the biases.",
        "It has the keys of params: W1, b1, W2 and b2.",
        {GRADS: f"{{{DW1}, {DW2}}}"},
    ),
    Mistake(
        "b1-without-mask",
        "MLP.backward",
        "b1's gradient comes from an error without ReLU's mask.",
        "Sum dZ1, the masked one, as W1 does.",
        {DB1: '"b1": (dZ2 @ self.params["W2"].T).sum(axis=0)'},
    ),
    Mistake(
        "gradients-transposed",
        "MLP.backward",
        "The gradients of the weights are transposed.",
        "Each has the shape of its parameter.",
        {DW1: '"W1": dZ1.T @ X', DW2: '"W2": dZ2.T @ A1'},
    ),
    Mistake(
        "gradients-with-other-names",
        "MLP.backward",
        "The gradients have other names.",
        "Their keys are those of params: W1, b1, W2, b2.",
        {GRADS: GRADS.replace('"W', '"dW').replace('"b', '"db')},
    ),
    Mistake(
        "gradients-as-a-tuple",
        "MLP.backward",
        "backward returns no dict.",
        "It returns one, with the keys of params.",
        {f"return {GRADS}": f"return tuple({GRADS}.values())"},
    ),
    Mistake(
        "gradients-not-returned",
        "MLP.backward",
        "backward returns None.",
        "Hand the dict of gradients back with return.",
        {f"return {GRADS}": f"self.grads = {GRADS}"},
    ),
    Mistake(
        "last-sample-only",
        "MLP.backward",
        "Only one sample of the batch counts.",
        "Add up the gradients of all of them: += in a loop, not =.",
        {DZ2: f"{DZ2}\n        dZ2[:-1] = 0"},
        {DZ2: f"{DZ2}\n        dZ2[1:] = 0"},
        {DZ2: f"{DZ2} * len(y)\n        dZ2[:-1] = 0"},
    ),
    Mistake(
        "weights-decayed",
        "MLP.backward",
        "A multiple of the weights is added to their gradients.",
        "The loss here is the cross-entropy alone.",
        {DW1: '"W1": X.T @ dZ1 + 0.01 * self.params["W1"]', DW2: '"W2": A1.T @ dZ2 + 0.01 * self.params["W2"]'},
        {DW1: '"W1": X.T @ dZ1 + 0.001 * self.params["W1"]', DW2: '"W2": A1.T @ dZ2 + 0.001 * self.params["W2"]'},
    ),
    Mistake(
        "gradients-clipped",
        "MLP.backward",
        "Large gradients are made smaller.",
        "backward returns them as they are, neither clipped nor scaled.",
        {f"return {GRADS}": f"return {{name: np.clip(grad, -1, 1) for name, grad in {GRADS}.items()}}"},
        {f"return {GRADS}": f"return {{name: grad / max(1, np.linalg.norm(grad)) for name, grad in {GRADS}.items()}}"},
    ),
    Mistake(
        "activations-of-the-last-forward",
        "MLP.backward",
        "backward relies on what the last forward kept.",
        "That may be other rows, or nothing: compute it from its own X.",
        {
            FORWARD: "self.cache = self._activations(X)\n        return self.cache[2]",
            CALLED: "Z1, A1, A2 = self.cache\n",
        },
    ),
    Mistake(
        "activations-kept-for-the-same-array",
        "MLP.backward",
        "Where X is the array of the last forward, its activations are used again.",
        "params may have changed since then.",
        {
            FORWARD: "self.X, self.cache = X, self._activations(X)\n        return self.cache[2]",
            CALLED: "Z1, A1, A2 = self.cache if getattr(self, 'X', None) is X else self._activations(X)\n",
        },
    ),
    Mistake(
        "gradients-pile-up",
        "MLP.backward",
        "The gradients of earlier calls are added.",
        "Each call starts from 0, with a new dict.",
        {
            f"return {GRADS}": f"grads = {GRADS}\n"
            "        kept = getattr(self, 'kept', dict.fromkeys(grads, 0))\n"
            "        self.kept = {name: grads[name] + kept[name] for name in grads}\n"
            "        return self.kept"
        },
    ),
    Mistake(
        "step-inside-backward",
        "MLP.backward",
        "backward moves the parameters.",
        "It only computes the gradients; step uses them.",
        {f"return {GRADS}": f"grads = {GRADS}\n        self.step(grads, 0.1)\n        return grads"},
        {f"return {GRADS}": f"grads = {GRADS}\n        self.step(grads, 0.01)\n        return grads"},
    ),
    Mistake(
        "labels-changed-by-backward",
        "MLP.backward",
        "backward changes the arrays that it is given.",
        "Work on a copy, or compute a new array.",
        {f"return {GRADS}": f"grads = {GRADS}\n        y -= y.min() - 1\n        return grads"},
        {f"return {GRADS}": f"grads = {GRADS}\n        X *= 0.5\n        return grads"},
    ),
)

MOVED = "self.params[name] = self.params[name] - lr * grads[name]"
NAMES = "for name in self.params:\n"

STEP = (
    Mistake(
        "step-uphill",
        "MLP.step",
        "The step goes with the gradient.",
        "It goes against it: mind the sign.",
        {MOVED: "self.params[name] = self.params[name] + lr * grads[name]"},
    ),
    Mistake(
        "step-without-lr",
        "MLP.step",
        "The learning rate is not used.",
        "The gradient is multiplied by lr.",
        {MOVED: "self.params[name] = self.params[name] - grads[name]"},
    ),
    Mistake(
        "lr-twice",
        "MLP.step",
        "The learning rate is applied twice.",
        "One factor lr is enough.",
        {MOVED: "self.params[name] = self.params[name] - lr * lr * grads[name]"},
    ),
    Mistake(
        "lr-of-its-own",
        "MLP.step",
        "The learning rate is a fixed number.",
        "Use the argument lr.",
        {MOVED: MOVED.replace("lr", "0.1")},
        {MOVED: MOVED.replace("lr", "0.01")},
        {MOVED: MOVED.replace("lr", "0.5")},
    ),
    Mistake(
        "biases-not-moved",
        "MLP.step",
        "The biases stay as they are.",
        "All four parameters move.",
        {NAMES: 'for name in ("W1", "W2"):\n'},
    ),
    Mistake(
        "a-layer-not-moved",
        "MLP.step",
        "One of the layers stays as it is.",
        "All four parameters move.",
        {NAMES: 'for name in ("W1", "b1"):\n'},
        {NAMES: 'for name in ("W2", "b2"):\n'},
    ),
    Mistake(
        "only-one-parameter-moved",
        "MLP.step",
        "Only one of the parameters moves.",
        "Go over all four; a return in the loop, or a break, ends it.",
        {MOVED: f"{MOVED}\n            break"},
        {NAMES: "for name in list(self.params)[-1:]:\n"},
    ),
    Mistake(
        "nothing-moved",
        "MLP.step",
        "The parameters stay as they are: the new values do not get into params.",
        "A local name is not the dict's entry.",
        {MOVED: "param = self.params[name]\n            param = param - lr * grads[name]"},
        {MOVED: "params = dict(self.params)\n            params[name] = params[name] - lr * grads[name]"},
    ),
    Mistake(
        "gradients-by-position",
        "MLP.step",
        "Parameters and gradients are paired by their position.",
        "The keys may come in any order: pair them by name.",
        {NAMES: "for name, grad in zip(self.params, grads.values()):\n", MOVED: MOVED.replace("grads[name]", "grad")},
        {NAMES: "for param, grad in zip(self.params.values(), grads.values()):\n", MOVED: "param -= lr * grad"},
    ),
    Mistake(
        "gradients-changed-by-step",
        "MLP.step",
        "step changes the gradients that it is given.",
        "They belong to the caller: read the dict and its arrays only.",
        {MOVED: "grads[name] *= lr\n            self.params[name] = self.params[name] - grads[name]"},
        {MOVED: f"{MOVED}\n            grads[name][...] = 0"},
    ),
    Mistake(
        "momentum",
        "MLP.step",
        "Earlier gradients move the parameters as well.",
        "A step is lr times this gradient, and no more.",
        {
            MOVED: "self.v = getattr(self, 'v', {})\n"
            "            self.v[name] = 0.9 * self.v.get(name, 0) + grads[name]\n"
            "            self.params[name] = self.params[name] - lr * self.v[name]"
        },
        {
            MOVED: "self.v = getattr(self, 'v', {})\n"
            "            self.v[name] = self.v.get(name, 0) + grads[name]\n"
            "            self.params[name] = self.params[name] - lr * self.v[name]"
        },
        {
            MOVED: "self.v = getattr(self, 'v', {})\n"
            "            self.v[name] = 0.9 * self.v.get(name, 0) - lr * grads[name]\n"
            "            self.params[name] = self.params[name] + self.v[name]"
        },
    ),
    Mistake(
        "adaptive-step",
        "MLP.step",
        "The step is not as long as lr times the gradient.",
        "The gradient is neither scaled nor clipped.",
        {MOVED: "self.params[name] = self.params[name] - lr * np.sign(grads[name])"},
        {MOVED: MOVED.replace("grads[name]", "np.clip(grads[name], -1, 1)")},
        {MOVED: MOVED.replace("grads[name]", "np.clip(grads[name], -5, 5)")},
        {MOVED: MOVED.replace("grads[name]", "grads[name] / np.linalg.norm(grads[name])")},
        {MOVED: MOVED.replace("grads[name]", "grads[name] / max(1, np.linalg.norm(grads[name]))")},
    ),
    Mistake(
        "lr-falls-with-each-step",
        "MLP.step",
        "The learning rate falls from step to step.",
        "It is the argument lr in each of them.",
        {NAMES: "self.t = getattr(self, 't', 0) + 1\n        lr = lr / self.t\n        " + NAMES},
        {NAMES: "self.t = getattr(self, 't', -1) + 1\n        lr = lr * 0.99**self.t\n        " + NAMES},
    ),
    Mistake(
        "step-twice",
        "MLP.step",
        "The step is twice as long as it should be.",
        "Take it once, with the factor lr.",
        {MOVED: MOVED.replace("lr", "2 * lr")},
    ),
    Mistake(
        "parameters-replaced",
        "MLP.step",
        "The parameters become the step itself.",
        "It is subtracted from what they were.",
        {MOVED: "self.params[name] = -lr * grads[name]"},
        {MOVED: "self.params[name] = lr * grads[name]"},
    ),
    Mistake(
        "weights-shrunk",
        "MLP.step",
        "The parameters shrink with each step.",
        "Nothing is subtracted but lr times the gradient.",
        {MOVED: MOVED.replace("grads[name]", "(grads[name] + 0.01 * self.params[name])")},
        {MOVED: MOVED.replace("grads[name]", "(grads[name] + 0.001 * self.params[name])")},
    ),
    Mistake(
        "forward-keeps-the-old",
        "MLP.step",
        "After a step forward still computes with the old arrays.",
        "params holds the new ones: let forward look there.",
        {
            "    def forward(self, X):\n": "        self.used = dict(self.params)\n\n    def forward(self, X):\n",
            "p = self.params\n": "p = self.used\n",
            "        return model\n": "        model.used = dict(model.params)\n        return model\n",
        },
    ),
)

PREDICT = "return self.forward(X).argmax(axis=1)"

PREDICTS = (
    Mistake(
        "best-sample-of-a-class",
        "MLP.predict",
        "argmax runs over the samples.",
        "Each row gets the column of its largest probability: mind the axis.",
        {PREDICT: "return self.forward(X).argmax(axis=0)"},
    ),
    Mistake(
        "best-of-the-whole-array",
        "MLP.predict",
        "predict returns a single number.",
        "Each row gets a class of its own: mind the axis of argmax.",
        {PREDICT: "return self.forward(X).argmax()"},
        {PREDICT: "return int(self.forward(X)[0].argmax())"},
    ),
    Mistake(
        "probability-for-class",
        "MLP.predict",
        "predict returns the largest probability.",
        "It returns its column.",
        {PREDICT: "return self.forward(X).max(axis=1)"},
    ),
    Mistake(
        "all-probabilities",
        "MLP.predict",
        "predict returns all probabilities.",
        "It returns one class for each row: (n,).",
        {PREDICT: "return self.forward(X)"},
    ),
    Mistake(
        "least-likely-class",
        "MLP.predict",
        "predict returns the least likely class.",
        "It is the column of the largest probability.",
        {PREDICT: "return self.forward(X).argmin(axis=1)"},
    ),
    Mistake(
        "several-classes-where-tied",
        "MLP.predict",
        "A row whose largest probability occurs twice gets two labels.",
        "argmax gives one for each row.",
        {PREDICT: "P = self.forward(X)\n        return np.where(P == P.max(axis=1, keepdims=True))[1]"},
    ),
    Mistake(
        "classes-in-a-column",
        "MLP.predict",
        "predict returns an array with two axes.",
        "One class for each row, and the shape (n,).",
        {PREDICT: "return self.forward(X).argmax(axis=1, keepdims=True)"},
    ),
    Mistake(
        "single-class-loses-its-axis",
        "MLP.predict",
        "For a single row predict returns a number.",
        "The result is (n,), and n may be 1.",
        {PREDICT: "return self.forward(X).argmax(axis=1).squeeze()"},
    ),
    Mistake(
        "classes-from-one",
        "MLP.predict",
        "The classes are counted from 1.",
        "They are 0 to k-1, like the labels.",
        {PREDICT: "return self.forward(X).argmax(axis=1) + 1"},
    ),
    Mistake(
        "classes-one-hot",
        "MLP.predict",
        "predict returns a row of zeros and ones for each sample.",
        "It returns the number of the class: (n,).",
        {PREDICT: "return (self.forward(X) == self.forward(X).max(axis=1, keepdims=True)).astype(int)"},
        {PREDICT: "return (self.forward(X) > 0.5).astype(int)"},
    ),
    Mistake(
        "most-active-hidden-neuron",
        "MLP.predict",
        "predict looks at the hidden layer.",
        "The class is the column of the largest probability, in the output.",
        {PREDICT: "return self._activations(X)[1].argmax(axis=1)"},
    ),
    Mistake(
        "above-one-half",
        "MLP.predict",
        "The probabilities are compared with 0.5, as for two classes.",
        "With more classes take the column of the largest.",
        {PREDICT: "return (self.forward(X)[:, 1] > 0.5).astype(int)"},
        {PREDICT: "return (self.forward(X) > 0.5).argmax(axis=1)"},
    ),
    Mistake(
        "predict-returns-nothing",
        "MLP.predict",
        "predict returns None.",
        "Hand the classes back with return.",
        {PREDICT: "self.forward(X).argmax(axis=1)"},
    ),
)

SAVE, LOAD = "np.savez(path, **self.params)", "model.params = {name: file[name] for name in file.files}"
NEW = "model = cls.__new__(cls)  # no weights to draw: they are in the file"

FILES = (
    Mistake(
        "saved-as-float32",
        "MLP.save",
        "The parameters lose digits between save and load: float32 is not enough.",
        "Keep them as float64.",
        {SAVE: "np.savez(path, **{name: param.astype(np.float32) for name, param in self.params.items()})"},
        {LOAD: "model.params = {name: file[name].astype(np.float32) for name in file.files}"},
    ),
    Mistake(
        "saved-rounded",
        "MLP.save",
        "The parameters are rounded.",
        "Save each array as it is, in full precision.",
        *(
            {SAVE: f"np.savez(path, **{{name: param.round({digits}) for name, param in self.params.items()}})"}
            for digits in (4, 2, 6)
        ),
    ),
    Mistake(
        "saved-as-integers",
        "MLP.save",
        "The parameters lose their fractions.",
        "Save each array as it is.",
        {SAVE: "np.savez(path, **{name: param.astype(int) for name, param in self.params.items()})"},
    ),
    Mistake(
        "saved-with-pickle",
        "MLP.save",
        "The file needs pickle to be read.",
        "Give np.savez each array under its name, and load those names.",
        {SAVE: "np.savez(path, params=self.params)"},
        {SAVE: "__import__('pickle').dump(self.params, open(path, 'wb'))"},
    ),
    Mistake(
        "saved-somewhere-else",
        "MLP.save",
        "The file does not lie at path.",
        "Take path as it is: it ends in .npz already.",
        {SAVE: "np.savez(path + '.npz', **self.params)"},
        {SAVE: "pass"},
    ),
    Mistake(
        "biases-not-saved",
        "MLP.save",
        "The biases are not saved.",
        "All four arrays belong into the file.",
        {SAVE: "np.savez(path, W1=self.params['W1'], W2=self.params['W2'])"},
    ),
    Mistake(
        "biases-not-loaded",
        "MLP.load",
        "The biases of a loaded network are 0.",
        "Save and load all four arrays.",
        {
            SAVE: "np.savez(path, W1=self.params['W1'], W2=self.params['W2'])",
            "        return model\n": "            model.params['b1'] = np.zeros(model.params['W1'].shape[1])\n"
            "            model.params['b2'] = np.zeros(model.params['W2'].shape[1])\n        return model\n",
        },
    ),
    Mistake(
        "loaded-network-not-returned",
        "MLP.load",
        "load returns None.",
        "Hand the new network back with return.",
        {"        return model\n": ""},
    ),
    Mistake(
        "dict-loaded",
        "MLP.load",
        "load returns the arrays of the file.",
        "Make a network of them, and return that.",
        {"        return model\n": "        return model.params\n"},
    ),
    Mistake(
        "load-needs-a-network",
        "MLP.load",
        "load is a method of an object.",
        "It is called on the class, MLP.load(path): make it a classmethod.",
        {"    @classmethod\n    def load(cls, path):": "    def load(cls, path):"},
    ),
    Mistake(
        "class-for-network",
        "MLP.load",
        "load puts the arrays on the class, not on a network of its own.",
        "Make a new object, and give it the arrays.",
        {NEW: "model = cls"},
    ),
    Mistake(
        "new-weights-at-load",
        "MLP.load",
        "A loaded network has newly drawn weights.",
        "Put the arrays of the file into its params.",
        {
            NEW: "model = cls(5, 4, 3, np.random.default_rng(0))",
            LOAD: "model.loaded = {name: file[name] for name in file.files}",
        },
    ),
    Mistake(
        "load-from-a-fixed-path",
        "MLP.load",
        "load reads another file than the one at path.",
        "Take path as it is.",
        {"np.load(path, allow_pickle=False)": "np.load('mlp.npz', allow_pickle=False)"},
    ),
    Mistake(
        "arrays-left-in-the-file",
        "MLP.load",
        "The loaded params are still the file.",
        "Read each array out of it, into a dict of your own.",
        {"with np.load(path, allow_pickle=False) as file:\n            " + LOAD: "model.params = np.load(path)"},
        {LOAD: "model.params = file"},
    ),
)

LOOP = "for X_batch, y_batch in iterate_minibatches(X_train, y_train, batch_size, rng):\n"
UPDATE = "            model.step(model.backward(X_batch, y_batch), lr)\n"
DEFAULTS = "epochs=30, lr=0.1, batch_size=64, rng):"
EPOCHS = "for _ in range(epochs):\n"
PARTS = 'for part, X, y in (("train", X_train, y_train), ("val", X_val, y_val)):\n'
LOSS = 'history[f"{part}_loss"].append(cross_entropy(y, probs))'
ACCURACY = 'history[f"{part}_acc"].append(float(np.mean(probs.argmax(axis=1) == y)))'
EMPTY = 'history = {"train_loss": [], "val_loss": [], "train_acc": [], "val_acc": []}\n'
BETTER = 'if history["val_acc"][-1] > best_acc:\n'
COPY = "best = {name: param.copy() for name, param in model.params.items()}  # a copy, not a second name\n"
BEST_ACC = 'best_acc = history["val_acc"][-1]\n'
RESTORE, RETURN = "    model.params = best\n", "    return history\n"
RESTORED_OR_NOT = "    model.params = best or model.params\n"

TRAIN_STEPS = (
    Mistake(
        "a-step-for-each-epoch",
        "train",
        "There is one step in an epoch.",
        "Each batch of batch_size samples gets one: mind the loop and its indentation.",
        {LOOP: LOOP.replace("batch_size", "len(X_train)")},
        {UPDATE: "            grads = model.backward(X_batch, y_batch)\n        model.step(grads, lr)\n"},
    ),
    Mistake(
        "last-batch-without-a-step",
        "train",
        "The smaller last batch gets no step.",
        "It counts like the others.",
        {UPDATE: f"            if len(X_batch) == batch_size or len(X_train) < batch_size:\n    {UPDATE}"},
        {UPDATE: f"            if len(X_batch) == batch_size:\n    {UPDATE}"},
    ),
    Mistake(
        "batch-size-not-used",
        "train",
        "batch_size is not used.",
        "Cut each epoch into batches of that many samples.",
        {LOOP: LOOP.replace("batch_size", "64")},
        {LOOP: LOOP.replace("batch_size", "32")},
        {LOOP: LOOP.replace("batch_size", "1")},
    ),
    Mistake(
        "divided-by-the-training-set",
        "train",
        "A batch's gradient is divided by the size of the training set.",
        "It is a mean over the batch.",
        {UPDATE: UPDATE.replace("lr)", "lr * len(X_batch) / len(X_train))")},
    ),
    Mistake(
        "divided-by-the-full-batch",
        "train",
        "The smaller last batch is divided by batch_size.",
        "Its gradient is a mean over the samples that it has.",
        {UPDATE: UPDATE.replace("lr)", "lr * len(X_batch) / batch_size)")},
    ),
    Mistake(
        "lr-times-batch",
        "train",
        "The steps grow with the size of the batch.",
        "The gradient is a mean, and lr is the only factor.",
        {UPDATE: UPDATE.replace("lr)", "lr * len(X_batch))")},
    ),
    Mistake(
        "lr-by-batch",
        "train",
        "The steps are divided by the size of the batch.",
        "The gradient is a mean already, and lr is the only factor.",
        {UPDATE: UPDATE.replace("lr)", "lr / len(X_batch))")},
        {UPDATE: UPDATE.replace("lr)", "lr / batch_size)")},
    ),
    Mistake(
        "trained-uphill",
        "train",
        "Training goes up the loss.",
        "The steps go against the gradient, and step has the minus already.",
        {UPDATE: UPDATE.replace("lr)", "-lr)")},
    ),
    Mistake(
        "lr-not-used",
        "train",
        "The steps do not use lr.",
        "Hand it on to each of them.",
        {UPDATE: UPDATE.replace("lr)", "0.1)")},
        {UPDATE: UPDATE.replace("lr)", "0.01)")},
    ),
    Mistake(
        "gradients-kept-between-batches",
        "train",
        "The gradients of earlier batches are used again.",
        "Each step starts from 0, with its own batch.",
        {
            EPOCHS: f"kept = dict.fromkeys(model.params, 0)\n    {EPOCHS}",
            UPDATE: "            grads = model.backward(X_batch, y_batch)\n"
            "            kept = {name: kept[name] + grads[name] for name in grads}\n"
            "            model.step(kept, lr)\n",
        },
        {
            LOOP: f"kept = dict.fromkeys(model.params, 0)\n        {LOOP}",
            UPDATE: "            grads = model.backward(X_batch, y_batch)\n"
            "            kept = {name: kept[name] + grads[name] for name in grads}\n"
            "            model.step(kept, lr)\n",
        },
        {
            EPOCHS: f"kept = dict.fromkeys(model.params, 0)\n    {EPOCHS}",
            UPDATE: "            grads = model.backward(X_batch, y_batch)\n"
            "            kept = {name: 0.9 * kept[name] + grads[name] for name in grads}\n"
            "            model.step(kept, lr)\n",
        },
    ),
    Mistake(
        "two-steps-for-a-batch",
        "train",
        "Each batch makes two steps.",
        "One step for each batch.",
        {UPDATE: UPDATE + UPDATE},
    ),
    Mistake(
        "trained-on-validation-rows",
        "train",
        "The validation set takes part in the training.",
        "It is there to measure only: all steps come from X_train.",
        {LOOP: LOOP.replace("X_train, y_train", "np.vstack([X_train, X_val]), np.append(y_train, y_val)")},
        {LOOP: LOOP.replace("X_train, y_train", "X_val, y_val")},
    ),
    Mistake(
        "another-default-lr",
        "train",
        "Without lr it is another number than the contract's.",
        "Compare the defaults of train with the README.",
        *({DEFAULTS: DEFAULTS.replace("0.1", lr)} for lr in ("0.01", "0.5")),
    ),
    Mistake(
        "another-default-batch-size",
        "train",
        "Without batch_size it is another number than the contract's.",
        "Compare the defaults of train with the README.",
        *({DEFAULTS: DEFAULTS.replace("64", size)} for size in ("32", "10", "128")),
    ),
    Mistake(
        "weights-before-training-count",
        "train",
        "The model can get back the weights that it had before training.",
        "Only epochs count: start the best below any accuracy.",
        {
            EPOCHS: "best_acc = float(np.mean(model.predict(X_val) == y_val))\n"
            "    best = {name: param.copy() for name, param in model.params.items()}\n"
            f"    {EPOCHS}"
        },
        {
            "best_acc, best = -1.0, None\n": f"best_acc, best = 0.0, {COPIES}\n",
        },
    ),
    Mistake(
        "accuracy-zero-never-kept",
        "train",
        "No weights are kept while val_acc is 0, and there is nothing to restore.",
        "Start the best below 0.",
        {"best_acc, best = -1.0, None\n": "best_acc, best = 0.0, None\n"},
    ),
    Mistake(
        "steps-on-a-copy",
        "train",
        "The model that was handed in is not trained.",
        "The steps have to move this model itself, not a copy or a new one.",
        {EMPTY: EMPTY + "    model = __import__('copy').deepcopy(model)\n"},
    ),
    Mistake(
        "training-rows-changed",
        "train",
        "The caller's training set is changed.",
        "Shuffle row numbers, or work on a copy.",
        {
            LOOP: "order = rng.permutation(len(X_train))\n"
            f"        X_train[:], y_train[:] = X_train[order], y_train[order]\n        {LOOP}"
        },
    ),
    Mistake(
        "rows-and-labels-apart-in-train",
        "train",
        "X_train and y_train get orders of their own.",
        "One order of row numbers has to be used for both.",
        {LOOP: LOOP.replace("X_train, y_train", "rng.permutation(X_train), y_train")},
        {LOOP: LOOP.replace("X_train, y_train", "X_train, rng.permutation(y_train)")},
    ),
)

HISTORY = (
    Mistake(
        "validation-on-training-rows",
        "train",
        "val_loss or val_acc is measured on the training set.",
        "They are about X_val and y_val.",
        {PARTS: PARTS.replace("X_val, y_val", "X_train, y_train")},
        {
            ACCURACY: ACCURACY.replace("== y", "== y").replace(
                "probs.argmax(axis=1) == y", "model.predict(X_train) == y_train"
            )
        },
        {LOSS: LOSS.replace("cross_entropy(y, probs)", "cross_entropy(y_train, model.forward(X_train))")},
    ),
    Mistake(
        "training-on-validation-rows",
        "train",
        "train_loss or train_acc is measured on the validation set.",
        "They are about X_train and y_train.",
        {PARTS: PARTS.replace("X_train, y_train", "X_val, y_val")},
        {
            PARTS: PARTS.replace(
                '("train", X_train, y_train), ("val", X_val, y_val)',
                '("val", X_train, y_train), ("train", X_val, y_val)',
            )
        },
    ),
    Mistake(
        "accuracy-in-percent",
        "train",
        "The accuracies are in percent.",
        "They are shares, from 0 to 1.",
        {ACCURACY: ACCURACY.replace("float(", "100 * float(")},
    ),
    Mistake(
        "accuracy-as-a-count",
        "train",
        "The accuracies count right predictions.",
        "They are shares: divide by the number of samples.",
        {ACCURACY: ACCURACY.replace("np.mean", "np.sum")},
    ),
    Mistake(
        "share-of-errors",
        "train",
        "The accuracies are the share of wrong predictions.",
        "They are the share of right ones.",
        {ACCURACY: ACCURACY.replace("==", "!=")},
    ),
    Mistake(
        "loss-summed-over-samples",
        "train",
        "The losses are sums over the samples.",
        "They are means, as cross_entropy gives them.",
        {LOSS: LOSS.replace("cross_entropy(y, probs)", "cross_entropy(y, probs) * len(y)")},
    ),
    Mistake(
        "loss-divided-twice",
        "train",
        "The losses are divided by the number of samples twice.",
        "cross_entropy is a mean already.",
        {LOSS: LOSS.replace("cross_entropy(y, probs)", "cross_entropy(y, probs) / len(y)")},
    ),
    Mistake(
        "loss-and-accuracy-swapped",
        "train",
        "Losses and accuracies are in each other's lists.",
        "Compare what is appended with the names.",
        {
            'f"{part}_loss"': 'f"{part}_accuracy"',
            'f"{part}_acc"': 'f"{part}_loss"',
            EMPTY: EMPTY.replace("_acc", "_accuracy"),
            RETURN: RETURN.replace(
                "history", "{key.replace('accuracy', 'acc'): values for key, values in history.items()}"
            ),
            BETTER: BETTER.replace("val_acc", "val_loss"),
            BEST_ACC: BEST_ACC.replace("val_acc", "val_loss"),
        },
    ),
    Mistake(
        "curves-of-the-last-batch",
        "train",
        "train_loss and train_acc are those of one batch.",
        "Take the mean over the epoch's batches, or the whole training set.",
        {PARTS: PARTS.replace("X_train, y_train", "X_batch, y_batch")},
        {PARTS: PARTS.replace("X_train, y_train", "X_train[:batch_size], y_train[:batch_size]")},
    ),
    Mistake(
        "curves-without-a-number-an-epoch",
        "train",
        "The lists do not have one number for each epoch.",
        "Append once, after the epoch's last step.",
        {
            EPOCHS: f"""for name in history:
        history[name].append(0.0)
    {EPOCHS}"""
        },
        {
            UPDATE: f"{UPDATE}            probs = model.forward(X_batch)\n"
            "            history['train_loss'].append(cross_entropy(y_batch, probs))\n",
            LOSS: f"if part == 'val':\n                {LOSS}",
        },
        {
            BETTER: BETTER.replace(
                "if ", "for name in history:\n            history[name] = history[name][-1:]\n        if "
            )
        },
    ),
    Mistake(
        "other-number-of-epochs",
        "train",
        "There is an epoch too few or too many.",
        "Count the rounds of the loop: there are `epochs` of them.",
        {EPOCHS: EPOCHS.replace("epochs", "epochs + 1")},
        {EPOCHS: EPOCHS.replace("epochs", "1, epochs"), RESTORE: RESTORED_OR_NOT},
    ),
    Mistake(
        "curves-with-other-names",
        "train",
        "The lists have other names.",
        "They are train_loss, val_loss, train_acc and val_acc.",
        {
            RETURN: RETURN.replace(
                "history", "{key.replace('acc', 'accuracy'): values for key, values in history.items()}"
            )
        },
        {RETURN: RETURN.replace("history", "{key.replace('train_', ''): values for key, values in history.items()}")},
    ),
    Mistake(
        "curves-missing",
        "train",
        "One of the four lists is missing.",
        "train_loss, val_loss, train_acc and val_acc come back.",
        {RETURN: RETURN.replace("history", "{key: history[key] for key in ('train_loss', 'val_loss', 'val_acc')}")},
        {RETURN: RETURN.replace("history", "{key: history[key] for key in ('train_loss', 'val_acc')}")},
    ),
    Mistake(
        "train-returns-no-dict",
        "train",
        "What comes back is no dict of four lists.",
        "Return it, and nothing beside it: the model is changed as it is.",
        {RETURN: ""},
        {RETURN: "    return model, history\n"},
        {RETURN: "    return model\n"},
        {RETURN: "    return tuple(history.values())\n"},
    ),
    Mistake(
        "history-shared-by-trainings",
        "train",
        "The history still holds the numbers of an earlier training.",
        "Make new lists in each call.",
        {
            EMPTY: 'history = train.__dict__.setdefault("kept", {"train_loss": [], "val_loss": []})\n'
            '    history.setdefault("train_acc", []), history.setdefault("val_acc", [])\n'
        },
    ),
    Mistake(
        "validation-by-batches",
        "train",
        "val_loss or val_acc is a mean over batches of different sizes.",
        "Measure the whole validation set at once.",
        {
            LOSS: "pieces = range(0, len(y), batch_size)\n            "
            + LOSS.replace(
                "cross_entropy(y, probs)",
                "float(np.mean([cross_entropy(y[s : s + batch_size], probs[s : s + batch_size]) for s in pieces]))",
            ),
            ACCURACY: ACCURACY.replace(
                "np.mean(probs.argmax(axis=1) == y)",
                "np.mean([np.mean((probs.argmax(axis=1) == y)[s : s + batch_size]) for s in pieces])",
            ),
        },
        {PARTS: PARTS.replace("X_val, y_val", "X_val[:batch_size], y_val[:batch_size]")},
        {PARTS: PARTS.replace("X_val, y_val", "X_val[len(y_val) % batch_size :], y_val[len(y_val) % batch_size :]")},
    ),
    Mistake(
        "measured-before-the-steps",
        "train",
        "The curves are measured before the epoch's steps.",
        "val_loss and val_acc come after the last step of the epoch.",
        {
            LOOP: "before = {name: param.copy() for name, param in model.params.items()}\n        " + LOOP,
            PARTS: "after, model.params = model.params, before\n        " + PARTS,
            BETTER: "model.params = after\n        " + BETTER,
        },
        {
            LOOP: "before = model.predict(X_val)\n        " + LOOP,
            BETTER: "history['val_acc'][-1] = float(np.mean(before == y_val))\n        " + BETTER,
        },
        {
            LOOP: "before = cross_entropy(y_val, model.forward(X_val))\n        " + LOOP,
            BETTER: "history['val_loss'][-1] = before\n        " + BETTER,
        },
    ),
)

TRAIN_EPOCHS = (
    Mistake(
        "lr-falls-in-training",
        "train",
        "The learning rate falls in the course of the training.",
        "It is the same in every epoch.",
        {BETTER: f"lr *= 0.95\n        {BETTER}"},
        {BETTER: f"lr *= 0.99\n        {BETTER}"},
        {EPOCHS: EPOCHS.replace("_", "number"), UPDATE: UPDATE.replace("lr)", "lr / (1 + number))")},
        {EPOCHS: EPOCHS.replace("_", "number"), UPDATE: UPDATE.replace("lr)", "lr * (0.1 if number >= 20 else 1))")},
        {EPOCHS: EPOCHS.replace("_", "number"), UPDATE: UPDATE.replace("lr)", "lr * (number < 30))")},
    ),
    Mistake(
        "stopped-early",
        "train",
        "Training stops before the last epoch.",
        "All epochs are made; the best weights are kept for the end.",
        {BEST_ACC: f"{BEST_ACC}            if best_acc == 1:\n                {COPY}                break\n"},
        {COPY: f"{COPY}        elif history['val_acc'][-1] < best_acc:\n            break\n"},
        {
            COPY: f"{COPY}            best_epoch = len(history['val_acc'])\n"
            "        elif len(history['val_acc']) - best_epoch >= 5:\n            break\n"
        },
        {COPY: f"{COPY}        else:\n            break\n"},
        {
            COPY: f"{COPY}            best_epoch = len(history['val_acc'])\n"
            "        elif len(history['val_acc']) - best_epoch >= 29:\n            break\n"
        },
        {EPOCHS: EPOCHS.replace("epochs", "min(epochs, 30)")},
    ),
    Mistake(
        "another-default-number-of-epochs",
        "train",
        "Without epochs it is another number than the contract's.",
        "Compare the defaults of train with the README.",
        *({DEFAULTS: DEFAULTS.replace("30", epochs)} for epochs in ("10", "100")),
    ),
    Mistake(
        "best-weights-in-each-epoch",
        "train",
        "Each epoch begins with the best weights so far.",
        "They are restored once, after the last epoch.",
        {RESTORE: "        model.params = {name: param.copy() for name, param in best.items()}\n"},
    ),
    Mistake(
        "curves-over-all-epochs",
        "train",
        "train_loss and train_acc still hold earlier epochs.",
        "Start their sums and counts anew in each epoch.",
        {
            RETURN: "    for name in ('train_loss', 'train_acc'):\n"
            "        history[name] = list(np.cumsum(history[name]) / np.arange(1, epochs + 1))\n" + RETURN
        },
        {
            EPOCHS: f"total = count = 0\n    {EPOCHS}",
            UPDATE: "            total += cross_entropy(y_batch, model.forward(X_batch)) * len(y_batch)\n"
            f"            count += len(y_batch)\n{UPDATE}",
            BETTER: f"history['train_loss'][-1] = total / count\n        {BETTER}",
        },
    ),
    Mistake(
        "sums-over-all-epochs",
        "train",
        "The curves add up from epoch to epoch.",
        "Start their sums anew in each epoch.",
        {
            RETURN: "    for name in ('train_loss', 'train_acc'):\n"
            "        history[name] = list(np.cumsum(history[name]))\n" + RETURN
        },
        {
            EPOCHS: f"total = 0\n    {EPOCHS}",
            UPDATE: "            total += cross_entropy(y_batch, model.forward(X_batch)) * len(y_batch)\n" + UPDATE,
            BETTER: f"history['train_loss'][-1] = total / len(y_train)\n        {BETTER}",
        },
    ),
)

TRAIN_BEST = (
    Mistake(
        "last-weights-kept",
        "train",
        "The model ends with the weights of the last epoch.",
        "Keep a copy of the best epoch's arrays, and give it back at the end.",
        {COPY: "best = model.params\n"},
        {RESTORE: ""},
        {
            MOVED: "self.params[name] -= lr * grads[name]",
            COPY: "best = dict(model.params)\n",
        },
    ),
    Mistake(
        "best-by-validation-loss",
        "train",
        "The weights of the epoch with the lowest val_loss are restored.",
        "What counts is the highest val_acc.",
        {
            BETTER: 'if -history["val_loss"][-1] > best_acc:\n',
            BEST_ACC: 'best_acc = -history["val_loss"][-1]\n',
            "-1.0": "-np.inf",
        },
    ),
    Mistake(
        "best-by-training",
        "train",
        "The best epoch is chosen on the training set.",
        "What counts is the highest val_acc.",
        {BETTER: BETTER.replace("val_acc", "train_acc"), BEST_ACC: BEST_ACC.replace("val_acc", "train_acc")},
    ),
    Mistake(
        "first-epoch-kept",
        "train",
        "The model ends with the weights of the first epoch.",
        "Whenever val_acc is better than before, keep the weights anew.",
        {BETTER: "if best is None:\n"},
    ),
    Mistake(
        "worst-epoch-kept",
        "train",
        "The weights of the epoch with the lowest val_acc are restored.",
        "It is the highest that counts.",
        {BETTER: BETTER.replace(">", "<"), "-1.0": "2.0"},
        {BETTER: 'if history["val_loss"][-1] > best_acc:\n', BEST_ACC: 'best_acc = history["val_loss"][-1]\n'},
    ),
    Mistake(
        "better-than-the-epoch-before",
        "train",
        "Each epoch is compared with the one before it.",
        "Compare it with the best so far.",
        {COPY: COPY + '        best_acc = history["val_acc"][-1]\n'},
    ),
    Mistake(
        "only-the-best-weights-restored",
        "train",
        "Not all of the best epoch's parameters are restored.",
        "All four arrays belong together.",
        {RESTORE: "    model.params |= {name: best[name] for name in ('W1', 'W2')}\n"},
        {RESTORE: "    model.params |= {name: best[name] for name in ('W2', 'b2')}\n"},
        {RESTORE: "    model.params |= {name: best[name] for name in ('W1', 'b1')}\n"},
    ),
    Mistake(
        "weights-of-the-epoch-before",
        "train",
        "The weights are kept one epoch off the best one.",
        "Copy them after the epoch's steps, where its val_acc is measured.",
        {
            LOOP: "before = {name: param.copy() for name, param in model.params.items()}\n        " + LOOP,
            COPY: "best = before if len(history['val_acc']) > 1 else dict(model.params)\n",
        },
    ),
    Mistake(
        "best-of-an-earlier-training",
        "train",
        "The best accuracy of an earlier training still counts.",
        "Start anew in each call.",
        {
            BETTER: 'if history["val_acc"][-1] > train.__dict__.setdefault("best_acc", best_acc):\n',
            BEST_ACC: 'train.best_acc = history["val_acc"][-1]\n',
            RESTORE: RESTORED_OR_NOT,
        },
    ),
    Mistake(
        "best-weights-averaged",
        "train",
        "The model ends with a mean of several epochs' weights.",
        "Restore those of one epoch: the one with the best val_acc.",
        {
            EPOCHS: f"total = dict.fromkeys(model.params, 0)\n    {EPOCHS}",
            COPY: COPY + "        total = {name: total[name] + param for name, param in model.params.items()}\n",
            RESTORE: "    model.params = {name: array / epochs for name, array in total.items()}\n",
        },
    ),
)

TRAIN_ORDER = (
    Mistake(
        "training-not-shuffled",
        "train",
        "Training is the same for every seed.",
        "Draw a fresh order from rng in each epoch; a step uses its own batch alone.",
        {UPDATE: UPDATE.replace("X_batch, y_batch", "X_train, y_train")},
        {
            LOOP: "for start in range(0, len(X_train), batch_size):\n",
            UPDATE: "            stop = start + batch_size\n"
            "            X_batch, y_batch = X_train[start:stop], y_train[start:stop]\n" + UPDATE,
        },
        {EMPTY: EMPTY + "    rng = np.random.default_rng(0)\n"},
    ),
    Mistake(
        "shuffled-once",
        "train",
        "Every epoch has the same order.",
        "Draw a fresh one in each of them, inside the loop over the epochs.",
        {
            EPOCHS: f"batches = list(iterate_minibatches(X_train, y_train, batch_size, rng))\n    {EPOCHS}",
            LOOP: "for X_batch, y_batch in batches:\n",
        },
        {
            EPOCHS: f"seed = int(rng.integers(2**32))\n    {EPOCHS}",
            LOOP: LOOP.replace("rng)", "np.random.default_rng(seed))"),
        },
    ),
    Mistake(
        "training-from-another-generator",
        "train",
        "The order of the training comes from another generator than rng.",
        "Draw it from rng alone.",
        {LOOP: LOOP.replace("rng)", "np.random)")},
    ),
)

MISTAKES = (
    *STANDARDIZE,
    *BATCHES,
    *START,
    *FORWARDS,
    *BACKWARD,
    *STEP,
    *PREDICTS,
    *FILES,
    *TRAIN_STEPS,
    *HISTORY,
    *TRAIN_EPOCHS,
    *TRAIN_BEST,
    *TRAIN_ORDER,
)
