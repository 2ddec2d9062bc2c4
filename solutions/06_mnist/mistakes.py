"""Known mistakes of exercise 06, each with its sentence for the learner."""

from nngrade.api import Mistake

# Three epochs tell where a model is kept as well as twenty do: neither a diagnosis nor the audit waits for a training.
FIT = "n_hidden, epochs, batch_size, lr, momentum = 128, 20, 100, 0.1, 0.9"
QUICK = {FIT: FIT + "\n    epochs = 3"}

HEADER = 'if number == 1 and fields[0] == "label":'
LENGTH = 'raise ValueError(f"line {number} has {len(fields)} fields, not 785")'
FIELD = 'raise ValueError(f"line {number} has a field that is no number: {error}") from None'
NUMBERS = "rows.append([int(field) for field in fields])"
TABLE = "table = np.array(rows)"
DATA = "return table[:, 1:], table[:, 0]"

LOAD_CSV = (
    Mistake(
        "csv-first-line-skipped",
        "load_csv",
        "The first line is skipped in every file: without a header the first sample is lost.",
        "Skip it only where it is one.",
        {HEADER: "if number == 1:"},
    ),
    Mistake(
        "csv-header-as-data",
        "load_csv",
        "The header line is taken for a sample: its words are no numbers.",
        "Skip the first line if it begins with label.",
        {HEADER: "if False:"},
        {HEADER: "if False:", FIELD: "raise"},
        {HEADER: "if False:", FIELD: "raise", NUMBERS: "rows.append([float(field) for field in fields])"},
    ),
    Mistake(
        "csv-label-last",
        "load_csv",
        "The last field is taken for the label, the first for a pixel.",
        "The label is field 0 of each line.",
        {DATA: "return table[:, :-1], table[:, -1]"},
    ),
    Mistake(
        "csv-label-in-x",
        "load_csv",
        "The label column is still in X, which has 785 columns.",
        "X holds fields 1 to 784.",
        {DATA: "return table, table[:, 0]"},
    ),
    Mistake(
        "csv-last-pixel-lost",
        "load_csv",
        "The last pixel of each row is missing: X has 783 columns.",
        "A slice ends before its second number.",
        {DATA: "return table[:, 1:-1], table[:, 0]"},
        {DATA: "return table[:, 1:784], table[:, 0]"},
    ),
    Mistake(
        "csv-last-row-lost",
        "load_csv",
        "The last sample of the file is missing.",
        "Look at where reading, or a slice of the lines, ends.",
        {TABLE: "table = np.array(rows[:-1]).reshape(-1, 785)"},
    ),
    Mistake(
        "csv-scaled",
        "load_csv",
        "The pixels are divided by 255 here already.",
        "load_csv returns them as they stand in the file; prepare scales.",
        {DATA: "return table[:, 1:] / 255, table[:, 0]"},
    ),
    Mistake(
        "csv-labels-scaled",
        "load_csv",
        "The labels are divided with the pixels: they all become 0.",
        "Take y out before anything is computed.",
        {DATA: "return table[:, 1:] / 255, (table[:, 0] / 255).astype(int)"},
        {DATA: "return table[:, 1:], table[:, 0] // 255"},
    ),
    Mistake(
        "csv-float-labels",
        "load_csv",
        "The labels come out as floats; later they are to be indices.",
        "Give y an integer type.",
        {TABLE: "table = np.array(rows, dtype=float)"},
    ),
    Mistake(
        "csv-x-y-swapped",
        "load_csv",
        "The labels come first and the pixels second.",
        "The order is X, y.",
        {DATA: "return table[:, 0], table[:, 1:]"},
    ),
    Mistake(
        "csv-y-column",
        "load_csv",
        "y has a second axis, (n, 1): a column of a table, not a list of labels.",
        "Index with 0, not with a slice.",
        {DATA: "return table[:, 1:], table[:, :1]"},
    ),
    Mistake(
        "csv-transposed",
        "load_csv",
        "X is (784, n): one sample is a column.",
        "One sample is one row.",
        {DATA: "return table[:, 1:].T, table[:, 0]"},
    ),
    Mistake(
        "csv-one-row-flat",
        "load_csv",
        "A file with one sample loses an axis.",
        "Even then X is (1, 784) and y is (1,).",
        {DATA: "return table[:, 1:].squeeze(), table[:, 0].squeeze()"},
        {TABLE: "table = np.array(rows).squeeze()"},
        {DATA: "return table[:, 1:].squeeze(), table[:, 0]"},
    ),
    Mistake(
        "csv-text",
        "load_csv",
        "Pixels and labels are still text.",
        "Convert every field to a number.",
        {NUMBERS: "rows.append(fields)"},
    ),
    Mistake(
        "csv-lines-from-0",
        "load_csv",
        "The line in the message is one too small: the lines are counted from 0.",
        "Let the count start at 1.",
        {
            "for number, line in enumerate(file, start=1):": "for number, line in enumerate(file):",
            HEADER: 'if number == 0 and fields[0] == "label":',
        },
    ),
    Mistake(
        "csv-header-not-counted",
        "load_csv",
        "Where there is a header, the line in your message is one too small.",
        "Count the header, too: it is line 1.",
        {
            HEADER: 'number = len(rows) + 1\n            if not rows and fields[0] == "label":',
        },
    ),
    Mistake(
        "csv-header-always-counted",
        "load_csv",
        "Without a header the line in the message is one too large.",
        "Count lines of the file, not rows plus a header.",
        {
            HEADER: 'number = len(rows) + 2\n            if not rows and fields[0] == "label":',
        },
    ),
    Mistake(
        "csv-no-line",
        "load_csv",
        "No message tells the line.",
        "Put the number of the line into every ValueError that a bad row causes.",
        {LENGTH: 'raise ValueError("a row has not 785 fields")', FIELD: "raise"},
    ),
    Mistake(
        "csv-length-without-line",
        "load_csv",
        "A row of another length than 785 is not told by its line.",
        "Compare the number of fields of each row with 785.",
        {LENGTH: 'raise ValueError("a row has not 785 fields")'},
        {LENGTH: "pass"},
    ),
    Mistake(
        "csv-field-without-line",
        "load_csv",
        "A field that is empty or no number is not told by its line.",
        "Catch the conversion's error; raise one that names it.",
        {FIELD: "raise"},
    ),
    Mistake(
        "csv-bad-rows-skipped",
        "load_csv",
        "Bad rows are left out in silence.",
        "Raise a ValueError that names the line.",
        {LENGTH: "continue", FIELD: "continue"},
    ),
    Mistake(
        "csv-long-rows-cut",
        "load_csv",
        "A row with too many fields is accepted, and cut.",
        "Any number of fields but 785 is an error.",
        {
            "if len(fields) != 785:": "if len(fields) < 785:",
            NUMBERS: "rows.append([int(field) for field in fields[:785]])",
        },
    ),
    Mistake(
        "csv-empty-as-0",
        "load_csv",
        "An empty field is read as 0.",
        "It is an error, in a pixel and in the label.",
        {NUMBERS: "rows.append([int(field or 0) for field in fields])"},
    ),
    Mistake(
        "csv-first-line-forgiven",
        "load_csv",
        "A bad first row is taken for a header, and skipped.",
        "A header begins with label; another first line is a sample.",
        {HEADER: "if number == 1 and not all(field.isdigit() for field in fields):"},
    ),
    Mistake(
        "csv-bad-field-as-0",
        "load_csv",
        "A field that is empty or no number gets a number of its own instead of an error.",
        "Raise a ValueError.",
        {NUMBERS: "rows.append([int(field) if field.isdigit() else 0 for field in fields])"},
    ),
    Mistake(
        "csv-label-not-checked",
        "load_csv",
        "A label that is no number is not told by its line.",
        "It needs the same care as the pixels.",
        {
            NUMBERS: "row = [int(field) for field in fields[1:]]",
            FIELD: FIELD + "\n            rows.append([int(fields[0]), *row])",
        },
    ),
    Mistake(
        "csv-other-error",
        "load_csv",
        "A row of another length raises an error of another kind.",
        "It must be a ValueError.",
        {LENGTH: 'raise AssertionError(f"line {number} has {len(fields)} fields, not 785")'},
        {LENGTH: 'raise Exception(f"line {number} has {len(fields)} fields, not 785")'},
    ),
)

ORDER = "order = rng.permutation(len(X))\n    X, y = "
SCALED = "X, y = X[order] / 255, y[order]"
N_VAL = "n_val = round(len(X) * val_fraction)"
PARTS = "return X[n_val:], y[n_val:], X[:n_val], y[:n_val]"

