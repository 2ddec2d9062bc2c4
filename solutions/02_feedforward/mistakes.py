"""The known mistakes of exercise 02, each with its sentence for the learner."""

from nngrade.api import Mistake

# The words of the solution that are changed.
DRAW = "rng.normal(0, 1 / np.sqrt(d_in), size=(d_in, d_out))"
PAIR, PAIRS = f"({DRAW}, np.zeros(d_out))", "in pairwise(sizes)]"
INIT = f"return [{PAIR} for d_in, d_out {PAIRS}"
LAYER = "return sigmoid(X @ W + b)"
LOOP = "for W, b in layers:\n        X = layer_forward(X, W, b)\n    return X"
COUNT = "return sum(W.size + b.size for W, b in layers)"
TOP = "import numpy as np\n"


def lines(*body):
    """Return the statements of a function's body, as they stand in it."""
    return "\n    ".join(body)


INIT_LAYERS = (
    Mistake(
        "init-weights-turned",
        "init_layers",
        "Rows and columns of W have changed places.",
        "W is (d_in, d_out): one column a neuron.",
        {DRAW: "rng.normal(0, 1 / np.sqrt(d_in), size=(d_out, d_in))"},
    ),
    Mistake(
        "init-bias-per-input",
        "init_layers",
        "There is one bias for each input of a layer.",
        "Each neuron has one: b is (d_out,).",
        {"np.zeros(d_out)": "np.zeros(d_in)"},
    ),
    Mistake(
        "init-bias-row",
        "init_layers",
        "b has two axes: (1, d_out).",
        "One axis is enough, (d_out,): NumPy adds b to every row.",
        {"np.zeros(d_out)": "np.zeros((1, d_out))"},
    ),
    Mistake(
        "init-bias-column",
        "init_layers",
        "b is a column: (d_out, 1).",
        "It has one axis, (d_out,), since samples are rows here.",
        {"np.zeros(d_out)": "np.zeros((d_out, 1))"},
    ),
    Mistake(
        "init-bias-number",
        "init_layers",
        "b is one number for the whole layer.",
        "Each neuron has a bias of its own: b is (d_out,).",
        {"np.zeros(d_out)": "0.0"},
    ),
    Mistake(
        "init-layer-too-many",
        "init_layers",
        "Each number in `sizes` gets a layer: one too many.",
        "The first size is that of the inputs, which have no weights.",
        {PAIRS: "in zip([sizes[0], *sizes], sizes)]"},
    ),
    Mistake(
        "init-layer-missing",
        "init_layers",
        "A layer is missing.",
        "Between n sizes lie n - 1 layers: look at where your loop over `sizes` starts and ends.",
        {PAIRS: "in pairwise(sizes[:-1])]"},
    ),
    Mistake(
        "init-pair-turned",
        "init_layers",
        "In each pair the biases come first.",
        "A layer is (W, b): the weights first.",
        {PAIR: f"(np.zeros(d_out), {DRAW})"},
    ),
    Mistake(
        "init-two-lists",
        "init_layers",
        "The weights come in one list and the biases in another.",
        "One list is asked for, with a pair (W, b) for each layer.",
        {
            INIT: lines(
                f"layers = [{PAIR} for d_in, d_out {PAIRS}", "return [W for W, b in layers], [b for W, b in layers]"
            )
        },
    ),
    Mistake(
        "init-weights-only",
        "init_layers",
        "The list holds matrices alone.",
        "Each of its items is a pair: the weights W and the biases b.",
        {PAIR: DRAW},
    ),
    Mistake(
        "init-first-layer-only",
        "init_layers",
        "Only one layer, a single pair, is returned.",
        "A list of all pairs is asked for: is there a `return` inside the loop?",
        {INIT: lines("for d_in, d_out in pairwise(sizes):", f"    return {PAIR}")},
    ),
    Mistake(
        "init-no-return",
        "init_layers",
        "Nothing is returned.",
        "The list of layers must be handed back with `return`.",
        {INIT: INIT.replace("return", "layers =")},
    ),
    Mistake(
        "init-not-scaled",
        "init_layers",
        "The spread of the weights does not follow the number of inputs.",
        "Divide by the square root of d_in, in each layer anew.",
        {DRAW: "rng.normal(size=(d_in, d_out))"},
        {DRAW: "0.01 * rng.normal(size=(d_in, d_out))"},
        {DRAW: "0.1 * rng.normal(size=(d_in, d_out))"},
        {DRAW: "rng.uniform(-1, 1, size=(d_in, d_out))"},
    ),
    Mistake(
        "init-by-outputs",
        "init_layers",
        "The spread of the weights follows the number of neurons, d_out.",
        "It has to follow the number of inputs, d_in.",
        {DRAW: "rng.normal(0, 1 / np.sqrt(d_out), size=(d_in, d_out))"},
        {DRAW: "rng.normal(0, np.sqrt(2 / d_out), size=(d_in, d_out))"},
    ),
    Mistake(
        "init-no-root",
        "init_layers",
        "The weights are divided by d_in itself, or the root is taken twice.",
        "The standard deviation is 1 / sqrt(d_in).",
        {DRAW: "rng.normal(0, 1 / d_in, size=(d_in, d_out))"},
    ),
    Mistake(
        "init-one-sided",
        "init_layers",
        "The weights lie on one side of 0.",
        "Draw from -a to a, or from a normal distribution: 0 to 1 has the mean 0.5.",
        {DRAW: "rng.random((d_in, d_out))"},
        {DRAW: "rng.random((d_in, d_out)) / np.sqrt(d_in)"},
    ),
    Mistake(
        "init-all-alike",
        "init_layers",
        "All the weights of a layer are the same number.",
        "Neurons that start alike stay alike: draw the weights from rng.",
        {DRAW: "np.zeros((d_in, d_out))"},
        {DRAW: "np.ones((d_in, d_out))"},
    ),
    Mistake(
        "init-neurons-alike",
        "init_layers",
        "All the neurons of a layer start with the same weights.",
        "Draw d_in * d_out numbers, not one column for all.",
        {DRAW: "rng.normal(0, 1 / np.sqrt(d_in), size=(d_in, 1)) * np.ones(d_out)"},
    ),
    Mistake(
        "init-rows-alike",
        "init_layers",
        "All the rows of W are the same: every input weighs alike.",
        "Draw d_in * d_out numbers, not one row for all.",
        {DRAW: "rng.normal(0, 1 / np.sqrt(d_in), size=d_out) * np.ones((d_in, 1))"},
    ),
    Mistake(
        "init-biases-not-zero",
        "init_layers",
        "The biases do not start at 0.",
        "Only the weights are drawn.",
        {"np.zeros(d_out)": "rng.normal(size=d_out)"},
    ),
    Mistake(
        "init-other-generator",
        "init_layers",
        "The weights come from another source than rng.",
        "Draw with its methods only: nothing from `np.random` or `random`.",
        {DRAW: "np.random.normal(0, 1 / np.sqrt(d_in), size=(d_in, d_out))"},
    ),
    Mistake(
        "init-own-seed",
        "init_layers",
        "The weights do not depend on the rng that is passed in.",
        "Draw from `rng` in each call; keep no layers.",
        {INIT: lines("rng = np.random.default_rng(0)", INIT)},
    ),
    Mistake(
        "init-seeded-in-each-layer",
        "init_layers",
        "Every layer starts with the same random numbers.",
        "Go on with one generator, rng: no new one for each layer.",
        {
            INIT: lines(
                "seed = rng.integers(1000)",
                "layers = []",
                "for d_in, d_out in pairwise(sizes):",
                "    rng = np.random.default_rng(seed)",
                f"    layers.append({PAIR})",
                "return layers",
            )
        },
    ),
    Mistake(
        "init-sizes-used-up",
        "init_layers",
        "The list `sizes` is changed.",
        "Read it with a loop or an index: `pop` and `insert` change the caller's list.",
        {
            INIT: lines(
                "layers = []",
                "while len(sizes) > 1:",
                "    d_in, d_out = sizes.pop(0), sizes[0]",
                f"    layers.append({PAIR})",
                "return layers",
            )
        },
    ),
)

