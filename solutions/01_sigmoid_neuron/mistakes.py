"""The known mistakes of exercise 01, each with its sentence for the learner."""

from nngrade.api import Mistake

# The lines of the solution that are changed.
S = "return 0.5 * (1 + np.tanh(0.5 * z))"
D = "return s * (1 - s)"
W, B = "self.weights = np.array(weights)", "self.bias = bias"
F = "return sigmoid(np.asarray(inputs) @ self.weights + self.bias)"
TOP = "import numpy as np\n"


def lines(*body):
    """Return the statements of a function's body, as they stand in it."""
    return "\n    ".join(body)


def method(*body):
    """Return the statements of a method's body, as they stand in it."""
    return "\n        ".join(body)


SIGMOID = (
    Mistake(
        "sigmoid-sign",
        "sigmoid",
        "The sign of z is lost: what comes out is sigmoid(-z).",
        "Look at the exponent, e^-z, and at where it stands.",
        {S: "return 1 / (1 + np.exp(z))"},
    ),
    Mistake(
        "sigmoid-not-divided",
        "sigmoid",
        "What comes out is 1 + e^-z: the 1 is not divided by that sum.",
        "Brackets: one pair around all of 1 + e^-z.",
        {S: "return 1 / 1 + np.exp(-z)"},
    ),
    Mistake(
        "sigmoid-math",
        "sigmoid",
        "A function for one single number is given a whole array.",
        "Those of `math` take numbers, NumPy's whole arrays.",
        {TOP: "import math\n\nimport numpy as np\n", S: "return 1 / (1 + math.exp(-z))"},
    ),
    Mistake(
        "sigmoid-one-branch",
        "sigmoid",
        "One `if` decides for the whole array.",
        "Each entry has its own sign; `np.where` decides entry by entry.",
        {S: lines("if z >= 0:", "    return 1 / (1 + np.exp(-z))", "return np.exp(z) / (1 + np.exp(z))")},
        {S: lines("if np.min(z) >= 0:", "    return 1 / (1 + np.exp(-z))", "return np.exp(z) / (1 + np.exp(z))")},
    ),
    Mistake(
        "sigmoid-twice",
        "sigmoid",
        "The sigmoid is applied twice.",
        "Once z has been squashed, that is the answer.",
        {S: lines("s = 0.5 * (1 + np.tanh(0.5 * z))", "return 1 / (1 + np.exp(-s))")},
    ),
    Mistake(
        "sigmoid-slope",
        "sigmoid",
        "What comes out is the slope of the sigmoid, not the sigmoid.",
        "s * (1 - s) belongs to sigmoid_derivative.",
        {S: lines("s = 0.5 * (1 + np.tanh(0.5 * z))", "return s * (1 - s)")},
    ),
    Mistake(
        "sigmoid-tanh",
        "sigmoid",
        "What comes out is tanh(z), which lies between -1 and 1.",
        "By tanh, the sigmoid needs halves, and 1 added.",
        {S: "return np.tanh(z)"},
    ),
    Mistake(
        "sigmoid-of-twice-z",
        "sigmoid",
        "What comes out is sigmoid(2 z).",
        "Written with tanh, z is halved before; written with e, nothing is doubled.",
        {S: "return 0.5 * (1 + np.tanh(z))"},
    ),
    Mistake(
        "sigmoid-absolute",
        "sigmoid",
        "Negative z are answered like positive ones: sigmoid(|z|).",
        "Below 0 the answer is below 0.5.",
        {S: "return 1 / (1 + np.exp(-np.abs(z)))"},
    ),
    Mistake(
        "sigmoid-step",
        "sigmoid",
        "Only 0s and 1s come out.",
        "The sigmoid is smooth: between them lies every number. Is something rounded or compared?",
        {S: "return (z > 0) * 1.0"},
    ),
    Mistake(
        "sigmoid-softmax",
        "sigmoid",
        "The entries are divided by a sum over the entries: that is a softmax.",
        "Each entry is squashed by itself.",
        {S: "return np.exp(z) / np.sum(np.exp(z))"},
    ),
    Mistake(
        "sigmoid-one-number",
        "sigmoid",
        "A whole array gives one single number.",
        "Every entry gives a number of its own: no sum, no mean, no max.",
        {S: "return np.mean(0.5 * (1 + np.tanh(0.5 * z)))"},
    ),
    Mistake(
        "sigmoid-one-axis-only",
        "sigmoid",
        "Each item of z is taken for one number.",
        "The items of an array with two axes are rows: let NumPy go through all.",
        {
            TOP: "import math\n\nimport numpy as np\n",
            S: "return np.array([1 / (1 + math.exp(-v)) for v in np.atleast_1d(z)]).reshape(np.shape(z))",
        },
    ),
    Mistake(
        "sigmoid-first-answer-kept",
        "sigmoid",
        "An earlier answer is given again for other numbers.",
        "Compute from z in each call; keep nothing between calls.",
        {
            S: lines(
                "key = np.shape(z)",
                "if key not in KEPT:",
                "    KEPT[key] = 0.5 * (1 + np.tanh(0.5 * z))",
                "return KEPT[key]",
            ),
            TOP: "import numpy as np\n\nKEPT = {}\n",
        },
    ),
    Mistake(
        "sigmoid-no-return",
        "sigmoid",
        "Nothing is returned.",
        "What is computed, or printed, must be handed back with `return`.",
        {S: "s = 0.5 * (1 + np.tanh(0.5 * z))"},
    ),
    Mistake(
        "sigmoid-rounded",
        "sigmoid",
        "The result is rounded.",
        "Give the number as it is computed; whoever prints it may round it.",
        {S: "return np.round(0.5 * (1 + np.tanh(0.5 * z)), 4)"},
        {S: "return np.round(0.5 * (1 + np.tanh(0.5 * z)), 3)"},
    ),
    Mistake(
        "sigmoid-whole-numbers",
        "sigmoid",
        "Where z holds integers the result is cut to integers, all 0.",
        "An array made like z holds integers, as z does.",
        {S: lines("out = np.zeros_like(z)", "out[...] = 0.5 * (1 + np.tanh(0.5 * z))", "return out")},
    ),
    Mistake(
        "sigmoid-number-as-array",
        "sigmoid",
        "A single number gives an array with one entry.",
        "A number must give a number: see what `np.ndim(z)` says.",
        {S: "return 0.5 * (1 + np.tanh(0.5 * np.atleast_1d(z)))"},
    ),
    Mistake(
        "sigmoid-number-refused",
        "sigmoid",
        "z is used as only an array can be used; it may be a single number too.",
        "`np.asarray(z)` makes an array of it.",
        {S: lines("out = np.zeros(z.shape)", "out[...] = 0.5 * (1 + np.tanh(0.5 * z))", "return out")},
        {S: "return np.array([0.5 * (1 + np.tanh(0.5 * v)) for v in z])"},
    ),
    Mistake(
        "sigmoid-nan",
        "sigmoid",
        "For large z infinity is divided by infinity, which is NaN.",
        "Write it with e^-z: e^z overflows above 709.",
        {S: "return np.exp(z) / (1 + np.exp(z))"},
    ),
    Mistake(
        "sigmoid-zero-left-out",
        "sigmoid",
        "z = 0 belongs to neither part: it gives 0, and not 0.5.",
        "Of `z > 0` and `z < 0` one must take the 0: `>=`.",
        {
            S: lines("z = np.asarray(z)", f"return np.where(z == 0, 0.0, {S.removeprefix('return ')})[()]"),
            D: "return 0.25 / np.cosh(0.5 * z) ** 2",
        },
    ),
    Mistake(
        "sigmoid-math-range",
        "sigmoid",
        "`math.exp` raises an error where the power is too large for a float.",
        "Limit z first, or take a form with tanh.",
        {
            TOP: "import math\n\nimport numpy as np\n",
            S: lines(
                "flat = [1 / (1 + math.exp(-v)) for v in np.ravel(z).tolist()]",
                "return np.reshape(flat, np.shape(z)) if np.ndim(z) else flat[0]",
            ),
        },
    ),
    Mistake(
        "sigmoid-clipped-near",
        "sigmoid",
        "z is cut off too near to 0: at 10 the sigmoid is still far from 1.",
        "Limits of 30 or more change nothing.",
        {S: "return 0.5 * (1 + np.tanh(0.5 * np.clip(z, -10, 10)))"},
        {S: "return np.where(z > 6, 1.0, np.where(z < -6, 0.0, 1 / (1 + np.exp(-z))))"},
        {S: "return np.clip(1 / (1 + np.exp(-z)), 1e-3, 1 - 1e-3)"},
    ),
    Mistake(
        "sigmoid-in-place",
        "sigmoid",
        "The array z itself is changed.",
        "Work on a copy, or write z = -z in place of z *= -1.",
        {S: lines("if np.ndim(z):", "    z *= -1", "    return 1 / (1 + np.exp(z))", "return 1 / (1 + np.exp(-z))")},
        {S: lines("z = np.clip(z, -500, 500, out=z if np.ndim(z) else None)", "return 1 / (1 + np.exp(-z))")},
    ),
)