PREPARE = (
    Mistake(
        "prepare-not-shuffled",
        "prepare",
        "The samples are split in the order in which they came.",
        "Shuffle before the split.",
        {ORDER: "order = np.arange(len(X))\n    X, y = "},
    ),
    Mistake(
        "prepare-apart",
        "prepare",
        "X and y are not shuffled together: rows have another row's label.",
        "Use one order for both.",
        {SCALED: "X, y = X[order] / 255, y[rng.permutation(len(y))]"},
    ),
    Mistake(
        "prepare-late-shuffle",
        "prepare",
        "The split comes first, and only the training rows are shuffled.",
        "Shuffle all rows, then cut.",
        {
            ORDER: "v = round(len(X) * val_fraction)\n"
            "    order = np.r_[np.arange(v), v + rng.permutation(len(X) - v)]\n    X, y = "
        },
    ),
    Mistake(
        "prepare-not-scaled",
        "prepare",
        "The pixels are not scaled: they still go up to 255.",
        "Divide them by 255.",
        {SCALED: "X, y = X[order], y[order]"},
    ),
    Mistake(
        "prepare-scaled-by-largest",
        "prepare",
        "The pixels are divided by the largest one that occurs.",
        "The scale is always 255.",
        {SCALED: "X, y = X[order] / X.max(), y[order]"},
    ),
    Mistake(
        "prepare-scaled-if-bright",
        "prepare",
        "Pixels are scaled only where some are above 1.",
        "Dark images go from 0 to 255 too: always divide by 255.",
        {SCALED: "X, y = X[order] / (255 if X.max() > 1 else 1), y[order]"},
    ),
    Mistake(
        "prepare-whole-division",
        "prepare",
        "The pixels come out as whole numbers: all but 255 become 0.",
        "Divide as floats.",
        {SCALED: "X, y = X[order] // 255, y[order]"},
        {SCALED: "X, y = (X[order] / 255).astype(int), y[order]"},
    ),
    Mistake(
        "prepare-scaled-twice",
        "prepare",
        "The pixels are divided by 255 twice.",
        "Look for a second division.",
        {SCALED: "X, y = X[order] / 255 / 255, y[order]"},
    ),
    Mistake(
        "prepare-by-256",
        "prepare",
        "The pixels are divided by 256.",
        "The largest possible pixel, 255, becomes 1.",
        {SCALED: "X, y = X[order] / 256, y[order]"},
    ),
    Mistake(
        "prepare-centred",
        "prepare",
        "A mean, or one half, is subtracted from the pixels.",
        "Divide by 255, and nothing else.",
        {SCALED: "X, y = X[order] / 255 - 0.5, y[order]"},
        {SCALED: "X, y = (X[order] - X.mean()) / X.std(), y[order]"},
    ),
    Mistake(
        "prepare-validation-not-scaled",
        "prepare",
        "Only the training pixels are scaled.",
        "Both parts must be divided by 255.",
        {SCALED: "X, y = X[order], y[order]", PARTS: "return X[n_val:] / 255, y[n_val:], X[:n_val], y[:n_val]"},
    ),
    Mistake(
        "prepare-nothing-from-the-end",
        "prepare",
        "Where validation gets no sample it gets them all: [-0:] is the whole array.",
        "Cut at len(X) - n_val.",
        {PARTS: "return X[:-n_val], y[:-n_val], X[-n_val:], y[-n_val:]"},
    ),
    Mistake(
        "prepare-sizes-swapped",
        "prepare",
        "The two parts have changed places: training gets val_fraction of the samples.",
        "Validation gets that share.",
        {PARTS: "return X[:n_val], y[:n_val], X[n_val:], y[n_val:]"},
    ),
    Mistake(
        "prepare-other-order",
        "prepare",
        "The four parts come as X_train, X_val, y_train, y_val.",
        "The order here is X_train, y_train, X_val, y_val.",
        {PARTS: "return X[n_val:], X[:n_val], y[n_val:], y[:n_val]"},
    ),
    Mistake(
        "prepare-overlap",
        "prepare",
        "The validation rows are still among the training rows.",
        "Training gets what is left over.",
        {PARTS: "return X, y, X[:n_val], y[:n_val]"},
    ),
    Mistake(
        "prepare-one-row-twice",
        "prepare",
        "One row is in both parts.",
        "Both parts meet at the same index.",
        {PARTS: "return X[n_val - 1 :], y[n_val - 1 :], X[:n_val], y[:n_val]"},
    ),
    Mistake(
        "prepare-one-row-lost",
        "prepare",
        "One row is in neither part.",
        "Both parts meet at the same index.",
        {PARTS: "return X[n_val + 1 :], y[n_val + 1 :], X[:n_val], y[:n_val]"},
        {PARTS: "return X[n_val:-1], y[n_val:-1], X[:n_val], y[:n_val]"},
    ),
    Mistake(
        "prepare-drawn-twice",
        "prepare",
        "Rows are drawn so that one can come twice and another never.",
        "Each row comes exactly once.",
        {ORDER: "order = rng.integers(0, len(X), size=len(X))\n    X, y = "},
    ),
    Mistake(
        "prepare-pixels-shuffled",
        "prepare",
        "The pixels within the rows are put in another order.",
        "Shuffle along the first axis only.",
        {SCALED: "X, y = X[order][:, rng.permutation(784)] / 255, y[order]"},
    ),
    Mistake(
        "prepare-np-random",
        "prepare",
        "The order comes from a generator that is not `rng`: it cannot be repeated.",
        "Draw from `rng`.",
        {ORDER: "order = np.random.permutation(len(X))\n    X, y = "},
    ),
    Mistake(
        "prepare-own-seed",
        "prepare",
        "The order is the same whatever the seed of `rng`.",
        "Draw from `rng`, not from a generator with a seed of its own.",
        {ORDER: "order = np.random.default_rng(0).permutation(len(X))\n    X, y = "},
    ),
    Mistake(
        "prepare-in-place-division",
        "prepare",
        "An array of integers is divided in place, which cannot hold the result.",
        "Compute a new array.",
        {SCALED: "X, y = X[order], y[order]\n    X /= 255"},
    ),
    Mistake(
        "prepare-changes-x",
        "prepare",
        "The caller's pixels are scaled, or moved, in place.",
        "Compute a new array: np.asarray makes no copy of floats.",
        {SCALED: 'X = X if X.dtype.kind == "f" else X.astype(float)\n    X /= 255\n    X, y = X[order], y[order]'},
    ),
    Mistake(
        "prepare-shuffles-arguments",
        "prepare",
        "The caller's X and y are shuffled in place.",
        "Index with a permutation: that makes new arrays.",
        {SCALED: "X[:], y[:] = X[order], y[order]\n    X = X / 255"},
    ),
)

SHAPES = 'shapes = {"W1": (n_in, n_hidden), "b1": (n_hidden,), "W2": (n_hidden, n_out), "b2": (n_out,)}'
DRAWS = "return {name: rng.random(shape) - 0.5 for name, shape in shapes.items()}"