LAYER_FORWARD = (
    Mistake(
        "layer-no-bias",
        "layer_forward",
        "The biases are not added.",
        "sigmoid(X W + b): every neuron has one.",
        {LAYER: "return sigmoid(X @ W)"},
    ),
    Mistake(
        "layer-bias-subtracted",
        "layer_forward",
        "The biases are subtracted.",
        "They are added; their own sign does the rest.",
        {LAYER: "return sigmoid(X @ W - b)"},
    ),
    Mistake(
        "layer-bias-outside",
        "layer_forward",
        "The biases are added after the sigmoid.",
        "Add them to X W, before it.",
        {LAYER: "return sigmoid(X @ W) + b"},
    ),
    Mistake(
        "layer-bias-as-column",
        "layer_forward",
        "The biases are added down the columns: one to each sample.",
        "b belongs to the columns of X W, as it is: one axis.",
        {LAYER: "return sigmoid(X @ W + b[:, None])"},
    ),
    Mistake(
        "layer-bias-as-result",
        "layer_forward",
        "b is the third argument of a product: there the result is to be written.",
        "Add b with `+`.",
        {LAYER: "return sigmoid(np.matmul(X, W, b))"},
    ),
    Mistake(
        "layer-not-activated",
        "layer_forward",
        "The sigmoid is missing: X W + b comes out.",
        "The last step of a layer is the sigmoid.",
        {LAYER: "return X @ W + b"},
    ),
    Mistake(
        "layer-activated-twice",
        "layer_forward",
        "The sigmoid is applied twice.",
        "Once X W + b has been squashed, that is the output.",
        {LAYER: "return sigmoid(sigmoid(X @ W + b))"},
    ),
    Mistake(
        "layer-inputs-activated",
        "layer_forward",
        "X goes through the sigmoid before it is weighed.",
        "What comes in is taken as it is.",
        {LAYER: "return sigmoid(sigmoid(X) @ W + b)"},
    ),
    Mistake(
        "layer-other-activation",
        "layer_forward",
        "Another function stands where the sigmoid belongs: tanh, ReLU or a softmax.",
        "Here every layer ends with `sigmoid`.",
        {LAYER: "return np.tanh(X @ W + b)"},
        {LAYER: "return np.maximum(0, X @ W + b)"},
        {LAYER: "return np.tanh((X @ W + b) / 2)"},
    ),
    Mistake(
        "layer-entry-by-entry",
        "layer_forward",
        "X and W are multiplied entry by entry.",
        "The matrix product is `@`.",
        {LAYER: "return sigmoid(X * W + b)"},
        {LAYER: "return sigmoid(np.sum(X * W, axis=1) + b)"},
    ),
    Mistake(
        "layer-weights-transposed",
        "layer_forward",
        "W is transposed.",
        "It is (d_in, d_out) as it comes, one column a neuron; X W needs nothing turned.",
        {LAYER: "return sigmoid(X @ W.T + b)"},
        {LAYER: "return sigmoid(np.dot(X, W.T) + b)"},
    ),
    Mistake(
        "layer-product-turned",
        "layer_forward",
        "The factors have changed places: W comes before X.",
        "Samples are rows here: X first, then W.",
        {LAYER: "return sigmoid(W @ X + b)"},
        {LAYER: "return sigmoid(np.dot(W, X) + b)"},
    ),
    Mistake(
        "layer-turned-where-it-fits",
        "layer_forward",
        "A square W is turned: its rows are taken for the neurons.",
        "W is (d_in, d_out), even if square: a column a neuron.",
        {LAYER: "return sigmoid(X @ (W.T if W.shape[1] == X.shape[-1] else W) + b)"},
    ),
    Mistake(
        "layer-result-transposed",
        "layer_forward",
        "The result has a column for each sample.",
        "Samples are rows, (n, d_out): turn the columns at the end.",
        {LAYER: "return sigmoid(W.T @ X.T + b[:, None])"},
    ),
    Mistake(
        "layer-neurons-alike",
        "layer_forward",
        "All the neurons compute with the weights of the first one.",
        "Each neuron has its own column of W.",
        {LAYER: "return sigmoid(X @ W[:, :1] + b)"},
    ),
    Mistake(
        "layer-first-sample",
        "layer_forward",
        "Only the first sample is computed.",
        "Is there a `return` inside the loop over the rows, or an index 0?",
        {LAYER: "return np.array([sigmoid(X[0] @ W + b) for _ in X])"},
    ),
    Mistake(
        "layer-samples-merged",
        "layer_forward",
        "The samples of a batch are summed or averaged.",
        "Each row of X gives a row of its own.",
        {LAYER: "return sigmoid(X.mean(axis=0) @ W + b)"},
    ),
    Mistake(
        "layer-squeezed",
        "layer_forward",
        "An axis of length 1 is taken away.",
        "One row stays a row, one neuron a column: (n, d_out) always.",
        {LAYER: "return np.squeeze(sigmoid(X @ W + b))"},
        {LAYER: lines("A = sigmoid(X @ W + b)", "return A[0] if len(A) == 1 else A")},
    ),
    Mistake(
        "layer-whole-numbers",
        "layer_forward",
        "Where X holds integers the outputs are cut to integers, all 0.",
        "An array made with the dtype of X holds what X holds.",
        {LAYER: "return sigmoid(X @ W + b).astype(X.dtype)"},
    ),
    Mistake(
        "layer-rounded",
        "layer_forward",
        "The result is rounded.",
        "Give the numbers as they are computed.",
        {LAYER: "return np.round(sigmoid(X @ W + b), 4)"},
    ),
    Mistake(
        "layer-no-return",
        "layer_forward",
        "Nothing is returned.",
        "What is computed must be handed back with `return`.",
        {LAYER: "outputs = sigmoid(X @ W + b)"},
    ),
    Mistake(
        "layer-returns-more",
        "layer_forward",
        "Two things are returned.",
        "Only the outputs are asked for, not X W + b as well.",
        {LAYER: lines("Z = X @ W + b", "return sigmoid(Z), Z")},
    ),
    Mistake(
        "layer-input-missing",
        "layer_forward",
        "One input, the first or the last, is left out of the sums.",
        "All d_in count: range(d_in).",
        {LAYER: "return sigmoid(X[:, 1:] @ W[1:] + b)"},
        {LAYER: "return sigmoid(X[:, :-1] @ W[:-1] + b)"},
    ),
    Mistake(
        "layer-first-answer-kept",
        "layer_forward",
        "An earlier answer is given again for other numbers.",
        "Compute the outputs anew in each call.",
        {
            TOP: "import numpy as np\n\nKEPT = {}\n",
            LAYER: "return KEPT.setdefault((X.shape, W.shape), sigmoid(X @ W + b))",
        },
    ),
    Mistake(
        "layer-bias-for-each-input",
        "layer_forward",
        "The biases are added d_in times: once for each input.",
        "Once is enough, outside the loop over the inputs.",
        {LAYER: "return sigmoid(X @ W + W.shape[0] * b)"},
    ),
    Mistake(
        "layer-arguments-changed",
        "layer_forward",
        "X, W or b, which is passed in, is changed, as by `+=`.",
        "Compute a new array, or work on a copy.",
        {LAYER: lines("A = sigmoid(X @ W + b)", "if X.shape == A.shape:", "    X[...] = A", "return A")},
        {LAYER: lines("Z = X @ W", "b += Z[0]", "return sigmoid(Z + (b - Z[0]))")},
        {LAYER: lines("A = []", "for x in X:", "    b += x @ W", "    A.append(sigmoid(b))", "return np.array(A)")},
        {
            LAYER: lines(
                "if len(X) == 1:", "    b += X[0] @ W", "    return sigmoid(b)[None]", "return sigmoid(X @ W + b)"
            )
        },
    ),
)