DERIVATIVE = (
    Mistake(
        "derivative-of-activated",
        "sigmoid_derivative",
        "z is taken for a value that has been through the sigmoid: z (1 - z).",
        "The argument is z itself.",
        {D: "return z * (1 - z)"},
    ),
    Mistake(
        "derivative-twice-activated",
        "sigmoid_derivative",
        "z goes through the sigmoid twice before the slope is taken.",
        "Once is enough: from s = sigmoid(z) the slope follows.",
        {D: lines("s = sigmoid(s)", "return s * (1 - s)")},
    ),
    Mistake(
        "derivative-is-sigmoid",
        "sigmoid_derivative",
        "What comes out is the sigmoid, not its slope.",
        "The factor 1 - sigmoid(z) is missing.",
        {D: "return s"},
    ),
    Mistake(
        "derivative-other-factor",
        "sigmoid_derivative",
        "What comes out is 1 - sigmoid(z).",
        "The slope is that times sigmoid(z); in the fraction, the lower part is squared.",
        {D: "return 1 - s"},
    ),
    Mistake(
        "derivative-mixed",
        "sigmoid_derivative",
        "In one of the two factors stands z where sigmoid(z) belongs.",
        "Compute s once, and use s twice.",
        {D: "return s * (1 - z)"},
    ),
    Mistake(
        "derivative-sign",
        "sigmoid_derivative",
        "The sign is wrong: the slope of the sigmoid is never negative.",
        "Is it 1 - s? Is the derivative of e^-z right?",
        {D: "return s * (s - 1)"},
    ),
    Mistake(
        "derivative-of-tanh",
        "sigmoid_derivative",
        "What comes out is 1 - s^2: the rule for tanh, applied to the sigmoid.",
        "The sigmoid has a rule of its own.",
        {D: "return 1 - s**2"},
    ),
    Mistake(
        "derivative-times-two",
        "sigmoid_derivative",
        "The slope is twice as large as it should be: 0.5 at z = 0.",
        "From z - h to z + h it is 2 h; by tanh two halves meet.",
        {D: "return 2 * s * (1 - s)"},
    ),
    Mistake(
        "derivative-square",
        "sigmoid_derivative",
        "What comes out is sigmoid(z) squared.",
        "One factor is 1 - sigmoid(z); in the fraction, e^-z stands above.",
        {D: "return s * s"},
    ),
    Mistake(
        "derivative-zero",
        "sigmoid_derivative",
        "The slope comes out as 0 everywhere: s * 1 - s is 0.",
        "Mind the brackets around 1 - s.",
        {D: "return s * 1 - s"},
    ),
    Mistake(
        "derivative-summed",
        "sigmoid_derivative",
        "The two factors are multiplied as vectors, and summed up.",
        "Entry by entry: that is `*`, not `@` or `np.dot`.",
        {D: "return s @ (1 - s)"},
    ),
    Mistake(
        "derivative-of-neighbours",
        "sigmoid_derivative",
        "What comes out are differences between neighbouring entries.",
        "Each entry is a z of its own, and has its own slope.",
        {D: "return np.gradient(s)"},
    ),
    Mistake(
        "derivative-coarse-difference",
        "sigmoid_derivative",
        "The slope is a difference over a step that is too large.",
        "Six digits need the formula s (1 - s).",
        {D: lines("h = 1e-3", "return (sigmoid(z + h) - sigmoid(z)) / h")},
    ),
    Mistake(
        "derivative-single-difference",
        "sigmoid_derivative",
        "In float32 the difference of two close values keeps hardly a digit.",
        "The formula s (1 - s) needs no difference.",
        {D: lines("h = 1e-5", "return (sigmoid(z + h) - sigmoid(z - h)) / (2 * h)")},
    ),
    Mistake(
        "derivative-no-return",
        "sigmoid_derivative",
        "Nothing is returned.",
        "What is computed, or printed, must be handed back with `return`.",
        {D: "slope = s * (1 - s)"},
    ),
    Mistake(
        "derivative-rounded",
        "sigmoid_derivative",
        "The result is rounded.",
        "Give the number as it is computed; whoever prints it may round it.",
        {D: "return np.round(s * (1 - s), 4)"},
    ),
    Mistake(
        "derivative-first-answer-kept",
        "sigmoid_derivative",
        "An earlier answer is given again for other numbers.",
        "Compute from z in each call; keep nothing between calls.",
        {D: "return KEPT.setdefault(np.shape(z), s * (1 - s))", TOP: "import numpy as np\n\nKEPT = {}\n"},
        {
            TOP: "import numpy as np\n\nKEPT = {}\n",
            S: lines("KEPT['s'] = 0.5 * (1 + np.tanh(0.5 * z))", "return KEPT['s']"),
            "s = sigmoid(z)": lines(
                "s = KEPT.get('s')", "if np.shape(s) != np.shape(z) or s is None:", "    s = sigmoid(z)"
            ),
        },
    ),
    Mistake(
        "derivative-whole-numbers",
        "sigmoid_derivative",
        "Where z holds integers the result is cut to integers, all 0.",
        "An array made like z holds integers, as z does.",
        {D: lines("out = np.zeros_like(z)", "out[...] = s * (1 - s)", "return out")},
    ),
    Mistake(
        "derivative-number-as-array",
        "sigmoid_derivative",
        "A single number gives an array with one entry.",
        "A number must give a number: see what `np.ndim(z)` says.",
        {D: "return np.atleast_1d(s * (1 - s))"},
    ),
    Mistake(
        "derivative-number-refused",
        "sigmoid_derivative",
        "z is used as only an array can be used; it may be a single number too.",
        "`np.asarray(z)` makes an array of it.",
        {D: lines("out = np.zeros(z.shape)", "out[...] = s * (1 - s)", "return out")},
        {D: "return np.array([sigmoid(v) * (1 - sigmoid(v)) for v in z])"},
    ),
    Mistake(
        "derivative-floor",
        "sigmoid_derivative",
        "Far from 0 the slope is held above 0.",
        "There it really vanishes: 4.5e-5 at z = 10, and next to nothing at 30.",
        {D: lines("s = sigmoid(np.clip(z, -10, 10))", "return s * (1 - s)")},
    ),
    Mistake(
        "derivative-in-place",
        "sigmoid_derivative",
        "The array z itself is changed.",
        "Work on a copy, or compute a new array from z.",
        {D: lines("if np.ndim(z):", "    z[...] = s * (1 - s)", "    return z", D)},
        {D: lines("z *= -1", D)},
    ),
)