INIT = (
    Mistake(
        "init-positive",
        "init_params",
        "The weights lie between 0 and 1: their mean is one half, not 0.",
        "Move the interval to [-0.5, 0.5).",
        {DRAWS: "return {name: rng.random(shape) for name, shape in shapes.items()}"},
    ),
    Mistake(
        "init-normal",
        "init_params",
        "The weights are drawn from a normal distribution.",
        "Uniform in [-0.5, 0.5) is asked for.",
        {DRAWS: "return {name: rng.normal(size=shape) for name, shape in shapes.items()}"},
        {DRAWS: "return {name: rng.normal(scale=0.5, size=shape) for name, shape in shapes.items()}"},
        {DRAWS: "return {name: rng.normal(scale=0.1, size=shape) for name, shape in shapes.items()}"},
        {DRAWS: "return {name: rng.normal(scale=0.01, size=shape) for name, shape in shapes.items()}"},
    ),
    Mistake(
        "init-twice-as-wide",
        "init_params",
        "The weights lie between -1 and 1, twice as wide as asked.",
        "The interval is [-0.5, 0.5).",
        {DRAWS: "return {name: 2 * rng.random(shape) - 1 for name, shape in shapes.items()}"},
    ),
    Mistake(
        "init-scaled-down",
        "init_params",
        "The weights are scaled by the size of their layer.",
        "Here all of them are uniform in [-0.5, 0.5).",
        {DRAWS: "return {name: (2 * rng.random(shape) - 1) * np.sqrt(6 / shape[0]) for name, shape in shapes.items()}"},
        {DRAWS: "return {name: rng.normal(size=shape) * np.sqrt(2 / shape[0]) for name, shape in shapes.items()}"},
    ),
    Mistake(
        "init-zeros",
        "init_params",
        "The weights are all the same: then all hidden neurons stay the same for ever.",
        "Draw each of them.",
        {DRAWS: "return {name: np.zeros(shape) for name, shape in shapes.items()}"},
    ),
    Mistake(
        "init-neurons-alike",
        "init_params",
        "All neurons of a layer get the same weights.",
        "Draw a number for every entry of the matrix.",
        {DRAWS: "return {name: (np.zeros(shape).T + rng.random(shape[0]) - 0.5).T for name, shape in shapes.items()}"},
    ),
    Mistake(
        "init-transposed",
        "init_params",
        "The weight matrices are transposed.",
        "Rows are what goes into a layer, columns what comes out of it.",
        {
            SHAPES: SHAPES.replace("(n_in, n_hidden)", "(n_hidden, n_in)").replace(
                "(n_hidden, n_out)", "(n_out, n_hidden)"
            )
        },
    ),
    Mistake(
        "init-bias-rows",
        "init_params",
        "The biases have two axes, (1, n).",
        "A bias has one axis: one number for each neuron.",
        {SHAPES: SHAPES.replace("(n_hidden,)", "(1, n_hidden)").replace("(n_out,)", "(1, n_out)")},
    ),
    Mistake(
        "init-fixed-sizes",
        "init_params",
        "The sizes are those of MNIST, whatever is asked for.",
        "Use n_in, n_hidden and n_out.",
        {SHAPES: 'shapes = {"W1": (784, 10), "b1": (10,), "W2": (10, 10), "b2": (10,)}'},
    ),
    Mistake(
        "init-biases-one",
        "init_params",
        "The biases are a constant other than 0.",
        "They are zeros, or drawn as the weights are.",
        {DRAWS: "return {n: np.ones(s) if len(s) == 1 else rng.random(s) - 0.5 for n, s in shapes.items()}"},
    ),
    Mistake(
        "init-np-random",
        "init_params",
        "The weights come from a generator that is not `rng`: they cannot be repeated.",
        "Draw from `rng`.",
        {DRAWS: "return {name: np.random.rand(*shape) - 0.5 for name, shape in shapes.items()}"},
    ),
    Mistake(
        "init-own-seed",
        "init_params",
        "The weights are the same whatever the seed of `rng`.",
        "Draw from `rng`, not from a generator with a seed of its own.",
        {SHAPES: SHAPES + "\n    rng = np.random.default_rng(0)"},
    ),
)
Z1 = 'Z1 = X @ params["W1"] + params["b1"]'
A1 = "A1 = np.maximum(Z1, 0)"
Z2 = 'Z2 = A1 @ params["W2"] + params["b2"]'
EXP = "E = np.exp(Z2 - Z2.max(axis=1, keepdims=True))"
OUT = "return Z1, A1, Z2, E / E.sum(axis=1, keepdims=True)"

FORWARD = (
    Mistake(
        "forward-softmax-overflows",
        "forward",
        "exp overflows where Z2 is large: A2 holds NaN.",
        "Shift each row first; softmax stays the same.",
        {EXP: "E = np.exp(Z2)"},
    ),
    Mistake(
        "forward-one-maximum",
        "forward",
        "Softmax is shifted by one maximum for all rows: rows far below it become 0 / 0.",
        "Each row needs its own.",
        {EXP: "E = np.exp(Z2 - Z2.max())"},
    ),
    Mistake(
        "forward-maximum-of-columns",
        "forward",
        "Softmax is shifted by the maximum of each column, which changes it.",
        "Take the maximum of each row.",
        {EXP: "E = np.exp(Z2 - Z2.max(axis=0))"},
    ),
    Mistake(
        "forward-softmax-of-columns",
        "forward",
        "Softmax runs along the columns: they sum to 1, the rows do not.",
        "Classes lie along axis 1.",
        {EXP: "E = np.exp(Z2 - Z2.max(axis=0))", OUT: "return Z1, A1, Z2, E / E.sum(axis=0)"},
        {EXP: "E = np.exp(Z2 - Z2.max())", OUT: "return Z1, A1, Z2, E / E.sum(axis=0)"},
    ),
    Mistake(
        "forward-sums-of-columns",
        "forward",
        "The exponentials are divided by the sums of the columns, not of the rows.",
        "Classes lie along axis 1.",
        {OUT: "return Z1, A1, Z2, E / E.sum(axis=0)"},
    ),
    Mistake(
        "forward-softmax-of-all",
        "forward",
        "Softmax divides by the sum over the whole batch.",
        "Each row by itself must sum to 1.",
        {EXP: "E = np.exp(Z2 - Z2.max())", OUT: "return Z1, A1, Z2, E / E.sum()"},
        {OUT: "return Z1, A1, Z2, E / E.sum()"},
    ),
    Mistake(
        "forward-keepdims",
        "forward",
        "The rows' sums lose their axis and are broadcast along the columns.",
        "They must stay a column, (n, 1).",
        {OUT: "return Z1, A1, Z2, E / E.sum(axis=1)"},
        {EXP: "E = np.exp(Z2 - Z2.max(axis=1))"},
    ),
    Mistake(
        "forward-not-normalised",
        "forward",
        "A2 holds the exponentials, not divided by their sum.",
        "Each row of A2 sums to 1.",
        {OUT: "return Z1, A1, Z2, E"},
        {EXP: "E = np.exp(Z2)", OUT: "return Z1, A1, Z2, E"},
    ),
    Mistake(
        "forward-softmax-twice",
        "forward",
        "Softmax is applied twice.",
        "Once, to Z2, is enough.",
        {OUT: "E = np.exp(E / E.sum(axis=1, keepdims=True))\n    " + OUT},
    ),
    Mistake(
        "forward-sigmoid-output",
        "forward",
        "The output is a sigmoid: the rows of A2 do not sum to 1.",
        "The output layer has softmax.",
        {OUT: "return Z1, A1, Z2, 1 / (1 + np.exp(-Z2))"},
    ),
    Mistake(
        "forward-relu-on-output",
        "forward",
        "ReLU is applied to Z2 before softmax.",
        "The logits stay as they are, negative ones too.",
        {Z2: Z2 + "\n    Z2 = np.maximum(Z2, 0)"},
        {EXP: "E = np.exp(np.maximum(Z2, 0) - np.maximum(Z2, 0).max(axis=1, keepdims=True))"},
    ),
    Mistake(
        "forward-no-relu",
        "forward",
        "The hidden layer has no ReLU: A1 is Z1.",
        "Negative entries of Z1 become 0 in A1.",
        {A1: "A1 = Z1"},
    ),
    Mistake(
        "forward-z1-lost",
        "forward",
        "Z1 is overwritten by ReLU: it is A1 a second time.",
        "Keep Z1 as it was; A1 is another array.",
        {A1: "A1 = np.maximum(Z1, 0, out=Z1)"},
    ),
    Mistake(
        "forward-z2-shifted",
        "forward",
        "Z2 is returned with each row's maximum subtracted.",
        "Subtract it in a new array.",
        {EXP: "Z2 -= Z2.max(axis=1, keepdims=True)\n    E = np.exp(Z2)"},
    ),
    Mistake(
        "forward-leaky-relu",
        "forward",
        "Negative entries of Z1 are made small in A1.",
        "ReLU sets them to 0.",
        {A1: "A1 = np.where(Z1 > 0, Z1, 0.01 * Z1)"},
        {A1: "A1 = np.where(Z1 > 0, Z1, 0.1 * Z1)"},
    ),
    Mistake(
        "forward-relu-of-0-and-1",
        "forward",
        "A1 holds 1 where Z1 is positive: that is ReLU's derivative.",
        "ReLU keeps the positive entries themselves.",
        {A1: "A1 = (Z1 > 0).astype(float)"},
    ),
    Mistake(
        "forward-largest-of-columns",
        "forward",
        "The largest entry of each column is taken where ReLU is meant.",
        "Compare each entry with 0: np.maximum.",
        {A1: "A1 = np.max(Z1, 0)"},
    ),
    Mistake(
        "forward-sigmoid-hidden",
        "forward",
        "The hidden layer has another activation than ReLU.",
        "A1 is Z1 where that is positive, else 0.",
        {A1: "A1 = 1 / (1 + np.exp(-Z1))"},
        {A1: "A1 = np.tanh(Z1)"},
    ),
    Mistake(
        "forward-z2-from-z1",
        "forward",
        "The output layer is given Z1.",
        "It takes what the hidden layer puts out, A1.",
        {Z2: 'Z2 = Z1 @ params["W2"] + params["b2"]'},
    ),
    Mistake(
        "forward-no-b1",
        "forward",
        "The bias b1 is not added.",
        "Z1 is X W1 + b1.",
        {Z1: 'Z1 = X @ params["W1"]'},
        {Z1: 'Z1 = X @ params["W1"]', A1: 'A1 = np.maximum(Z1 + params["b1"], 0)'},
    ),
    Mistake(
        "forward-no-b2",
        "forward",
        "The bias b2 is not added.",
        "Z2 is A1 W2 + b2.",
        {Z2: 'Z2 = A1 @ params["W2"]'},
    ),
    Mistake(
        "forward-late-b1",
        "forward",
        "The bias b1 is added after ReLU.",
        "It belongs to Z1.",
        {Z1: 'Z1 = X @ params["W1"]', A1: 'A1 = np.maximum(Z1, 0) + params["b1"]'},
    ),
    Mistake(
        "forward-type-of-x",
        "forward",
        "The results take X's own type: where X holds integers their fractions are lost.",
        "Compute in floats.",
        {Z1: 'Z1 = (X @ params["W1"] + params["b1"]).astype(X.dtype)'},
        {
            Z1: 'Z1 = (X @ params["W1"] + params["b1"]).astype(X.dtype)',
            Z2: 'Z2 = (A1 @ params["W2"] + params["b2"]).astype(X.dtype)',
        },
    ),
    Mistake(
        "forward-one-row-flat",
        "forward",
        "With a single row an axis is lost.",
        "The results stay (1, h) and (1, k).",
        {OUT: "return tuple(np.squeeze(part) for part in (Z1, A1, Z2, E / E.sum(axis=1, keepdims=True)))"},
        {OUT: "return Z1, A1, Z2, np.squeeze(E / E.sum(axis=1, keepdims=True))"},
    ),
    Mistake(
        "forward-rounded",
        "forward",
        "The probabilities are rounded.",
        "Return them in full precision.",
        {OUT: "return Z1, A1, Z2, np.round(E / E.sum(axis=1, keepdims=True), 2)"},
        {OUT: "return Z1, A1, Z2, np.round(E / E.sum(axis=1, keepdims=True), 4)"},
    ),
    Mistake(
        "forward-other-order",
        "forward",
        "The four results come in another order.",
        "They are Z1, A1, Z2, A2.",
        {OUT: "return A1, Z1, E / E.sum(axis=1, keepdims=True), Z2"},
        {OUT: "return Z1, Z2, A1, E / E.sum(axis=1, keepdims=True)"},
    ),
    Mistake(
        "forward-changes-params",
        "forward",
        "params itself is changed: a bias gets another shape there.",
        "Keep the reshaped bias in a variable.",
        {Z1: 'params["b1"] = params["b1"].reshape(1, -1)\n    ' + Z1},
        {Z1: 'params["b1"] = params["b1"].reshape(1, -1)\n    params["b2"] = params["b2"].reshape(1, -1)\n    ' + Z1},
    ),
)