FEEDFORWARD = (
    Mistake(
        "feedforward-first-layer",
        "feedforward",
        "Only the first layer is computed.",
        "Is there a `return` inside the loop over the layers?",
        {LOOP: lines("for W, b in layers:", "    return layer_forward(X, W, b)")},
    ),
    Mistake(
        "feedforward-same-input",
        "feedforward",
        "Every layer gets X itself.",
        "A layer takes in what the one before put out: keep it in one variable.",
        {LOOP: lines("for W, b in layers:", "    A = layer_forward(X, W, b)", "return A")},
        {LOOP: "return layer_forward(X, *layers[-1])"},
    ),
    Mistake(
        "feedforward-last-layer-missing",
        "feedforward",
        "The last layer is left out.",
        "Go through all of `layers`.",
        {"for W, b in layers:": "for W, b in layers[:-1]:"},
    ),
    Mistake(
        "feedforward-first-layer-missing",
        "feedforward",
        "The first layer is left out.",
        "Counting starts at 0; the inputs are no layer in the list.",
        {"for W, b in layers:": "for W, b in layers[1:]:"},
    ),
    Mistake(
        "feedforward-reversed",
        "feedforward",
        "The layers are taken from the last to the first.",
        "The first pair in the list is the first layer.",
        {"for W, b in layers:": "for W, b in layers[::-1]:"},
    ),
    Mistake(
        "feedforward-two-layers",
        "feedforward",
        "Two layers are computed, however many there are.",
        "A network may have one or more: loop over `layers`.",
        {LOOP: "return layer_forward(layer_forward(X, *layers[0]), *layers[1])"},
        {LOOP: lines("(W1, b1), (W2, b2) = layers", "return layer_forward(layer_forward(X, W1, b1), W2, b2)")},
        {LOOP: lines("for W, b in layers[:2]:", "    X = layer_forward(X, W, b)", "return X")},
    ),
    Mistake(
        "feedforward-first-answer-kept",
        "feedforward",
        "An earlier answer is given again for other numbers.",
        "Compute the outputs anew in each call, and keep none.",
        {
            TOP: "import numpy as np\n\nKEPT = {}\n",
            LOOP: lines(
                "if len(layers) not in KEPT:",
                "    KEPT.clear()",
                "    for W, b in layers:",
                "        X = layer_forward(X, W, b)",
                "    KEPT[len(layers)] = X",
                "return KEPT[len(layers)]",
            ),
        },
    ),
    Mistake(
        "feedforward-no-biases",
        "feedforward",
        "The biases are left out.",
        "Each layer adds its own b.",
        {"X = layer_forward(X, W, b)": "X = sigmoid(X @ W)"},
    ),
    Mistake(
        "feedforward-output-not-activated",
        "feedforward",
        "The last layer does not end with the sigmoid.",
        "Every layer does, the last one too.",
        {
            LOOP: lines(
                "for W, b in layers[:-1]:", "    X = layer_forward(X, W, b)", "return X @ layers[-1][0] + layers[-1][1]"
            )
        },
    ),
    Mistake(
        "feedforward-hidden-not-activated",
        "feedforward",
        "Only the last layer ends with the sigmoid.",
        "Every layer does, the hidden ones too.",
        {LOOP: lines("for W, b in layers:", "    X = X @ W + b", "return sigmoid(X)")},
    ),
    Mistake(
        "feedforward-not-activated",
        "feedforward",
        "No layer ends with the sigmoid.",
        "X W + b is only the first half of a layer.",
        {"X = layer_forward(X, W, b)": "X = X @ W + b"},
    ),
    Mistake(
        "feedforward-activated-after-layer",
        "feedforward",
        "Each layer's output goes through the sigmoid once more.",
        "`layer_forward` ends with the sigmoid already.",
        {"X = layer_forward(X, W, b)": "X = sigmoid(layer_forward(X, W, b))"},
    ),
    Mistake(
        "feedforward-output-activated-twice",
        "feedforward",
        "The last output goes through the sigmoid once more.",
        "The last layer has ended with it already.",
        {LOOP: LOOP.replace("return X", "return sigmoid(X)")},
    ),
    Mistake(
        "feedforward-inputs-activated",
        "feedforward",
        "X goes through the sigmoid before the first layer.",
        "The inputs are taken as they are.",
        {LOOP: lines("X = sigmoid(X)", LOOP)},
    ),
    Mistake(
        "feedforward-step",
        "feedforward",
        "Only 0s and 1s, or the place of the largest output, come out.",
        "The outputs themselves are asked for.",
        {LOOP: LOOP.replace("return X", "return (X > 0.5) * 1.0")},
    ),
    Mistake(
        "feedforward-sample-as-row",
        "feedforward",
        "One sample gives a row, (1, k).",
        "Where you made a batch of it, take the row out again: (d,) gives (k,).",
        {LOOP: lines("X = np.atleast_2d(X)", LOOP)},
    ),
    Mistake(
        "feedforward-squeezed",
        "feedforward",
        "Axes of length 1 are taken away.",
        "A batch of one row gives (1, k), and one output is (n, 1), or (1,) for one sample.",
        {LOOP: LOOP.replace("return X", "return np.squeeze(X)")},
        {LOOP: LOOP.replace("return X", "return np.atleast_1d(np.squeeze(X))")},
    ),
    Mistake(
        "feedforward-batch-only",
        "feedforward",
        "One sample is refused: it has no second axis.",
        "x of shape (d,) may come too.",
        {LOOP: lines("n, d = X.shape", LOOP)},
        {LOOP: lines("for W, b in layers:", "    X = np.array([sigmoid(x @ W + b) for x in X])", "return X")},
    ),
    Mistake(
        "feedforward-one-sample-as-number",
        "feedforward",
        "One output of one sample comes as a number.",
        "The result is (1,) there: one axis, one entry.",
        {LOOP: LOOP.replace("return X", "return X[0] if X.shape == (1,) else X")},
    ),
    Mistake(
        "feedforward-first-sample",
        "feedforward",
        "Only the first sample of a batch is computed.",
        "All rows go through the network together, or one after the other.",
        {LOOP: LOOP.replace("return X", "return X[0] if X.ndim == 2 else X")},
    ),
    Mistake(
        "feedforward-all-activations",
        "feedforward",
        "The outputs of all the layers are returned.",
        "Only those of the last layer are asked for.",
        {LOOP: lines("A = [X]", "for W, b in layers:", "    A.append(layer_forward(A[-1], W, b))", "return A")},
    ),
    Mistake(
        "feedforward-no-return",
        "feedforward",
        "Nothing is returned.",
        "What comes out of the last layer must be handed back with `return`.",
        {LOOP: LOOP.replace("\n    return X", "")},
    ),
    Mistake(
        "feedforward-layers-used-up",
        "feedforward",
        "The list `layers` is changed.",
        "Read it with a loop: `pop` and `reverse` change the caller's list.",
        {LOOP: lines("while layers:", "    W, b = layers.pop(0)", "    X = layer_forward(X, W, b)", "return X")},
    ),
    Mistake(
        "feedforward-inputs-changed",
        "feedforward",
        "X itself is changed.",
        "Let a new variable take what each layer puts out.",
        {
            LOOP: lines(
                "given = X",
                "for W, b in layers:",
                "    X = layer_forward(X, W, b)",
                "if given.shape == X.shape and given.dtype == float:",
                "    given[...] = X",
                "return X",
            )
        },
    ),
)