NEURON = (
    Mistake(
        "neuron-weights-name",
        "Neuron",
        "The neuron has no attribute `weights`.",
        "It is stored under another name, or in a local variable: `self.` keeps it.",
        {W: "self.w = np.array(weights)", F: F.replace("weights", "w")},
    ),
    Mistake(
        "neuron-bias-name",
        "Neuron",
        "The neuron has no attribute `bias`.",
        "It is stored under another name, or in a local variable: `self.` keeps it.",
        {B: "self.b = bias", F: F.replace("bias", "b")},
    ),
    Mistake(
        "neuron-exchanged",
        "Neuron",
        "Weights and bias have changed places.",
        "Neuron(weights, bias): the weights come first.",
        {W: "self.weights = bias", B: "self.bias = np.array(weights)"},
    ),
    Mistake(
        "neuron-init-name",
        "Neuron",
        "The method that takes weights and bias does not run.",
        "Its name has two underscores on each side: `__init__`.",
        {"def __init__(": "def _init_("},
    ),
    Mistake(
        "neuron-zero-bias",
        "Neuron",
        "A bias of 0 is taken for none at all.",
        "0 counts as false: `bias or 1` is 1. Keep what is passed in.",
        {B: "self.bias = bias or 1"},
        {B: "self.bias = bias if bias else 0.1"},
    ),
    Mistake(
        "neuron-no-self",
        "Neuron",
        "`__init__` takes one argument too few.",
        "The first parameter of a method is `self`; then come weights and bias.",
        {
            "def __init__(self, weights, bias):": "def __init__(weights, bias):",
            W: "weights.weights = weights",
            B: "weights.bias = bias",
        },
    ),
    Mistake(
        "neuron-shared",
        "Neuron",
        "All neurons share their numbers: a new one changes the old ones.",
        "Store on `self`, not on the class or globally.",
        {
            W: "Neuron.weights = np.array(weights)",
            B: "Neuron.bias = bias",
        },
    ),
    Mistake(
        "neuron-weights-column",
        "Neuron",
        "The weights are kept with two axes.",
        "They are d numbers, of shape (d,), as they were given.",
        {W: "self.weights = np.array(weights).reshape(-1, 1)"},
    ),
    Mistake(
        "neuron-weights-with-bias",
        "Neuron",
        "The bias is kept among the weights.",
        "`weights` are the d numbers that were given; keep the bias apart.",
        {
            W: "self.weights = np.append(weights, bias)",
            F: "return sigmoid(np.asarray(inputs) @ self.weights[:-1] + self.bias)",
        },
    ),
    Mistake(
        "neuron-whole-numbers",
        "Neuron",
        "The weights are kept as integers, without their decimals.",
        "Leave out the conversion, or convert to float.",
        {W: "self.weights = np.array(weights).astype(int)"},
    ),
    Mistake(
        "neuron-bias-zero",
        "Neuron",
        "The bias that is given is not kept: a fixed number takes its place.",
        "The argument `bias` is to be stored.",
        {B: "self.bias = 0"},
    ),
    Mistake(
        "neuron-bias-array",
        "Neuron",
        "The bias is kept as an array or a list.",
        "Keep the number that was passed in.",
        {B: "self.bias = np.array([bias])"},
    ),
)