COPY = "dZ2 = A2.copy()"
LABELS = "dZ2[np.arange(len(y)), y] -= 1"
MEAN = "dZ2 /= len(y)"
DZ1 = 'dZ1 = dZ2 @ params["W2"].T * (Z1 > 0)'
GRADS = 'return {"W1": (dZ1.T @ X).T, "b1": dZ1.sum(axis=0), "W2": A1.T @ dZ2, "b2": dZ2.sum(axis=0)}'
BACKWARD_END = "return gradients(X, y, params, Z1, A1, A2)"

BACKWARD = (
    Mistake(
        "backward-summed",
        "backward",
        "The gradient is summed over the batch; the loss is a mean.",
        "Divide by the number of samples.",
        {MEAN: "pass"},
    ),
    Mistake(
        "backward-mean-twice",
        "backward",
        "All gradients are divided by n twice.",
        "Divide where the delta of the output is formed, or at the end.",
        {MEAN: "dZ2 /= len(y) ** 2"},
    ),
    Mistake(
        "backward-hidden-mean-twice",
        "backward",
        "W1 and b1 are divided by n a second time.",
        "The hidden delta has the factor from the output's already.",
        {DZ1: DZ1 + " / len(y)"},
    ),
    Mistake(
        "backward-biases-averaged",
        "backward",
        "The biases are divided by n a second time.",
        "Sum the deltas over the samples; the mean is in them.",
        {GRADS: GRADS.replace("sum(axis=0)", "mean(axis=0)")},
    ),
    Mistake(
        "backward-biases-summed",
        "backward",
        "The gradients of the biases are summed over the batch; the loss is a mean.",
        "They need the 1/n of the weights.",
        {GRADS: GRADS.replace("sum(axis=0)", "sum(axis=0) * len(y)")},
    ),
    Mistake(
        "backward-mean-of-classes",
        "backward",
        "The mean is taken over samples and classes.",
        "Divide by the number of samples alone.",
        {MEAN: "dZ2 /= A2.size"},
    ),
    Mistake(
        "backward-factor-2",
        "backward",
        "The gradient is twice what it should be: the 2 belongs to a squared error.",
        "Softmax and cross-entropy have none.",
        {MEAN: "dZ2 /= len(y) / 2"},
    ),
    Mistake(
        "backward-sign",
        "backward",
        "The gradient has the wrong sign.",
        "The output's delta is probabilities minus one-hot labels.",
        {MEAN: "dZ2 /= -len(y)"},
    ),
    Mistake(
        "backward-labels-forgotten",
        "backward",
        "The output's delta is the probabilities alone.",
        "Subtract the one-hot labels.",
        {LABELS: "pass"},
    ),
    Mistake(
        "backward-labels-shifted",
        "backward",
        "The one-hot labels are shifted by one class.",
        "Label 0 is column 0.",
        {LABELS: "dZ2[np.arange(len(y)), (y + 1) % A2.shape[1]] -= 1"},
        {LABELS: "dZ2[np.arange(len(y)), y - 1] -= 1"},
        {LABELS: "dZ2[np.arange(len(y)), y.astype(int) - 1] -= 1"},
    ),
    Mistake(
        "backward-logits-for-probabilities",
        "backward",
        "The output's delta is formed from Z2.",
        "It is the probabilities, A2, minus the one-hot labels.",
        {COPY: "dZ2 = np.maximum(X @ params['W1'] + params['b1'], 0) @ params['W2'] + params['b2']"},
    ),
    Mistake(
        "backward-square-error",
        "backward",
        "The output's delta is multiplied by p (1 - p) as well.",
        "With softmax and cross-entropy that factor cancels.",
        {MEAN: "dZ2 *= A2 * (1 - A2) / len(y)"},
    ),
    Mistake(
        "backward-only-true-class",
        "backward",
        "The output's delta is kept for the true class only.",
        "Each class has its own: p, and p - 1 for the true one.",
        {MEAN: "dZ2 *= (np.arange(A2.shape[1]) == y[:, None]) / len(y)"},
    ),
    Mistake(
        "backward-loss-of-probabilities",
        "backward",
        "The derivative with respect to A2 is used as that with respect to Z2.",
        "Softmax's own derivative is missing.",
        {COPY: "dZ2 = np.zeros_like(A2)", LABELS: "dZ2[np.arange(len(y)), y] = -1 / A2[np.arange(len(y)), y]"},
    ),
    Mistake(
        "backward-no-mask",
        "backward",
        "ReLU's derivative is missing in the hidden delta.",
        "Nothing flows back where Z1 is not positive.",
        {DZ1: 'dZ1 = dZ2 @ params["W2"].T'},
    ),
    Mistake(
        "backward-mask-without-b1",
        "backward",
        "The ReLU's mask is taken without b1.",
        "A neuron is on where Z1, with its bias, is above 0.",
        {DZ1: 'dZ1 = dZ2 @ params["W2"].T * (Z1 - params["b1"] > 0)'},
    ),
    Mistake(
        "backward-mask-inverted",
        "backward",
        "The hidden delta flows back where the neurons are off.",
        "It does where Z1 is positive.",
        {DZ1: DZ1.replace(">", "<=")},
    ),
    Mistake(
        "backward-relu-for-derivative",
        "backward",
        "The hidden delta is multiplied by ReLU itself.",
        "Its derivative is 1 where Z1 is positive, else 0.",
        {DZ1: 'dZ1 = dZ2 @ params["W2"].T * A1'},
    ),
    Mistake(
        "backward-mask-from-delta",
        "backward",
        "The hidden delta is cut where the delta itself is negative.",
        "The mask comes from Z1.",
        {DZ1: 'dZ1 = np.maximum(dZ2 @ params["W2"].T, 0)'},
    ),
    Mistake(
        "backward-sigmoid-derivative",
        "backward",
        "The hidden layer is given the derivative of sigmoid, or of tanh.",
        "ReLU's is 1 where Z1 is positive, else 0.",
        {DZ1: 'dZ1 = dZ2 @ params["W2"].T * A1 * (1 - A1)'},
        {DZ1: 'dZ1 = dZ2 @ params["W2"].T * (1 - A1**2)'},
        {DZ1: 'dZ1 = dZ2 @ params["W2"].T * (1 / (1 + np.exp(-Z1))) * (1 - 1 / (1 + np.exp(-Z1)))'},
    ),
    Mistake(
        "backward-w2-from-z1",
        "backward",
        "The gradient of W2 is formed with Z1.",
        "What went into the output layer is A1.",
        {GRADS: GRADS.replace("A1.T", "Z1.T")},
    ),
    Mistake(
        "backward-one-bias-number",
        "backward",
        "The bias gradients are summed over the neurons too: one number for all.",
        "Sum over the samples only.",
        {GRADS: GRADS.replace("sum(axis=0)", "sum()")},
        {
            GRADS: GRADS.replace("dZ1.sum(axis=0)", "np.full(dZ1.shape[1], dZ1.sum())").replace(
                "dZ2.sum(axis=0)", "np.full(dZ2.shape[1], dZ2.sum())"
            )
        },
    ),
    Mistake(
        "backward-bias-axis",
        "backward",
        "The bias gradients are summed over the neurons, not over the samples.",
        "Sum along axis 0.",
        {GRADS: GRADS.replace("axis=0", "axis=1")},
    ),
    Mistake(
        "backward-bias-zero",
        "backward",
        "The gradients of the biases are 0.",
        "A bias moves by the sum of its neuron's deltas.",
        {GRADS: GRADS.replace("sum(axis=0)", "sum(axis=0) * 0")},
    ),
    Mistake(
        "backward-transposed",
        "backward",
        "The gradients of the weights are transposed.",
        "Each has the shape of its parameter: inputs as rows.",
        {
            GRADS: 'return {"W1": dZ1.T @ X, "b1": dZ1.sum(axis=0), "W2": dZ2.T @ A1, "b2": dZ2.sum(axis=0)}',
        },
    ),
    Mistake(
        "backward-highest-label",
        "backward",
        "The one-hot labels have too few columns if the batch lacks the last class.",
        "Take their number from b2, not from y.",
        {COPY: "Y = np.eye(y.max() + 1)[y]", LABELS: "dZ2 = A2 - Y"},
    ),
    Mistake(
        "backward-ten-classes",
        "backward",
        "The one-hot labels always have ten columns.",
        "Take the number of classes from params.",
        {COPY: "Y = np.eye(10)[y]", LABELS: "dZ2 = A2 - Y"},
    ),
    Mistake(
        "backward-decay",
        "backward",
        "A share of the weights is added to their gradient.",
        "The loss here has no penalty on the weights.",
        {
            GRADS: GRADS.replace("(dZ1.T @ X).T", '(dZ1.T @ X).T + 0.01 * params["W1"]').replace(
                "A1.T @ dZ2", 'A1.T @ dZ2 + 0.01 * params["W2"]'
            )
        },
        {
            GRADS: GRADS.replace("(dZ1.T @ X).T", '(dZ1.T @ X).T + 1e-3 * params["W1"]').replace(
                "A1.T @ dZ2", 'A1.T @ dZ2 + 1e-3 * params["W2"]'
            )
        },
    ),
    Mistake(
        "backward-stale",
        "backward",
        "The activations are those of the last forward pass, of whatever data.",
        "Run forward on the X that is given.",
        {
            BACKWARD_END: "return gradients(X, y, params, *LAST)",
            "def backward(": "LAST = []\n\n\ndef backward(",
            OUT: "LAST[:] = LAST or [Z1, A1, E / E.sum(axis=1, keepdims=True)]\n    " + OUT,
        },
    ),
    Mistake(
        "backward-overflows",
        "backward",
        "exp overflows where Z2 is large: the gradients hold NaN.",
        "Take A2 from forward, which shifts each row first.",
        {BACKWARD_END: "E = np.exp(_)\n    return gradients(X, y, params, Z1, A1, E / E.sum(axis=1, keepdims=True))"},
    ),
    Mistake(
        "backward-kept-for-the-same-array",
        "backward",
        "Where X is the array of the last forward, its activations are used again.",
        "params may be others by now.",
        {
            f"Z1, A1, _, A2 = forward(X, params)\n    {BACKWARD_END}": "if not LAST or LAST[0] is not X:\n"
            "        forward(X, params)\n    return gradients(X, y, params, *LAST[1:])",
            "def backward(": "LAST = []\n\n\ndef backward(",
            OUT: "LAST[:] = [X, Z1, A1, E / E.sum(axis=1, keepdims=True)]\n    " + OUT,
        },
    ),
    Mistake(
        "backward-accumulates",
        "backward",
        "The gradients of earlier calls are added.",
        "Start from nothing in each call.",
        {
            BACKWARD_END: "for name, grad in gradients(X, y, params, Z1, A1, A2).items():\n"
            "        TOTAL[name] = TOTAL.get(name, np.zeros_like(grad)) + grad\n"
            "    return dict(TOTAL)",
            "def backward(": "TOTAL = {}\n\n\ndef backward(",
        },
    ),
    Mistake(
        "backward-last-sample",
        "backward",
        "Only the last sample counts.",
        "Add the gradients of all samples; do not overwrite them in the loop.",
        {MEAN: "dZ2[:-1] = 0\n    dZ2 /= len(y)"},
        {MEAN: "dZ2[:-1] = 0"},
    ),
)