COUNT_PARAMETERS = (
    Mistake(
        "count-weights-only",
        "count_parameters",
        "The biases are not counted.",
        "A network learns them too.",
        {COUNT: "return sum(W.size for W, b in layers)"},
    ),
    Mistake(
        "count-biases-only",
        "count_parameters",
        "Only the biases, one for each neuron, are counted.",
        "Each neuron has its weights as well.",
        {COUNT: "return sum(b.size for W, b in layers)"},
    ),
    Mistake(
        "count-one-bias-a-layer",
        "count_parameters",
        "One bias is counted for each layer.",
        "Each neuron has one: b has d_out of them.",
        {COUNT: "return sum(W.size + 1 for W, b in layers)"},
    ),
    Mistake(
        "count-goes-on",
        "count_parameters",
        "The count goes on from the call before.",
        "Begin with 0 in each call, inside the function.",
        {
            TOP: "import numpy as np\n\nCOUNTED = []\n",
            COUNT: lines("COUNTED.extend(W.size + b.size for W, b in layers)", "return sum(COUNTED)"),
        },
    ),
    Mistake(
        "count-biases-by-inputs",
        "count_parameters",
        "As many biases are counted as a layer has inputs.",
        "Each neuron has one: b has d_out of them.",
        {COUNT: "return sum(W.size + W.shape[0] for W, b in layers)"},
    ),
    Mistake(
        "count-sizes-added",
        "count_parameters",
        "The sizes of a layer are added.",
        "W holds d_in times d_out numbers; `len` of it counts its rows alone.",
        {COUNT: "return sum(sum(W.shape) + len(b) for W, b in layers)"},
        {COUNT: "return sum(len(W) + len(b) for W, b in layers)"},
    ),
    Mistake(
        "count-arrays",
        "count_parameters",
        "The layers, or their arrays, are counted.",
        "What is asked for are the numbers in all of the arrays.",
        {COUNT: "return len(layers)"},
    ),
    Mistake(
        "count-first-layer",
        "count_parameters",
        "Only the first layer is counted.",
        "Add up over all the layers: is there a `return` inside the loop?",
        {COUNT: "return layers[0][0].size + layers[0][1].size"},
    ),
    Mistake(
        "count-last-layer",
        "count_parameters",
        "Only the last layer is counted.",
        "Add to the total in each turn of the loop; nothing is set anew.",
        {COUNT: "return layers[-1][0].size + layers[-1][1].size"},
    ),
    Mistake(
        "count-last-layer-missing",
        "count_parameters",
        "The last layer is not counted.",
        "Go through all of `layers`.",
        {COUNT: "return sum(W.size + b.size for W, b in layers[:-1])"},
    ),
    Mistake(
        "count-values-summed",
        "count_parameters",
        "The values of weights and biases are summed.",
        "How many there are is asked for, whatever they are.",
        {COUNT: "return sum(W.sum() + b.sum() for W, b in layers)"},
    ),
    Mistake(
        "count-not-zero",
        "count_parameters",
        "Numbers that are 0 are not counted.",
        "A weight of 0 is a parameter, too: `.size` counts the entries.",
        {COUNT: "return sum(np.count_nonzero(W) + np.count_nonzero(b) for W, b in layers)"},
    ),
    Mistake(
        "count-same-shape-once",
        "count_parameters",
        "Layers of the same shape are counted once.",
        "A dict or set of shapes holds them once: add in the loop.",
        {COUNT: "return sum({W.shape: W.size + b.size for W, b in layers}.values())"},
    ),
    Mistake(
        "count-float",
        "count_parameters",
        "The count is a float.",
        "Start from 0, not from 0.0, and divide nothing.",
        {COUNT: "return float(sum(W.size + b.size for W, b in layers))"},
    ),
    Mistake(
        "count-each-layer",
        "count_parameters",
        "The layers are counted one by one.",
        "One number for the whole network is asked for.",
        {COUNT: "return [W.size + b.size for W, b in layers]"},
    ),
    Mistake(
        "count-no-return",
        "count_parameters",
        "Nothing is returned.",
        "The total must be handed back with `return`.",
        {COUNT: COUNT.replace("return", "total =")},
    ),
    Mistake(
        "count-latest",
        "count_parameters",
        "What is counted is the network that `init_layers` made last.",
        "Count what is handed in: W and b of each of `layers`.",
        {
            INIT: lines("init_layers.sizes = sizes", INIT),
            COUNT: "return sum((d_in + 1) * d_out for d_in, d_out in pairwise(getattr(init_layers, 'sizes', [])))",
        },
    ),
    Mistake(
        "count-layers-used-up",
        "count_parameters",
        "The list `layers` is changed.",
        "Read it with a loop: `pop` changes the caller's list.",
        {
            COUNT: lines(
                "total = 0", "while layers:", "    W, b = layers.pop()", "    total += W.size + b.size", "return total"
            )
        },
    ),
)

MISTAKES = INIT_LAYERS + LAYER_FORWARD + FEEDFORWARD + COUNT_PARAMETERS