Z = "np.asarray(inputs) @ self.weights"
FEEDFORWARD = (
    Mistake(
        "feedforward-no-bias",
        "Neuron.feedforward",
        "The bias is not added.",
        "The weighted sum is only a part of z.",
        {F: f"return sigmoid({Z})"},
        {F: f"return sigmoid({Z} + (self.bias if np.ndim(inputs) == 1 else 0))"},
    ),
    Mistake(
        "feedforward-bias-per-input",
        "Neuron.feedforward",
        "The bias is added once for each input.",
        "It is added once, after the sum.",
        {F: "return sigmoid(np.sum(np.asarray(inputs) * self.weights + self.bias, axis=-1))"},
    ),
    Mistake(
        "feedforward-bias-subtracted",
        "Neuron.feedforward",
        "The bias is subtracted.",
        "It is added to the weighted sum; its own sign does the rest.",
        {F: f"return sigmoid({Z} - self.bias)"},
    ),
    Mistake(
        "feedforward-bias-outside",
        "Neuron.feedforward",
        "The bias is added after the sigmoid.",
        "It belongs to z, which goes through the sigmoid.",
        {F: f"return sigmoid({Z}) + self.bias"},
    ),
    Mistake(
        "feedforward-not-activated",
        "Neuron.feedforward",
        "What comes out is z itself.",
        "The second step is missing: the sigmoid of z.",
        {F: f"return {Z} + self.bias"},
    ),
    Mistake(
        "feedforward-activated-twice",
        "Neuron.feedforward",
        "The sigmoid is applied twice.",
        "Once z has been squashed, that is the output.",
        {F: f"return sigmoid(sigmoid({Z} + self.bias))"},
    ),
    Mistake(
        "feedforward-sign",
        "Neuron.feedforward",
        "The sign of z is turned before the sigmoid.",
        "The minus of the formula e^-z is inside `sigmoid` already.",
        {F: f"return sigmoid(-({Z} + self.bias))"},
    ),
    Mistake(
        "feedforward-inputs-activated",
        "Neuron.feedforward",
        "The inputs go through the sigmoid before they are weighed.",
        "They are taken as they are.",
        {F: "return sigmoid(sigmoid(np.asarray(inputs)) @ self.weights + self.bias)"},
    ),
    Mistake(
        "feedforward-not-summed",
        "Neuron.feedforward",
        "Each input gives an output of its own: the products are not summed.",
        "w1*x1 + w2*x2 + ... is one number.",
        {F: "return sigmoid(np.asarray(inputs) * self.weights + self.bias)"},
    ),
    Mistake(
        "feedforward-sums-multiplied",
        "Neuron.feedforward",
        "The sum of the inputs is multiplied by the sum of the weights.",
        "First multiply pair by pair, then sum.",
        {F: "return sigmoid(np.sum(np.asarray(inputs), axis=-1) * np.sum(self.weights) + self.bias)"},
    ),
    Mistake(
        "feedforward-mean",
        "Neuron.feedforward",
        "The products are averaged.",
        "They are summed: nothing is divided by the number of inputs.",
        {F: "return sigmoid(np.mean(np.asarray(inputs) * self.weights, axis=-1) + self.bias)"},
    ),
    Mistake(
        "feedforward-last-product",
        "Neuron.feedforward",
        "Only the last product is left of the sum.",
        "Each turn of the loop has to add to what was there.",
        {F: "return sigmoid(np.asarray(inputs)[..., -1] * self.weights[-1] + self.bias)"},
    ),
    Mistake(
        "feedforward-last-input-missing",
        "Neuron.feedforward",
        "The last input is left out.",
        "A range ends before its end: range(d) has d numbers.",
        {F: "return sigmoid(np.asarray(inputs)[..., :-1] @ self.weights[:-1] + self.bias)"},
    ),
    Mistake(
        "feedforward-two-inputs",
        "Neuron.feedforward",
        "Exactly two inputs are expected.",
        "There may be any number of them: as many as weights.",
        {
            F: method(
                "X = np.asarray(inputs)",
                "return sigmoid(X[..., 0] * self.weights[0] + X[..., 1] * self.weights[1] + self.bias)",
            )
        },
    ),
    Mistake(
        "feedforward-rounded",
        "Neuron.feedforward",
        "The result is rounded.",
        "Give the number as it is computed; whoever prints it may round it.",
        {F: F.replace("return ", "return np.round(") + ", 4)"},
    ),
    Mistake(
        "feedforward-products-whole-numbers",
        "Neuron.feedforward",
        "Where the weights are integers the products are cut to integers.",
        "`zeros_like` of integers holds integers.",
        {F: "return sigmoid((np.asarray(inputs) * self.weights).astype(self.weights.dtype).sum(axis=-1) + self.bias)"},
    ),
    Mistake(
        "feedforward-no-return",
        "Neuron.feedforward",
        "Nothing is returned.",
        "What is computed, or printed, must be handed back with `return`.",
        {F: F.replace("return", "output =")},
    ),
    Mistake(
        "feedforward-one-sample-as-array",
        "Neuron.feedforward",
        "One sample gives an array with one entry.",
        "A sample of shape (d,) gives one number.",
        {F: "return sigmoid(np.atleast_2d(inputs) @ self.weights + self.bias)"},
        {F: "return sigmoid(np.sum(np.asarray(inputs) * self.weights, axis=-1, keepdims=True) + self.bias)"},
    ),
    Mistake(
        "feedforward-axis-kept",
        "Neuron.feedforward",
        "An axis is left over: n samples give (n, 1).",
        "The result is (n,), and one number for one sample.",
        {
            F: method(
                "X = np.asarray(inputs)",
                "if X.ndim == 1:",
                "    return sigmoid(X @ self.weights + self.bias)",
                "return sigmoid(X @ np.reshape(self.weights, (-1, 1)) + self.bias)",
            )
        },
    ),
    Mistake(
        "feedforward-one-row-squeezed",
        "Neuron.feedforward",
        "A batch of one row gives a single number.",
        "Only inputs of shape (d,) give a number; (1, d) gives (1,).",
        {F: "return np.squeeze(sigmoid(np.asarray(inputs) @ self.weights + self.bias))[()]"},
    ),
    Mistake(
        "feedforward-batch-as-sample",
        "Neuron.feedforward",
        "A batch with as many rows as inputs is taken for one sample.",
        "Their number of axes tells them apart, not the length.",
        {
            F: method(
                "x = np.asarray(inputs)",
                "if len(x) == len(self.weights):",
                "    return sigmoid(np.dot(self.weights, x) + self.bias)",
                "return sigmoid(x @ self.weights + self.bias)",
            )
        },
    ),
    Mistake(
        "feedforward-turned-product",
        "Neuron.feedforward",
        "The weights meet the samples, not the inputs, of a batch.",
        "In the product X comes first, with its d columns.",
        {F: "return sigmoid(np.dot(self.weights, inputs) + self.bias)"},
        {
            F: method(
                "z = 0", "for w, x in zip(self.weights, inputs):", "    z += w * x", "return sigmoid(z + self.bias)"
            )
        },
        {
            W: "self.weights = weights",
            F: method(
                "z = 0", "for w, x in zip(self.weights, inputs):", "    z += w * x", "return sigmoid(z + self.bias)"
            ),
        },
        {
            F: method(
                "z = 0",
                "for i in range(len(self.weights)):",
                "    z += self.weights[i] * inputs[i]",
                "return sigmoid(z + self.bias)",
            )
        },
    ),
    Mistake(
        "feedforward-whole-sum",
        "Neuron.feedforward",
        "A whole batch gives one single number.",
        "Sum over the inputs of each row, not over all the rows.",
        {F: "return sigmoid(np.sum(np.asarray(inputs) * self.weights) + self.bias)"},
    ),
    Mistake(
        "feedforward-rows-only",
        "Neuron.feedforward",
        "Only a batch is understood: one sample has no second axis.",
        "Its shape is (d,): the last axis is -1.",
        {F: "return sigmoid(np.sum(np.asarray(inputs) * self.weights, axis=1) + self.bias)"},
        {F: "return np.array([sigmoid(np.dot(x, self.weights) + self.bias) for x in inputs])"},
    ),
    Mistake(
        "feedforward-sample-only",
        "Neuron.feedforward",
        "Only one sample is understood: a batch ends in an error.",
        "Inputs of shape (n, d) have n rows, each a sample.",
        {F: "return float(sigmoid(np.asarray(inputs) @ self.weights + self.bias))"},
    ),
    Mistake(
        "feedforward-first-row",
        "Neuron.feedforward",
        "Of a batch only the first row is answered.",
        "Is there a `return` inside the loop, or an index 0?",
        {
            F: method(
                "for x in np.atleast_2d(inputs):",
                "    out = [sigmoid(x @ self.weights + self.bias)]",
                "    return out if np.ndim(inputs) == 2 else out[0]",
            )
        },
    ),
    Mistake(
        "feedforward-sum-not-reset",
        "Neuron.feedforward",
        "In a batch the sum of one row goes on in the next.",
        "Start each row with a sum of 0.",
        {
            F: method(
                "X = np.asarray(inputs)",
                "if X.ndim == 1:",
                "    return sigmoid(X @ self.weights + self.bias)",
                "return sigmoid(np.cumsum(X @ self.weights) + self.bias)",
            )
        },
    ),
    Mistake(
        "feedforward-lists-refused",
        "Neuron.feedforward",
        "Inputs are used as only an array can be used; they may be lists.",
        "`np.asarray` makes an array of either.",
        {F: F.replace("np.asarray(inputs) @ self.weights", "inputs.dot(self.weights)")},
        {W: "self.weights = weights", F: "return sigmoid(np.sum(inputs * self.weights, axis=-1) + self.bias)"},
    ),
    Mistake(
        "feedforward-bias-grows",
        "Neuron.feedforward",
        "Each call changes the bias of the neuron.",
        "A call must leave `self` as it is: sum up in a local variable.",
        {F: method(f"out = sigmoid({Z} + self.bias)", "self.bias += 1", "return out")},
    ),
    Mistake(
        "feedforward-weights-change",
        "Neuron.feedforward",
        "Each call changes the weights of the neuron.",
        "A call must leave `self` as it is: put products into a new array.",
        {
            F: method(
                "X = np.atleast_2d(inputs)",
                "out = sigmoid(X @ self.weights + self.bias)",
                "self.weights = self.weights * X[0]",
                "return out[0] if np.ndim(inputs) == 1 else out",
            )
        },
    ),
    Mistake(
        "feedforward-first-answer-kept",
        "Neuron.feedforward",
        "An earlier answer of the neuron is given again for other inputs.",
        "Compute the output anew in each call.",
        {
            F: method(
                "if not hasattr(self, 'output'):",
                "    self.output = sigmoid(np.asarray(inputs) @ self.weights + self.bias)",
                "return self.output",
            )
        },
    ),
    Mistake(
        "feedforward-sum-kept",
        "Neuron.feedforward",
        "The sum of one call goes on in the next.",
        "Start each call with a sum of 0, in a local variable.",
        {
            B: method("self.bias = bias", "self.z = 0"),
            F: method(f"self.z = self.z + {Z}", "return sigmoid(self.z + self.bias)"),
        },
    ),
    Mistake(
        "feedforward-latest-neuron",
        "Neuron.feedforward",
        "A neuron computes with the numbers of the one made last.",
        "Take them from `self`, not from a global or the class.",
        {
            B: method("self.bias = bias", "Neuron.last = self"),
            F: "return sigmoid(np.asarray(inputs) @ Neuron.last.weights + Neuron.last.bias)",
        },
    ),
    Mistake(
        "feedforward-overflows",
        "Neuron.feedforward",
        "Its own sigmoid breaks where the sum is far from 0.",
        "Call `sigmoid`, which takes any number.",
        {F: method(f"e = np.exp({Z} + self.bias)", "return e / (1 + e)")},
    ),
    Mistake(
        "feedforward-math-overflows",
        "Neuron.feedforward",
        "`math.exp` raises an OverflowError where the sum is far below 0.",
        "Call `sigmoid`, which takes any number.",
        {
            F: method(
                f"import math; z = {Z} + self.bias",
                "one = lambda t: 1 / (1 + math.exp(-t))",
                "return one(z) if np.ndim(z) == 0 else [one(t) for t in z]",
            )
        },
    ),
    Mistake(
        "feedforward-sum-clipped",
        "Neuron.feedforward",
        "The sum is held within limits.",
        "Give it to `sigmoid` as it is.",
        *({F: f"return sigmoid(np.clip({Z} + self.bias, -{most}, {most}))"} for most in (8, 5, 10)),
    ),
    Mistake(
        "feedforward-inputs-of-weights-type",
        "Neuron.feedforward",
        "The inputs get the weights' type: integers keep no decimals.",
        "Convert to `float`, or not at all: NumPy mixes the two.",
        {F: F.replace("asarray(inputs)", "asarray(inputs, dtype=self.weights.dtype)")},
    ),
    Mistake(
        "feedforward-inputs-changed",
        "Neuron.feedforward",
        "The inputs that are handed in are changed.",
        "Work on a copy, or put the products into a new array.",
        {F: method("X = np.asarray(inputs)", "X *= self.weights", "return sigmoid(X.sum(axis=-1) + self.bias)")},
    ),
    Mistake(
        "feedforward-given-weights-changed",
        "Neuron.feedforward",
        "The weights that were handed to `Neuron` are changed.",
        "Keep a copy of them, or change nothing.",
        {
            W: "self.weights = weights",
            B: method("self.bias = bias", "self.plain = np.array(weights)"),
            F: method(
                "z = np.asarray(inputs) @ self.plain + self.bias",
                "for i in range(len(self.weights)):",
                "    self.weights[i] = 0",
                "return sigmoid(z)",
            ),
        },
    ),
)

MISTAKES = SIGMOID + DERIVATIVE + NEURON + FEEDFORWARD