PREDICT_OUT = "return forward(X, params)[3].argmax(axis=1)"

PREDICT = (
    Mistake(
        "predict-probabilities",
        "predict",
        "The probabilities are returned, (n, k).",
        "Return the class with the largest one in each row, (n,).",
        {PREDICT_OUT: "return forward(X, params)[3]"},
    ),
    Mistake(
        "predict-largest-probability",
        "predict",
        "The largest probability of each row is returned.",
        "Return the number of its column.",
        {PREDICT_OUT: "return forward(X, params)[3].max(axis=1)"},
    ),
    Mistake(
        "predict-several-where-tied",
        "predict",
        "A row whose largest probability occurs twice gets two labels.",
        "argmax gives one for each row.",
        {PREDICT_OUT: "A2 = forward(X, params)[3]\n    return np.where(A2 == A2.max(axis=1, keepdims=True))[1]"},
    ),
    Mistake(
        "predict-hidden-neuron",
        "predict",
        "The most active hidden neuron is returned, not a class.",
        "The probabilities are the last of what forward returns.",
        {PREDICT_OUT: "return forward(X, params)[1].argmax(axis=1)"},
        {PREDICT_OUT: "return forward(X, params)[0].argmax(axis=1)"},
    ),
    Mistake(
        "predict-of-columns",
        "predict",
        "The most likely row of each class is returned.",
        "Look along the classes, axis 1.",
        {PREDICT_OUT: "return forward(X, params)[3].argmax(axis=0)"},
    ),
    Mistake(
        "predict-least-likely",
        "predict",
        "The least likely class is returned.",
        "The largest probability names the class.",
        {PREDICT_OUT: "return forward(X, params)[3].argmin(axis=1)"},
    ),
    Mistake(
        "predict-from-1",
        "predict",
        "The classes are counted from 1.",
        "The first column is class 0.",
        {PREDICT_OUT: "return forward(X, params)[3].argmax(axis=1) + 1"},
    ),
    Mistake(
        "predict-column",
        "predict",
        "The labels have a second axis, (n, 1).",
        "Return one label a row, (n,).",
        {PREDICT_OUT: "return forward(X, params)[3].argmax(axis=1, keepdims=True)"},
    ),
    Mistake(
        "predict-one-row-flat",
        "predict",
        "For a single row the result has no axis.",
        "It must be (1,), not a number.",
        {PREDICT_OUT: "return forward(X, params)[3].argmax(axis=1).squeeze()"},
    ),
    Mistake(
        "predict-first-row",
        "predict",
        "Only the first row is judged.",
        "Return a label for each row of X.",
        {PREDICT_OUT: "return forward(X, params)[3].argmax(axis=1)[:1]"},
        {PREDICT_OUT: "return int(forward(X, params)[3].argmax(axis=1)[0])"},
    ),
    Mistake(
        "predict-above-half",
        "predict",
        "Only a class with a probability above one half is seen.",
        "The largest may be smaller than that.",
        {PREDICT_OUT: "return (forward(X, params)[3] > 0.5).argmax(axis=1)"},
    ),
)

SHARE = "return float(np.mean(y_true == y_pred))"

ACCURACY = (
    Mistake(
        "accuracy-in-percent",
        "accuracy",
        "The accuracy comes in per cent.",
        "It is a share, from 0 to 1.",
        {SHARE: "return 100 * float(np.mean(y_true == y_pred))"},
        {SHARE: "return round(100 * float(np.mean(y_true == y_pred)), 2)"},
    ),
    Mistake(
        "accuracy-counted",
        "accuracy",
        "The right predictions are counted.",
        "Divide by the number of samples.",
        {SHARE: "return float(np.sum(y_true == y_pred))"},
    ),
    Mistake(
        "accuracy-rounded",
        "accuracy",
        "The accuracy is rounded.",
        "Return it in full precision; round when it is printed.",
        {SHARE: "return round(float(np.mean(y_true == y_pred)), 2)"},
        {SHARE: "return round(float(np.mean(y_true == y_pred)), 4)"},
    ),
    Mistake(
        "accuracy-of-errors",
        "accuracy",
        "The share of wrong predictions is returned.",
        "Count those that agree.",
        {SHARE: "return float(np.mean(y_true != y_pred))"},
    ),
    Mistake(
        "accuracy-whole-division",
        "accuracy",
        "The share is a whole number: 0 unless all are right.",
        "Divide as floats.",
        {SHARE: "return np.sum(y_true == y_pred) // len(y_true)"},
    ),
    Mistake(
        "accuracy-last-sample-left-out",
        "accuracy",
        "The last sample is not compared.",
        "Go through all of them.",
        {SHARE: "return float(np.sum(y_true[:-1] == y_pred[:-1]) / len(y_true))"},
        {SHARE: "return float(np.mean(y_true[:-1] == y_pred[:-1]))"},
    ),
    Mistake(
        "accuracy-without-class-0",
        "accuracy",
        "Right predictions of class 0 are not counted.",
        "A product of labels is 0 there: compare with ==.",
        {SHARE: "return float(np.mean((y_true == y_pred) * (y_true > 0)))"},
    ),
    Mistake(
        "accuracy-all-pairs",
        "accuracy",
        "Every label is compared with every prediction.",
        "Compare the arrays entry by entry, with one axis each.",
        {SHARE: "return float(np.mean(y_true.reshape(-1, 1) == y_pred))"},
        {SHARE: "return float(np.sum(y_true.reshape(-1, 1) == y_pred) / len(y_true))"},
    ),
    Mistake(
        "accuracy-of-one-hot",
        "accuracy",
        "The arguments are taken for one-hot rows or probabilities.",
        "They are labels already, (n,).",
        {SHARE: "return float(np.mean(y_true == y_pred.argmax(axis=1)))"},
    ),
    Mistake(
        "accuracy-overflows",
        "accuracy",
        "The count is kept in 8 bits, and starts again at 256.",
        "Count in a wider type, or take the mean of the comparison.",
        {SHARE: "return float(np.sum(y_true == y_pred, dtype=np.uint8) / len(y_true))"},
    ),
    Mistake(
        "accuracy-sorts",
        "accuracy",
        "The caller's labels are changed.",
        "Compare them as they are.",
        {SHARE: "share = float(np.mean(y_true == y_pred))\n    y_pred.sort()\n    return share"},
    ),
)

MATRIX = "matrix = np.zeros((n_classes, n_classes), dtype=np.int64)"
COUNT = "np.add.at(matrix, (y_true, y_pred), 1)"
MATRIX_OUT = "return matrix"

CONFUSION = (
    Mistake(
        "confusion-transposed",
        "confusion_matrix",
        "Rows and columns have changed places.",
        "The true class names the row, the prediction the column.",
        {COUNT: "np.add.at(matrix, (y_pred, y_true), 1)"},
    ),
    Mistake(
        "confusion-counted-once",
        "confusion_matrix",
        "A cell that occurs more than once is counted once.",
        "`matrix[rows, columns] += 1` adds once to each cell.",
        {COUNT: "matrix[y_true, y_pred] += 1"},
    ),
    Mistake(
        "confusion-size-of-labels",
        "confusion_matrix",
        "The size follows the labels that occur.",
        "It is n_classes by n_classes, whichever occur.",
        {MATRIX: "n = int(max(y_true.max(), y_pred.max())) + 1\n    matrix = np.zeros((n, n), dtype=np.int64)"},
        {
            MATRIX: "classes = np.unique(np.r_[y_true, y_pred])\n"
            "    matrix = np.zeros((len(classes), len(classes)), dtype=np.int64)",
            COUNT: "np.add.at(matrix, (np.searchsorted(classes, y_true), np.searchsorted(classes, y_pred)), 1)",
        },
    ),
    Mistake(
        "confusion-normalised",
        "confusion_matrix",
        "The counts are divided.",
        "Return the counts themselves, as integers.",
        {MATRIX_OUT: "return matrix / matrix.sum()"},
        {MATRIX_OUT: "return matrix / matrix.sum(axis=1, keepdims=True)"},
    ),
    Mistake(
        "confusion-8-bit",
        "confusion_matrix",
        "The cells are kept in 8 bits, and start again at 256.",
        "Count in a wider type.",
        {MATRIX: "matrix = np.zeros((n_classes, n_classes), dtype=np.uint8)"},
    ),
    Mistake(
        "confusion-8-bit-index",
        "confusion_matrix",
        "The place of a cell is computed in the labels' own 8 bits, and wraps around at 256.",
        "Make the labels int first.",
        {
            COUNT: "np.add.at(matrix.ravel(), y_true * y_true.dtype.type(n_classes) + y_pred, 1)",
        },
    ),
    Mistake(
        "confusion-last-sample",
        "confusion_matrix",
        "The last sample is not counted.",
        "Go through all of them.",
        {COUNT: "np.add.at(matrix, (y_true[:-1], y_pred[:-1]), 1)"},
    ),
    Mistake(
        "confusion-from-1",
        "confusion_matrix",
        "The labels are taken to begin with 1.",
        "Class 0 has row 0 and column 0.",
        {COUNT: "np.add.at(matrix, (y_true.astype(int) - 1, y_pred.astype(int) - 1), 1)"},
        {MATRIX: "matrix = np.zeros((n_classes + 1, n_classes + 1), dtype=np.int64)"},
    ),
    Mistake(
        "confusion-kept",
        "confusion_matrix",
        "The counts of earlier calls are still in the matrix.",
        "Start from zeros in each call.",
        {
            MATRIX: "matrix = MATRICES.setdefault(n_classes, np.zeros((n_classes, n_classes), dtype=np.int64))",
            "def confusion_matrix(": "MATRICES = {}\n\n\ndef confusion_matrix(",
        },
    ),
)

TP = "tp = int(matrix[c, c])"
FP = "fp = int(matrix[:, c].sum()) - tp"
FN = "fn = int(matrix[c].sum()) - tp"
COUNTS = "return tp, fp, fn, int(matrix.sum()) - tp - fp - fn"

BINARY = (
    Mistake(
        "binary-fp-fn-swapped",
        "binary_counts",
        "fp and fn have changed places.",
        "A column holds what was predicted as c, a row what is c.",
        {FP: "fp = int(matrix[c].sum()) - tp", FN: "fn = int(matrix[:, c].sum()) - tp"},
    ),
    Mistake(
        "binary-other-order",
        "binary_counts",
        "The four counts come in another order.",
        "It is tp, fp, fn, tn.",
        {COUNTS: "return tp, int(matrix.sum()) - tp - fp - fn, fp, fn"},
        {COUNTS: "return int(matrix.sum()) - tp - fp - fn, fp, fn, tp"},
        {COUNTS: "return tp, fp, int(matrix.sum()) - tp - fp - fn, fn"},
    ),
    Mistake(
        "binary-tp-in-fp-and-fn",
        "binary_counts",
        "fp and fn contain tp: they are the whole column and row.",
        "Leave the cell on the diagonal out.",
        {
            FP: "fp = int(matrix[:, c].sum())",
            FN: "fn = int(matrix[c].sum())",
            COUNTS: "return tp, fp, fn, int(matrix.sum()) - fp - fn + tp",
        },
        {FP: "fp = int(matrix[:, c].sum())", FN: "fn = int(matrix[c].sum())"},
    ),
    Mistake(
        "binary-tn-diagonal",
        "binary_counts",
        "tn counts only the other cells of the diagonal.",
        "All that lies outside of row c and column c is tn.",
        {COUNTS: "return tp, fp, fn, int(np.trace(matrix)) - tp"},
    ),
    Mistake(
        "binary-tn-with-errors",
        "binary_counts",
        "tn is all but tp: it contains fp and fn.",
        "Subtract these as well.",
        {COUNTS: "return tp, fp, fn, int(matrix.sum()) - tp"},
    ),
    Mistake(
        "binary-tn-tp-twice",
        "binary_counts",
        "Row and column are subtracted from the total, and tp with them twice.",
        "tp lies in both.",
        {COUNTS: "return tp, fp, fn, int(matrix.sum()) - 2 * tp - fp - fn"},
    ),
    Mistake(
        "binary-tp-of-all",
        "binary_counts",
        "tp counts the right predictions of all classes.",
        "It is the one cell [c, c].",
        {
            TP: "tp = int(np.trace(matrix))",
            FP: "fp = int(matrix[:, c].sum() - matrix[c, c])",
            FN: "fn = int(matrix[c].sum() - matrix[c, c])",
        },
        {TP: "tp = int(np.trace(matrix))"},
    ),
    Mistake(
        "binary-class-0",
        "binary_counts",
        "The counts are those of one class, whatever c is.",
        "Use row c and column c.",
        {TP: "c = 0\n    " + TP},
        {TP: "c = 1\n    " + TP},
    ),
    Mistake(
        "binary-matrix",
        "binary_counts",
        "The counts come as a matrix of two rows.",
        "Return the four as a tuple, tp, fp, fn, tn.",
        {COUNTS: "return np.array([[tp, fp], [fn, int(matrix.sum()) - tp - fp - fn]])"},
        {COUNTS: "return np.array([[int(matrix.sum()) - tp - fp - fn, fp], [fn, tp]])"},
    ),
    Mistake(
        "binary-changes-matrix",
        "binary_counts",
        "A cell of the caller's matrix is set to 0.",
        "Subtract the count instead, or work on a copy.",
        {COUNTS: "counts = tp, fp, fn, int(matrix.sum()) - tp - fp - fn\n    matrix[c, c] = 0\n    return counts"},
    ),
)

DEFAULTS = "*, lr=0.1, iterations=500"
HISTORY = 'history = {"loss": [], "accuracy": []}'
LOOP = "for _ in range(iterations):"
LOSS = 'history["loss"].append(float(-np.log(A2[np.arange(len(y)), y]).mean()))'
RIGHT = 'history["accuracy"].append(accuracy(y, A2.argmax(axis=1)))'
STEP_GRADS = "grads = gradients(X, y, params, Z1, A1, A2)"
UPDATE = "params = {name: value - lr * grads[name] for name, value in params.items()}"
TRAINED = "return params, history"

DESCENT = (
    Mistake(
        "descent-uphill",
        "gradient_descent",
        "The parameters move along the gradient: the loss rises.",
        "Subtract lr times the gradient.",
        {UPDATE: UPDATE.replace("value -", "value +")},
    ),
    Mistake(
        "descent-without-lr",
        "gradient_descent",
        "The whole gradient is subtracted, whatever lr is.",
        "Multiply it by lr.",
        {UPDATE: UPDATE.replace("lr * ", "")},
    ),
    Mistake(
        "descent-fixed-lr",
        "gradient_descent",
        "The learning rate is always 0.1.",
        "Use the lr that is given.",
        {UPDATE: UPDATE.replace("lr *", "0.1 *")},
    ),
    Mistake(
        "descent-biases-stay",
        "gradient_descent",
        "The biases never move.",
        "All four parameters take a step.",
        {UPDATE: UPDATE.replace("lr * grads[name]", "lr * grads[name] * (value.ndim == 2)")},
    ),
    Mistake(
        "descent-one-after-the-other",
        "gradient_descent",
        "Each parameter moves before the next one's gradient is computed.",
        "Compute all four, then move all four.",
        {
            STEP_GRADS: "grads = {}",
            UPDATE: "for name in params:\n            gradient = backward(X, y, params)[name]\n"
            "            params = {**params, name: params[name] - lr * gradient}",
        },
    ),
    Mistake(
        "descent-w2-too-early",
        "gradient_descent",
        "W2 moves before the gradient of the first layer is computed.",
        "Compute all four gradients, then move.",
        {
            STEP_GRADS: STEP_GRADS
            + '\n        moved = {**params, "W2": params["W2"] - lr * grads["W2"]}\n'
            + '        grads |= {name: gradients(X, y, moved, Z1, A1, A2)[name] for name in ("W1", "b1")}'
        },
        {
            STEP_GRADS: STEP_GRADS
            + '\n        moved = {**params, **{name: params[name] - lr * grads[name] for name in ("W2", "b2")}}\n'
            + '        grads |= {name: backward(X, y, moved)[name] for name in ("W1", "b1")}'
        },
    ),
    Mistake(
        "descent-stale-gradients",
        "gradient_descent",
        "Every step has the gradient of the starting parameters.",
        "Compute it anew in each iteration.",
        {STEP_GRADS: "grads = backward(X, y, start)", HISTORY: HISTORY + "\n    start = params"},
    ),
    Mistake(
        "descent-first-rows",
        "gradient_descent",
        "Only the first rows of X are used.",
        "Each gradient is that of all rows.",
        {HISTORY: HISTORY + "\n    X, y = X[:100], y[:100]"},
        {HISTORY: HISTORY + "\n    X, y = X[:64], y[:64]"},
        {HISTORY: HISTORY + "\n    X, y = X[:256], y[:256]"},
        {HISTORY: HISTORY + "\n    X, y = X[:1000], y[:1000]"},
    ),
    Mistake(
        "descent-last-row-left-out",
        "gradient_descent",
        "The last row of X is not used.",
        "Each gradient is that of all rows.",
        {HISTORY: HISTORY + "\n    X, y = X[:-1], y[:-1]"},
    ),
    Mistake(
        "descent-sample-by-sample",
        "gradient_descent",
        "A step is made after each sample.",
        "One iteration is one step, with the gradient of all rows.",
        {
            STEP_GRADS: "for i in range(len(X)):\n            grads = backward(X[i : i + 1], y[i : i + 1], params)",
            UPDATE: "    " + UPDATE,
        },
    ),
    Mistake(
        "descent-minibatches",
        "gradient_descent",
        "A step is made after each minibatch.",
        "One iteration is one step, with the gradient of all rows.",
        {
            STEP_GRADS: "for i in range(0, len(X), 64):\n"
            "            grads = backward(X[i : i + 64], y[i : i + 64], params)",
            UPDATE: "    " + UPDATE,
        },
        {
            STEP_GRADS: "for i in range(0, len(X), 32):\n"
            "            grads = backward(X[i : i + 32], y[i : i + 32], params)",
            UPDATE: "    " + UPDATE,
        },
    ),
    Mistake(
        "descent-one-step-short",
        "gradient_descent",
        "One step too few is made.",
        "Let the loop run `iterations` times, each with its update.",
        {LOOP: "for _ in range(1, iterations):"},
    ),
    Mistake(
        "descent-one-step",
        "gradient_descent",
        "One step is made, whatever iterations is.",
        "Each of them takes a step: look at the indentation.",
        {TRAINED: "    " + TRAINED},
    ),
    Mistake(
        "descent-step-forgotten",
        "gradient_descent",
        "The parameters that come back are those that were given.",
        "The steps must reach what is returned.",
        {UPDATE: "moved = " + UPDATE.removeprefix("params = ")},
    ),
    Mistake(
        "descent-goes-on",
        "gradient_descent",
        "A second call goes on from where the first one ended.",
        "Start from the params that are given.",
        {
            HISTORY: HISTORY + "\n    params = KEPT.get(0, params)",
            TRAINED: "KEPT[0] = params\n    " + TRAINED,
            "def gradient_descent(": "KEPT = {}\n\n\ndef gradient_descent(",
        },
    ),
    Mistake(
        "descent-keeps-the-best",
        "gradient_descent",
        "Where the loss rises, the best parameters come back, or it stops.",
        "Make all the steps, and return where they end.",
        {
            LOSS: LOSS + '\n        if history["loss"][-1] == min(history["loss"]):\n            best = params',
            TRAINED: "return best, history",
        },
        {LOSS: LOSS + '\n        if history["loss"][-1] > min(history["loss"]):\n            break'},
    ),
    Mistake(
        "descent-stops-early",
        "gradient_descent",
        "It stops where the loss is small, or hardly changes.",
        "Make all the iterations, however little there is to gain.",
        {LOSS: LOSS + '\n        if history["loss"][-1] < 0.01:\n            break'},
        {
            LOSS: LOSS
            + '\n        if len(history["loss"]) > 1 and abs(np.diff(history["loss"][-2:])) < 1e-4:\n            break'
        },
        {
            STEP_GRADS: STEP_GRADS
            + "\n        if max(abs(grad).max() for grad in grads.values()) < 1e-3:\n            break"
        },
    ),
    Mistake(
        "descent-decay",
        "gradient_descent",
        "The weights shrink in each step: weight decay.",
        "Each step is -lr times the gradient, and nothing else.",
        {UPDATE: UPDATE.replace("grads[name]", "(grads[name] + 0.01 * value)")},
        {UPDATE: UPDATE.replace("grads[name]", "(grads[name] + 1e-3 * value)")},
    ),
    Mistake(
        "descent-default-iterations",
        "gradient_descent",
        "Another number of steps is made where iterations is not given.",
        "The default is in the stub: keep the signature.",
        {DEFAULTS: "*, lr=0.1, iterations=1000"},
        {DEFAULTS: "*, lr=0.1, iterations=100"},
    ),
    Mistake(
        "descent-default-lr",
        "gradient_descent",
        "Another learning rate is taken where lr is not given.",
        "The default is in the stub: keep the signature.",
        {DEFAULTS: "*, lr=0.01, iterations=500"},
        {DEFAULTS: "*, lr=0.5, iterations=500"},
    ),
    Mistake(
        "descent-changes-params",
        "gradient_descent",
        "The caller's parameters are changed.",
        "Make new arrays, in a new dict.",
        {UPDATE: "for name in params:\n            params[name] -= lr * grads[name]"},
    ),
    Mistake(
        "history-every-tenth",
        "gradient_descent",
        "The histories have numbers of some iterations only.",
        "Append in each iteration, without an `if` around it.",
        {TRAINED: "return params, {name: values[::10] for name, values in history.items()}"},
        {TRAINED: "return params, {name: values[9::10] for name, values in history.items()}"},
        {TRAINED: "return params, {name: values[::100] for name, values in history.items()}"},
    ),
    Mistake(
        "history-one-short",
        "gradient_descent",
        "A history has one number too few.",
        "Each iteration adds one, the first and the last too.",
        {TRAINED: "return params, {name: values[1:] for name, values in history.items()}"},
        {TRAINED: "return params, {name: values[:-1] for name, values in history.items()}"},
    ),
    Mistake(
        "history-kept",
        "gradient_descent",
        "The history of earlier calls is still in the lists.",
        "Start with empty lists in each call.",
        {
            HISTORY: "history = HISTORY",
            "def gradient_descent(": "HISTORY = " + HISTORY.removeprefix("history = ") + "\n\n\ndef gradient_descent(",
        },
    ),
    Mistake(
        "history-loss-summed",
        "gradient_descent",
        "The losses are summed over the samples.",
        "The loss is their mean.",
        {LOSS: LOSS.replace(".mean()", ".sum()")},
    ),
    Mistake(
        "history-loss-of-classes",
        "gradient_descent",
        "The mean of the loss is taken over samples and classes.",
        "Divide by the number of samples alone.",
        {LOSS: LOSS.replace(".mean()", ".mean() / A2.shape[1]")},
    ),
    Mistake(
        "history-loss-negative",
        "gradient_descent",
        "The loss is negative: the minus before the logarithm is missing.",
        "It is the mean of -log p.",
        {LOSS: LOSS.replace("-np.log", "np.log")},
    ),
    Mistake(
        "history-loss-log2",
        "gradient_descent",
        "The loss has another logarithm.",
        "Take the natural one, np.log.",
        {LOSS: LOSS.replace("np.log", "np.log2")},
        {LOSS: LOSS.replace("np.log", "np.log10")},
    ),
    Mistake(
        "history-loss-clipped",
        "gradient_descent",
        "Small probabilities, or small losses, are cut off in the loss.",
        "An epsilon may be 1e-8 at most.",
        {LOSS: LOSS.replace("np.log(A2[np.arange(len(y)), y])", "np.log(np.maximum(A2[np.arange(len(y)), y], 0.05))")},
        {LOSS: LOSS.replace("A2[np.arange(len(y)), y]", "A2[np.arange(len(y)), y] + 1e-3")},
        {LOSS: LOSS.replace("append(float(", "append(max(0.05, ")},
    ),
    Mistake(
        "history-loss-two-sided",
        "gradient_descent",
        "The loss has a term for the wrong classes, log(1 - p).",
        "Cross-entropy counts the true class only.",
        {
            LOSS: "Y = np.eye(A2.shape[1])[y]\n"
            '        history["loss"].append(float(-(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)).sum(axis=1).mean()))'
        },
        {
            LOSS: "Y = np.eye(A2.shape[1])[y]\n"
            '        history["loss"].append(float(-(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)).mean()))'
        },
    ),
    Mistake(
        "history-loss-last-sample",
        "gradient_descent",
        "The loss is that of one sample.",
        "Take the mean over all of them.",
        {LOSS: 'history["loss"].append(float(-np.log(A2[-1, y[-1]])))'},
        {LOSS: 'history["loss"].append(float(-np.log(A2[0, y[0]])))'},
    ),
    Mistake(
        "history-loss-all-columns",
        "gradient_descent",
        "The loss takes the columns y of every row.",
        "Pick column y[i] in row i only.",
        {LOSS: LOSS.replace("A2[np.arange(len(y)), y]", "A2[:, y]")},
    ),
    Mistake(
        "history-loss-rounded",
        "gradient_descent",
        "The numbers of the history are rounded.",
        "Keep them in full precision; round when they are printed.",
        {LOSS: LOSS.replace("append(float(", "append(round(float(").replace(".mean())", ".mean()), 2)")},
        {RIGHT: 'history["accuracy"].append(round(accuracy(y, A2.argmax(axis=1)), 2))'},
    ),
    Mistake(
        "history-accuracy-in-percent",
        "gradient_descent",
        "The accuracies in the history are in per cent.",
        "They are shares, from 0 to 1.",
        {RIGHT: 'history["accuracy"].append(100 * accuracy(y, A2.argmax(axis=1)))'},
    ),
    Mistake(
        "history-accuracy-of-columns",
        "gradient_descent",
        "The accuracy is not that of each row's most likely class.",
        "Take the argmax along axis 1.",
        {RIGHT: 'history["accuracy"].append(accuracy(y, A1.argmax(axis=1)))'},
        {RIGHT: 'history["accuracy"].append(float((A2[np.arange(len(y)), y] > 0.5).mean()))'},
    ),
)

CLASSIFY_OUT = "return predict(X, model)"
FIT_START = "X = X_train.astype(np.float32)"
FIT_ORDER = "order = rng.permutation(len(X))\n        for"

MODELS = (
    Mistake(
        "classify-last-model",
        "classify",
        "An earlier model answers as the one that was fitted last does.",
        "New arrays in fit; in classify `model`, and no global.",
        {
            "    return params\n\n\ndef moved(": "    LATEST.update(params)\n"
            "    return params\n\n\nLATEST = {}\n\n\ndef moved(",
            CLASSIFY_OUT: "return predict(X, LATEST)",
        },
    ),
    Mistake(
        "classify-probabilities",
        "classify",
        "A row of numbers for each image is returned, one for each class.",
        "Return its label, (n,).",
        {CLASSIFY_OUT: "return forward(X, model)[3]"},
    ),
    Mistake(
        "classify-column",
        "classify",
        "The labels have a second axis, (n, 1).",
        "Return one label a row, (n,).",
        {CLASSIFY_OUT: "return predict(X, model).reshape(-1, 1)"},
    ),
    Mistake(
        "classify-one-row-flat",
        "classify",
        "For a single row the result has no axis.",
        "It must be (1,), not a number.",
        {CLASSIFY_OUT: "return predict(X, model).squeeze()"},
    ),
    Mistake(
        "classify-one-label",
        "classify",
        "One label is returned, however many rows X has.",
        "Return a label for each of them.",
        {CLASSIFY_OUT: "return predict(X, model)[0]"},
    ),
    Mistake(
        "classify-mean-of-labels",
        "classify",
        "The results are numbers between labels: labels cannot be averaged.",
        "Vote, or average the probabilities.",
        {CLASSIFY_OUT: "return forward(X, model)[3] @ np.arange(10)"},
    ),
    Mistake(
        "classify-shifted",
        "classify",
        "The labels are shifted by one.",
        "The first output is label 0.",
        {FIT: FIT, CLASSIFY_OUT: "return (predict(X, model) + 1) % 10"},
    ),
    Mistake(
        "classify-batch-statistics",
        "classify",
        "The rows are scaled by their own mean: a row's label depends on the others.",
        "Keep fit's mean in the model.",
        {CLASSIFY_OUT: "return predict(X - X.mean(axis=0), model)"},
    ),
    Mistake(
        "classify-changes-x",
        "classify",
        "classify changes the images that it is given.",
        "Work on a copy.",
        {CLASSIFY_OUT: "labels = predict(X, model)\n    X -= X.mean()\n    return labels"},
    ),
    Mistake(
        "fit-not-repeatable",
        "fit",
        "The same seed gives another model: draws come from elsewhere, or an earlier model is used.",
        "Use `rng` alone.",
        {FIT_START: "rng = np.random.default_rng()\n    " + FIT_START},
        {
            FIT_ORDER: "order = np.random.permutation(len(X))\n        for",
            "X.shape[1], n_hidden, 10, rng)": "X.shape[1], n_hidden, 10, np.random.default_rng())",
        },
        {
            "velocity = {name: np.zeros_like(value)": "params = dict(EARLIER.get(0, params))\n"
            "    velocity = {name: np.zeros_like(value)",
            "    return params\n\n\ndef moved(": "    EARLIER[0] = params\n    return params\n\n\ndef moved(",
            "def fit(": "EARLIER = {}\n\n\ndef fit(",
        },
    ),
    Mistake(
        "fit-changes-images",
        "fit",
        "fit changes the images that it is given.",
        "Work on a copy.",
        {FIT_START: "X_train -= X_train.mean()\n    " + FIT_START},
    ),
    Mistake(
        "fit-shuffles-arguments",
        "fit",
        "fit shuffles the caller's images and labels in place.",
        "Index with a permutation: that makes new arrays.",
        {
            FIT_START: "first = rng.permutation(len(X_train))\n"
            "    X_train[:], y_train[:] = X_train[first], y_train[first]\n    " + FIT_START,
        },
    ),
)

MISTAKES = tuple(
    Mistake(one.id, one.target, one.text, one.look, *({**QUICK, **form} for form in one.forms))
    for group in (
        LOAD_CSV,
        PREPARE,
        INIT,
        FORWARD,
        BACKWARD,
        PREDICT,
        ACCURACY,
        CONFUSION,
        BINARY,
        DESCENT,
        MODELS,
    )
    for one in group
)
