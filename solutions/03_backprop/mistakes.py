"""The known mistakes of exercise 03, each with its sentence for the learner."""

from nngrade.api import Mistake

# Where the reference solution is changed.
MEAN = "np.mean((y_true - y_pred) ** 2)"
LOSS_LINE = f"return {MEAN}"
KEPT = "self.W1, self.b1, self.W2, self.b2 = W1.copy(), b1.copy(), W2.copy(), b2.copy()"
COPIES = "W1.copy(), b1.copy(), W2.copy(), b2.copy()"
HIDDEN = "a1 = sigmoid(x @ self.W1 + self.b1)"
OUTPUT = "sigmoid(a1 @ self.W2 + self.b2)[..., 0]"
Z1, A1 = "z1 = x @ self.W1 + self.b1", "a1 = sigmoid(z1)"
Z2, P = "z2 = a1 @ self.W2 + self.b2", "y_pred = sigmoid(z2)"
DELTA2 = "-2 * (y_true - y_pred) * sigmoid_derivative(z2)"
DELTA1 = "self.W2[:, 0] * delta2 * sigmoid_derivative(z1)"
DW1, DB1, DW2, DB2 = '"W1": np.outer(x, delta1)', '"b1": delta1', '"W2": np.outer(a1, delta2)', '"b2": delta2'
RETURNED = f"return {{{DW1}, {DB1}, {DW2}, {DB2}}}"
EPOCHS, SAMPLES = "for _ in range(epochs):", "zip(data, labels, strict=True)"
GRADIENTS = "self.gradients(x, y_true).items()"
STEP = "setattr(self, name, getattr(self, name) - lr * gradient)"
STEPS = f"for name, gradient in {GRADIENTS}:\n                    {STEP}"
WHOLE_EPOCH = f"for x, y_true in {SAMPLES}:"
LOSS = "losses.append(mse_loss(labels, self.feedforward(data)))"


def loss_of(body: str) -> dict[str, str]:
    """Return mse_loss written anew, with this body."""
    return {"": f"def mse_loss(y_true, y_pred):\n    {body}\n"}


def gradients_of(body: str) -> dict[str, str]:
    """Return gradients written anew, with this body; `loss()` is the sample's loss with the parameters as they are."""
    return {
        "": f"""def gradients(self, x, y_true):
    def loss():
        return (y_true - self.feedforward(x)) ** 2

    found = {{}}
    for name in ("W1", "b1", "W2", "b2"):
        parameter = getattr(self, name)
        found[name] = np.zeros(parameter.shape)
        for at in np.ndindex(parameter.shape):
            start = parameter[at]
            {body}
    return found


OurNeuralNetwork.gradients = gradients
"""
    }


def forward_difference(h: float) -> dict[str, str]:
    """Return gradients by differences to one side."""
    return gradients_of(
        f"low = loss(); parameter[at] = start + {h}; found[name][at] = (loss() - low) / {h}; parameter[at] = start"
    )


def central_difference(h: float, width: str = "2", after: str = "start") -> dict[str, str]:
    """Return gradients by differences to both sides, divided by `width` times h."""
    return gradients_of(
        f"parameter[at] = start + {h}; high = loss(); parameter[at] = start - {h}; "
        f"found[name][at] = (high - loss()) / ({width} * {h}); parameter[at] = {after}"
    )


IN_LOSS = (
    Mistake(
        "loss-summed",
        "mse_loss",
        "The squares are added up; the loss is their mean.",
        "Divide by the number of samples.",
        {MEAN: "np.sum((y_true - y_pred) ** 2)"},
    ),
    Mistake(
        "loss-halved",
        "mse_loss",
        "The loss is half of the mean of the squares.",
        "There is no 1/2 in it here; the 2 stays in the gradient.",
        {MEAN: "0.5 * np.mean((y_true - y_pred) ** 2)"},
    ),
    Mistake(
        "loss-doubled",
        "mse_loss",
        "The loss is twice the mean of the squares.",
        "The 2 belongs to the gradient, not to the loss.",
        {MEAN: "2 * np.mean((y_true - y_pred) ** 2)"},
    ),
    Mistake(
        "loss-divided-twice",
        "mse_loss",
        "The sum of the squares is divided by n twice.",
        "np.mean has divided by it already.",
        {MEAN: "np.mean((y_true - y_pred) ** 2) / len(y_true)"},
        {MEAN: "np.sum((y_true - y_pred) ** 2) / len(y_true) ** 2"},
    ),
    Mistake(
        "loss-divided-by-four",
        "mse_loss",
        "The sum of the squares is divided by 4, whatever n is.",
        "Divide by the number of samples that came in.",
        {MEAN: "np.sum((y_true - y_pred) ** 2) / 4"},
    ),
    Mistake(
        "loss-n-minus-one",
        "mse_loss",
        "The sum of the squares is divided by n - 1.",
        "The mean divides by n; with one sample n - 1 is 0.",
        {MEAN: "np.sum((y_true - y_pred) ** 2) / (len(y_true) - 1)"},
        loss_of(
            "total = 0.0\n    for one, other in zip(y_true, y_pred):\n        total += float(one - other) ** 2\n"
            "    return total / (len(y_true) - 1)"
        ),
    ),
    Mistake(
        "loss-root",
        "mse_loss",
        "A square root is taken of the mean of the squares.",
        "That is the RMSE; the MSE has no root.",
        {MEAN: "np.sqrt(np.mean((y_true - y_pred) ** 2))"},
    ),
    Mistake(
        "loss-norm",
        "mse_loss",
        "The result is the root of the sum of the squares, the norm of the differences.",
        "The loss has no root, and is a mean.",
        {MEAN: "np.linalg.norm(y_true - y_pred)"},
    ),
    Mistake(
        "loss-absolute",
        "mse_loss",
        "The result is the mean of the absolute differences.",
        "The differences are to be squared.",
        {MEAN: "np.mean(np.abs(y_true - y_pred))"},
    ),
    Mistake(
        "loss-not-squared",
        "mse_loss",
        "The result is the mean of the differences themselves.",
        "Square each of them first: else plus and minus cancel.",
        {MEAN: "np.mean(y_true - y_pred)"},
        {MEAN: "np.mean(y_pred - y_true)"},
    ),
    Mistake(
        "loss-mean-squared-after",
        "mse_loss",
        "The mean is taken first, and squared then.",
        "Square each difference, then take the mean of the squares.",
        {MEAN: "np.mean(y_true - y_pred) ** 2"},
    ),
    Mistake(
        "loss-each-squared",
        "mse_loss",
        "y_true and y_pred are squared one by one, then subtracted.",
        "Subtract first, then square the difference.",
        {MEAN: "np.mean(y_true**2 - y_pred**2)"},
        {MEAN: "np.mean(y_pred**2 - y_true**2)"},
    ),
    Mistake(
        "loss-of-the-sum",
        "mse_loss",
        "y_true and y_pred are added, and the sum is squared.",
        "It is their difference that counts.",
        {MEAN: "np.mean((y_true + y_pred) ** 2)"},
    ),
    Mistake(
        "loss-variance",
        "mse_loss",
        "The mean difference is taken off before squaring: this is a variance.",
        "Square the differences as they are.",
        {MEAN: "np.var(y_true - y_pred)"},
    ),
    Mistake(
        "loss-largest",
        "mse_loss",
        "The result is the largest of the squares.",
        "The loss is their mean.",
        {MEAN: "np.max((y_true - y_pred) ** 2)"},
    ),
    Mistake(
        "loss-cross-entropy",
        "mse_loss",
        "This is the cross-entropy, with logarithms.",
        "This exercise's loss is the mean of the squared differences.",
        {MEAN: "-np.mean(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred))"},
    ),
    Mistake(
        "loss-array",
        "mse_loss",
        "The squares come back one by one, as an array.",
        "The loss is one number: take their mean.",
        {MEAN: "(y_true - y_pred) ** 2"},
    ),
    Mistake(
        "loss-one-entry-array",
        "mse_loss",
        "The loss comes back as an array with one entry.",
        "It is a number: no keepdims, no brackets around it.",
        {MEAN: "np.mean((y_true - y_pred) ** 2, keepdims=True)"},
    ),
    Mistake(
        "loss-float-of-array",
        "mse_loss",
        "A function for single numbers (float, math...) is given the whole array.",
        "Take the mean first, or use NumPy's.",
        {MEAN: "float((y_true - y_pred) ** 2)"},
    ),
    Mistake(
        "loss-none",
        "mse_loss",
        "Nothing comes back: the loss is computed, or printed, but not returned.",
        "End with return.",
        {LOSS_LINE: f"loss = {MEAN}"},
    ),
    Mistake(
        "loss-all-pairs",
        "mse_loss",
        "Each y_true is compared with each y_pred: (n, 1) and (n,) broadcast to (n, n).",
        "Keep both of shape (n,).",
        {MEAN: "np.mean((y_true[:, None] - y_pred) ** 2)"},
    ),
    Mistake(
        "loss-overwritten",
        "mse_loss",
        "Only the last sample's square is in the result.",
        "Add up over the samples with +=; = overwrites what was there.",
        loss_of("for one, other in zip(y_true, y_pred):\n        total = (one - other) ** 2\n    return total"),
        loss_of(
            "for one, other in zip(y_true, y_pred):\n        total = (one - other) ** 2\n    return total / len(y_true)"
        ),
    ),
    Mistake(
        "loss-returned-early",
        "mse_loss",
        "Only the first sample's square is in the result.",
        "The return stands after the loop, not in it.",
        loss_of(
            "total = 0.0\n    for one, other in zip(y_true, y_pred):\n        total += (one - other) ** 2\n"
            "        return total / len(y_true)"
        ),
        {MEAN: "(y_true[0] - y_pred[0]) ** 2"},
    ),
    Mistake(
        "loss-sample-left-out",
        "mse_loss",
        "One sample, the first or the last, is left out of the sum.",
        "The loop goes over 0 to n - 1: range(n).",
        {MEAN: "np.sum((y_true[:-1] - y_pred[:-1]) ** 2) / len(y_true)"},
        {MEAN: "np.sum((y_true[1:] - y_pred[1:]) ** 2) / len(y_true)"},
    ),
    Mistake(
        "loss-order-changed",
        "mse_loss",
        "y_true and y_pred are compared in different orders.",
        "Pair them as they come: entry 0 with entry 0.",
        {MEAN: "np.mean((y_true - y_pred[::-1]) ** 2)"},
        {MEAN: "np.mean((np.sort(y_true) - np.sort(y_pred)) ** 2)"},
    ),
    Mistake(
        "loss-hard-outputs",
        "mse_loss",
        "y_pred is rounded to 0 or 1 before it is compared.",
        "The loss is of the outputs as they are.",
        {MEAN: "np.mean((y_true - np.round(y_pred)) ** 2)"},
    ),
    Mistake(
        "loss-hard-targets",
        "mse_loss",
        "y_true is made whole before it is compared.",
        "It may be any number: keep it as it is.",
        {MEAN: "np.mean((y_true.astype(int) - y_pred) ** 2)"},
    ),
    Mistake(
        "loss-rounded",
        "mse_loss",
        "The loss is rounded to a few digits.",
        "Return it as it is; rounding is for printing.",
        {MEAN: "round(float(np.mean((y_true - y_pred) ** 2)), 4)"},
        {MEAN: "round(float(np.mean((y_true - y_pred) ** 2)), 2)"},
    ),
    Mistake(
        "loss-whole-number",
        "mse_loss",
        "The division drops what is behind the point.",
        "Divide with /, not //, and do not make an int of it.",
        {MEAN: "np.sum((y_true - y_pred) ** 2) // len(y_true)"},
    ),
    Mistake(
        "loss-integer-buffer",
        "mse_loss",
        "With integer labels the differences lose what is behind the point.",
        "They need an array of floats.",
        {
            LOSS_LINE: "difference = np.zeros_like(y_true)\n    difference[:] = y_true - y_pred\n"
            "    return np.mean(difference**2)"
        },
        {MEAN: "np.mean((y_true - y_pred).astype(y_true.dtype) ** 2)"},
    ),
    Mistake(
        "loss-labels-wrap",
        "mse_loss",
        "With uint8 labels a minus wraps around: -1 becomes 255.",
        "Let the first operation be one with a float.",
        {MEAN: "np.mean((-y_true + y_pred) ** 2)"},
    ),
    Mistake(
        "loss-changes-arguments",
        "mse_loss",
        "The differences are written into the array that was passed in.",
        "Give them a new name: no -=, no out=.",
        {LOSS_LINE: "y_true -= y_pred\n    return np.mean(y_true**2)"},
        {LOSS_LINE: "y_pred -= y_true\n    return np.mean(y_pred**2)"},
    ),
)

IN_CONSTRUCTOR = (
    Mistake(
        "keep-transposed",
        "OurNeuralNetwork",
        "A weight matrix is kept transposed.",
        "Keep W1 as (d, h) and W2 as (h, 1), as they come.",
        {COPIES: "W1.T.copy(), b1.copy(), W2.copy(), b2.copy()"},
        {COPIES: "W1.T.copy(), b1.copy(), W2.T.copy(), b2.copy()"},
    ),
    Mistake(
        "keep-flat-w2",
        "OurNeuralNetwork",
        "W2 is kept as (h,), without its second axis.",
        "Its shape is (h, 1): keep it as it comes.",
        {COPIES: "W1.copy(), b1.copy(), W2.ravel(), b2.copy()"},
    ),
    Mistake(
        "keep-number-b2",
        "OurNeuralNetwork",
        "b2 is kept as a number.",
        "It is an array of shape (1,): keep it as it comes.",
        {COPIES: "W1.copy(), b1.copy(), W2.copy(), b2[0]"},
    ),
    Mistake(
        "keep-flat-w2-number-b2",
        "OurNeuralNetwork",
        "W2 is kept without its second axis, and b2 as a number.",
        "Keep both as they come: (h, 1) and (1,).",
        {COPIES: "W1.copy(), b1.copy(), W2.ravel(), b2[0]"},
    ),
    Mistake(
        "keep-biases-in-two-axes",
        "OurNeuralNetwork",
        "A bias is kept with two axes.",
        "Biases have one: b1 is (h,), b2 is (1,), as they come.",
        {COPIES: "W1.copy(), b1.reshape(1, -1), W2.copy(), b2.reshape(1, -1)"},
        {COPIES: "W1.copy(), b1.reshape(-1, 1), W2.copy(), b2.reshape(-1, 1)"},
    ),
    Mistake(
        "keep-biases-swapped",
        "OurNeuralNetwork",
        "b1 and b2 are kept under each other's names.",
        "Look at the order: W1, b1, W2, b2.",
        {COPIES: "W1.copy(), b2.copy(), W2.copy(), b1.copy()"},
    ),
    Mistake(
        "keep-order-mixed-up",
        "OurNeuralNetwork",
        "The parameters are taken in the order W1, W2, b1, b2.",
        "They come as W1, b1, W2, b2.",
        {COPIES: "W1.copy(), W2.copy(), b1.copy(), b2.copy()"},
    ),
    Mistake(
        "keep-one-twice",
        "OurNeuralNetwork",
        "A parameter of the first layer is kept for the second one as well.",
        "Is a line copied and not changed?",
        {COPIES: "W1.copy(), b1.copy(), W2.copy(), b1.copy()"},
        {COPIES: "W1.copy(), b1.copy(), W1.copy(), b2.copy()"},
    ),
    Mistake(
        "keep-under-other-names",
        "OurNeuralNetwork",
        "The network has no attribute W1.",
        "Write self.W1, in this spelling; a name without self is gone at the end.",
        {
            KEPT: "self.w1, self.b1, self.w2, self.b2 = W1.copy(), b1.copy(), W2.copy(), b2.copy()",
        },
        {KEPT: "W1, b1, W2, b2 = W1.copy(), b1.copy(), W2.copy(), b2.copy()"},
    ),
    Mistake(
        "keep-no-biases",
        "OurNeuralNetwork",
        "The network has no attribute b1.",
        "The biases are kept too: self.b1 and self.b2.",
        {KEPT: "self.W1, self.W2 = W1.copy(), W2.copy()"},
    ),
    Mistake(
        "keep-no-parameters",
        "OurNeuralNetwork",
        "`__init__` does not take the four parameters.",
        "Its signature is __init__(self, W1, b1, W2, b2).",
        {"def __init__(self, W1, b1, W2, b2):": "def __init__(self):\n        W1 = b1 = W2 = b2 = np.zeros(1)"},
    ),
    Mistake(
        "keep-zero-biases",
        "OurNeuralNetwork",
        "The biases are kept as zeros.",
        "Keep the b1 and b2 that are passed in.",
        {COPIES: "W1.copy(), np.zeros_like(b1), W2.copy(), np.zeros_like(b2)"},
    ),
    Mistake(
        "keep-all-zeros",
        "OurNeuralNetwork",
        "All parameters are kept as zeros.",
        "Nothing is drawn or set here: keep the four that are passed in.",
        {COPIES: "np.zeros_like(W1), np.zeros_like(b1), np.zeros_like(W2), np.zeros_like(b2)"},
    ),
    Mistake(
        "keep-integers",
        "OurNeuralNetwork",
        "The parameters lose what is behind the point.",
        "Keep them as floats: no int, no dtype that holds integers.",
        {COPIES: "W1.astype(int), b1.astype(int), W2.astype(int), b2.astype(int)"},
    ),
    Mistake(
        "keep-on-the-class",
        "OurNeuralNetwork",
        "All networks share one set of parameters; the last one made wins.",
        "Keep them on self: no class, no global.",
        {
            KEPT: "cls = OurNeuralNetwork\n"
            "        cls.W1, cls.b1, cls.W2, cls.b2 = W1.copy(), b1.copy(), W2.copy(), b2.copy()"
        },
        {
            KEPT: "self.__dict__ = SHARED\n"
            "        self.W1, self.b1, self.W2, self.b2 = W1.copy(), b1.copy(), W2.copy(), b2.copy()",
            "class OurNeuralNetwork:": "SHARED = {}\n\n\nclass OurNeuralNetwork:",
        },
    ),
    Mistake(
        "keep-no-copies",
        "OurNeuralNetwork",
        "The caller's arrays are kept, all or some: what changes in the network changes them.",
        "Keep a copy of each.",
        {COPIES: "W1, b1, W2, b2"},
        {COPIES: "np.asarray(W1), b1, W2[:], b2.reshape(-1)", STEP: "getattr(self, name).__isub__(lr * gradient)"},
        {COPIES: "W1.copy(), b1, W2.copy(), b2"},
        {COPIES: "W1, b1.copy(), W2, b2.copy()"},
    ),
)

FEEDFORWARD = "OurNeuralNetwork.feedforward"
IN_FEEDFORWARD = (
    Mistake(
        "forward-hidden-not-activated",
        FEEDFORWARD,
        "The hidden layer has no sigmoid.",
        "hidden is the sigmoid of x W1 + b1.",
        {HIDDEN: "a1 = x @ self.W1 + self.b1"},
    ),
    Mistake(
        "forward-output-not-activated",
        FEEDFORWARD,
        "The output layer has no sigmoid.",
        "The output is the sigmoid of hidden W2 + b2.",
        {OUTPUT: "(a1 @ self.W2 + self.b2)[..., 0]"},
    ),
    Mistake(
        "forward-not-activated",
        FEEDFORWARD,
        "There is no sigmoid in either layer.",
        "Each layer's product and bias go through it.",
        {HIDDEN: "a1 = x @ self.W1 + self.b1", OUTPUT: "(a1 @ self.W2 + self.b2)[..., 0]"},
    ),
    Mistake(
        "forward-output-activated-twice",
        FEEDFORWARD,
        "The output goes through the sigmoid twice.",
        "Once a layer is enough.",
        {OUTPUT: "sigmoid(sigmoid(a1 @ self.W2 + self.b2))[..., 0]"},
    ),
    Mistake(
        "forward-all-activated-twice",
        FEEDFORWARD,
        "Both layers go through the sigmoid twice.",
        "Once a layer is enough.",
        {
            HIDDEN: "a1 = sigmoid(sigmoid(x @ self.W1 + self.b1))",
            OUTPUT: "sigmoid(sigmoid(a1 @ self.W2 + self.b2))[..., 0]",
        },
    ),
    Mistake(
        "forward-input-activated",
        FEEDFORWARD,
        "The input goes through the sigmoid before the first layer.",
        "Only layers are activated: x comes as it is.",
        {HIDDEN: "a1 = sigmoid(sigmoid(x) @ self.W1 + self.b1)"},
    ),
    Mistake(
        "forward-no-b1",
        FEEDFORWARD,
        "The hidden layer's bias is missing.",
        "Add b1 to the product, before the sigmoid.",
        {HIDDEN: "a1 = sigmoid(x @ self.W1)"},
    ),
    Mistake(
        "forward-no-b2",
        FEEDFORWARD,
        "The output layer's bias is missing.",
        "Add b2 to the product, before the sigmoid.",
        {OUTPUT: "sigmoid(a1 @ self.W2)[..., 0]"},
    ),
    Mistake(
        "forward-no-biases",
        FEEDFORWARD,
        "Both biases are missing.",
        "Each layer adds its own to the product, before the sigmoid.",
        {HIDDEN: "a1 = sigmoid(x @ self.W1)", OUTPUT: "sigmoid(a1 @ self.W2)[..., 0]"},
    ),
    Mistake(
        "forward-biases-subtracted",
        FEEDFORWARD,
        "A bias is subtracted; it is added.",
        "Look at the sign in front of b1 and b2.",
        {HIDDEN: "a1 = sigmoid(x @ self.W1 - self.b1)", OUTPUT: "sigmoid(a1 @ self.W2 - self.b2)[..., 0]"},
    ),
    Mistake(
        "forward-bias-after-sigmoid",
        FEEDFORWARD,
        "A bias is added after the sigmoid.",
        "It belongs inside, beside the product.",
        {HIDDEN: "a1 = sigmoid(x @ self.W1) + self.b1", OUTPUT: "(sigmoid(a1 @ self.W2) + self.b2)[..., 0]"},
    ),
    Mistake(
        "forward-bias-once-an-input",
        FEEDFORWARD,
        "A bias is added once for each number that comes in.",
        "Add it once, after the sum of the products.",
        {OUTPUT: "sigmoid(a1 @ self.W2 + len(self.W2) * self.b2)[..., 0]"},
        {
            HIDDEN: "a1 = sigmoid(x @ self.W1 + len(self.W1) * self.b1)",
            OUTPUT: "sigmoid(a1 @ self.W2 + len(self.W2) * self.b2)[..., 0]",
        },
    ),
    Mistake(
        "forward-biases-exchanged",
        FEEDFORWARD,
        "The layers take each other's bias.",
        "x W1 goes with b1, hidden W2 with b2.",
        {HIDDEN: "a1 = sigmoid(x @ self.W1 + self.b2)", OUTPUT: "sigmoid(a1 @ self.W2 + self.b1)[..., 0]"},
    ),
    Mistake(
        "forward-mean-of-hidden",
        FEEDFORWARD,
        "The output layer takes the mean over the hidden neurons.",
        "It adds up the products: no division by h.",
        {OUTPUT: "sigmoid(a1 @ self.W2 / len(self.W2) + self.b2)[..., 0]"},
    ),
    Mistake(
        "forward-hidden-order",
        FEEDFORWARD,
        "The hidden neurons meet the wrong entries of W2: their order is reversed.",
        "Neuron j goes with W2[j, 0].",
        {OUTPUT: "sigmoid(a1 @ self.W2[::-1] + self.b2)[..., 0]"},
    ),
    Mistake(
        "forward-neuron-left-out",
        FEEDFORWARD,
        "One hidden neuron, the first or the last, is left out.",
        "All h of them count: range(h).",
        {OUTPUT: "sigmoid(a1[..., :-1] @ self.W2[:-1] + self.b2)[..., 0]"},
        {OUTPUT: "sigmoid(a1[..., 1:] @ self.W2[1:] + self.b2)[..., 0]"},
    ),
    Mistake(
        "forward-input-left-out",
        FEEDFORWARD,
        "One input, the first or the last, is left out.",
        "All d of them count: range(d).",
        {HIDDEN: "a1 = sigmoid(x[..., :-1] @ self.W1[:-1] + self.b1)"},
        {HIDDEN: "a1 = sigmoid(x[..., 1:] @ self.W1[1:] + self.b1)"},
    ),
    Mistake(
        "forward-two-and-two",
        FEEDFORWARD,
        "Only the first two inputs or hidden neurons count.",
        "d and h are any numbers: take all rows and columns.",
        {OUTPUT: "sigmoid(a1[..., :2] @ self.W2[:2] + self.b2)[..., 0]"},
        {HIDDEN: "a1 = sigmoid(x[..., :2] @ self.W1[:2] + self.b1)"},
        {
            HIDDEN: "a1 = sigmoid(x[..., :2] @ self.W1[:2] + self.b1)",
            OUTPUT: "sigmoid(a1[..., :2] @ self.W2[:2] + self.b2)[..., 0]",
        },
    ),
    Mistake(
        "forward-one-neuron-for-all",
        FEEDFORWARD,
        "All hidden neurons have the weights of the first one.",
        "Neuron j has column j of W1: is an index copied?",
        {HIDDEN: "a1 = sigmoid(x @ np.repeat(self.W1[:, :1], len(self.b1), axis=1) + self.b1)"},
    ),
    Mistake(
        "forward-w1-transposed",
        FEEDFORWARD,
        "x meets W1 transposed: its (h, d) in place of (d, h).",
        "The product is x @ W1, a row of W1 for each input.",
        {HIDDEN: "a1 = sigmoid(x @ self.W1.T + self.b1)"},
        {HIDDEN: "a1 = sigmoid(self.W1 @ x + self.b1)"},
    ),
    Mistake(
        "forward-w1-before-x",
        FEEDFORWARD,
        "W1.T stands before x: that is right for one sample, not for a batch.",
        "A sample is a row: x @ W1.",
        {HIDDEN: "a1 = sigmoid(self.W1.T @ x + self.b1)"},
    ),
    Mistake(
        "forward-w2-transposed",
        FEEDFORWARD,
        "The hidden layer meets W2 transposed.",
        "W2 is (h, 1): the product hidden @ W2 needs no .T.",
        {OUTPUT: "sigmoid(a1 @ self.W2.T + self.b2)[..., 0]"},
    ),
    Mistake(
        "forward-elementwise",
        FEEDFORWARD,
        "* multiplies entry by entry; a layer needs the matrix product.",
        "Write @ between x and W1, and between hidden and W2.",
        {HIDDEN: "a1 = sigmoid(x * self.W1 + self.b1)"},
        {HIDDEN: "a1 = sigmoid(x * self.W1 + self.b1)", OUTPUT: "sigmoid(a1 * self.W2 + self.b2)[..., 0]"},
    ),
    Mistake(
        "forward-input-into-output-layer",
        FEEDFORWARD,
        "The output layer is given x.",
        "It takes what the hidden layer gives.",
        {OUTPUT: "sigmoid(x @ self.W2 + self.b2)[..., 0]"},
    ),
    Mistake(
        "forward-tanh",
        FEEDFORWARD,
        "The hidden layer has a tanh.",
        "Both layers have the sigmoid here.",
        {HIDDEN: "a1 = np.tanh(x @ self.W1 + self.b1)"},
    ),
    Mistake(
        "forward-relu",
        FEEDFORWARD,
        "The hidden layer has a ReLU.",
        "Both layers have the sigmoid here.",
        {HIDDEN: "a1 = np.maximum(0, x @ self.W1 + self.b1)"},
    ),
    Mistake(
        "forward-slope",
        FEEDFORWARD,
        "A layer is activated with the sigmoid's slope.",
        "Forward it is the sigmoid itself; the slope is for the gradients.",
        {
            HIDDEN: "a1 = sigmoid_derivative(x @ self.W1 + self.b1)",
            OUTPUT: "sigmoid_derivative(a1 @ self.W2 + self.b2)[..., 0]",
        },
    ),
    Mistake(
        "forward-softmax",
        FEEDFORWARD,
        "The output is divided by the sum of the outputs, as in a softmax.",
        "Each sample's output is its own sigmoid.",
        {OUTPUT: "(np.exp(a1 @ self.W2) / np.exp(a1 @ self.W2).sum(axis=-1, keepdims=True))[..., 0]"},
    ),
    Mistake(
        "forward-class",
        FEEDFORWARD,
        "The output is rounded to 0 or 1.",
        "The network gives the sigmoid's value; who needs a class can round it.",
        {OUTPUT: "np.round(sigmoid(a1 @ self.W2 + self.b2))[..., 0]"},
    ),
    Mistake(
        "forward-rounded",
        FEEDFORWARD,
        "The output is rounded to a few digits.",
        "Return it as it is; rounding is for printing.",
        {OUTPUT: "np.round(sigmoid(a1 @ self.W2 + self.b2), 3)[..., 0]"},
        {OUTPUT: "np.round(sigmoid(a1 @ self.W2 + self.b2), 2)[..., 0]"},
    ),
    Mistake(
        "forward-column",
        FEEDFORWARD,
        "The output keeps its last axis: (1,) for a sample, (n, 1) for a batch.",
        "Take its one column, index 0.",
        {OUTPUT: "sigmoid(a1 @ self.W2 + self.b2)"},
    ),
    Mistake(
        "forward-array-for-sample",
        FEEDFORWARD,
        "One sample gives an array of one entry.",
        "Where x is (d,), return the entry itself, a float.",
        {OUTPUT: "sigmoid(a1 @ self.W2 + self.b2).ravel()"},
        {OUTPUT: "sigmoid(np.atleast_2d(a1) @ self.W2 + self.b2)[:, 0]"},
    ),
    Mistake(
        "forward-batch-alone",
        FEEDFORWARD,
        "One sample fails: the result has one axis then, and [:, 0] needs two.",
        "Index [..., 0] fits both.",
        {OUTPUT: "sigmoid(a1 @ self.W2 + self.b2)[:, 0]"},
    ),
    Mistake(
        "forward-batch-column",
        FEEDFORWARD,
        "A batch gives a column, (n, 1).",
        "Take its one column: [:, 0] of a batch, [0] of one sample, [..., 0] of both.",
        {OUTPUT: "(lambda out: out[0] if x.ndim == 1 else out)(sigmoid(a1 @ self.W2 + self.b2))"},
    ),
    Mistake(
        "forward-squeezed",
        FEEDFORWARD,
        "A batch of one sample gives a number; it should give (1,).",
        "squeeze drops every axis of length 1: index instead.",
        {OUTPUT: "sigmoid(a1 @ self.W2 + self.b2).squeeze()"},
        {OUTPUT: "(lambda out: out.item() if out.size == 1 else out[..., 0])(sigmoid(a1 @ self.W2 + self.b2))"},
    ),
    Mistake(
        "forward-first-row",
        FEEDFORWARD,
        "Of a batch only the first sample's output comes back.",
        "Index [0] takes the first row; the one column is [:, 0].",
        {OUTPUT: "sigmoid(a1 @ self.W2 + self.b2)[0]"},
        {OUTPUT: "float(sigmoid(a1 @ self.W2 + self.b2).ravel()[0])"},
    ),
    Mistake(
        "forward-float-of-batch",
        FEEDFORWARD,
        "float() or .item() is given a whole batch.",
        "It makes one number of one entry; a batch stays an array.",
        {OUTPUT: "float(sigmoid(a1 @ self.W2 + self.b2)[..., 0])"},
        {OUTPUT: "sigmoid(a1 @ self.W2 + self.b2).item()"},
    ),
    Mistake(
        "forward-batch-no-b2",
        FEEDFORWARD,
        "For a batch b2 is left out; one sample is right.",
        "Write one line for both: [..., 0] takes the output of either.",
        {OUTPUT: "sigmoid(a1 @ self.W2 + (self.b2 if x.ndim == 1 else 0))[..., 0]"},
    ),
    Mistake(
        "forward-batch-no-b1",
        FEEDFORWARD,
        "For a batch b1 is left out; one sample is right.",
        "Write one line for both: x @ W1 takes a sample as well as a batch.",
        {HIDDEN: "a1 = sigmoid(x @ self.W1 + (self.b1 if x.ndim == 1 else 0))"},
    ),
    Mistake(
        "forward-batch-averaged",
        FEEDFORWARD,
        "A batch gives one number, the mean of its outputs.",
        "Each sample keeps its own: (n,).",
        {OUTPUT: "np.mean(sigmoid(a1 @ self.W2 + self.b2))"},
    ),
    Mistake(
        "forward-batch-flattened",
        FEEDFORWARD,
        "x is made one long row before the first layer.",
        "A batch stays (n, d): one row a sample.",
        {HIDDEN: "a1 = sigmoid(np.ravel(x) @ self.W1 + self.b1)"},
    ),
    Mistake(
        "forward-layers-returned",
        FEEDFORWARD,
        "More than the output comes back.",
        "Return the output alone; keep the hidden layer for yourself.",
        {f"return {OUTPUT}": f"return a1, {OUTPUT}"},
    ),
    Mistake(
        "forward-none",
        FEEDFORWARD,
        "Nothing comes back: the output is computed, or printed, but not returned.",
        "End with return.",
        {f"return {OUTPUT}": f"out = {OUTPUT}"},
    ),
    Mistake(
        "forward-hidden-returned",
        FEEDFORWARD,
        "The hidden layer comes back.",
        "Go on with W2 and b2, and return the output layer.",
        {f"return {OUTPUT}": "return a1"},
    ),
    Mistake(
        "forward-same-for-all",
        FEEDFORWARD,
        "An earlier output comes back in place of this one.",
        "Compute it anew in each call; keep no old result.",
        {
            f"return {OUTPUT}": f"if not hasattr(self, 'output'):\n            self.output = {OUTPUT}\n"
            "        return self.output"
        },
        {
            HIDDEN: f"if not hasattr(self, 'a1'):\n            self.{HIDDEN}\n        a1 = self.a1",
        },
    ),
    Mistake(
        "forward-same-array",
        FEEDFORWARD,
        "For an array that was asked before, the old output comes back.",
        "Numbers in it may have changed: compute anew.",
        {
            f"return {OUTPUT}": "if getattr(self, 'last', None) is not x:\n"
            f"            self.last, self.output = x, {OUTPUT}\n        return self.output"
        },
    ),
    Mistake(
        "forward-changes-biases",
        FEEDFORWARD,
        "The products are added to self.b1 or self.b2: each call changes the network.",
        "Give the sum a new name.",
        {HIDDEN: "self.b1 = self.b1 + x @ self.W1\n        a1 = sigmoid(self.b1)"},
        {
            f"return {OUTPUT}": "self.b2 = self.b2 + a1 @ self.W2\n        return sigmoid(self.b2)[..., 0]",
        },
    ),
    Mistake(
        "forward-input-standardized",
        FEEDFORWARD,
        "The mean of x is taken off first.",
        "The network takes x as it comes, each sample by itself.",
        {HIDDEN: "a1 = sigmoid((x - x.mean(axis=0)) @ self.W1 + self.b1)"},
        {HIDDEN: "a1 = sigmoid((x - x.mean()) @ self.W1 + self.b1)"},
    ),
    Mistake(
        "forward-integers",
        FEEDFORWARD,
        "What is behind the point is dropped on the way through the network.",
        "Buffers hold floats, whatever x holds.",
        {HIDDEN: "a1 = np.zeros(np.shape(x @ self.W1), x.dtype)\n        a1[...] = sigmoid(x @ self.W1 + self.b1)"},
    ),
    Mistake(
        "forward-inputs-whole",
        FEEDFORWARD,
        "x loses what is behind the point.",
        "Take it as it comes: no int, no dtype that holds integers.",
        {HIDDEN: "a1 = sigmoid(x.astype(int) @ self.W1 + self.b1)"},
    ),
    Mistake(
        "forward-changes-x",
        FEEDFORWARD,
        "x itself is changed: the caller sees it.",
        "Give what you compute a new name: no -=, no [...] =.",
        {HIDDEN: f"{HIDDEN}\n        x[...] = np.abs(x)"},
    ),
    Mistake(
        "forward-global-parameters",
        FEEDFORWARD,
        "The parameters of the network that was made last are used.",
        "Read them from self.",
        {
            KEPT: f"{KEPT}\n        OurNeuralNetwork.last = self",
            HIDDEN: f"self = OurNeuralNetwork.last\n        {HIDDEN}",
        },
    ),
)

GRADS = "OurNeuralNetwork.gradients"
IN_GRADIENTS = (
    Mistake(
        "gradients-sign",
        GRADS,
        "All gradients have the wrong sign.",
        "The derivative of (y_true - p)^2 by p is -2 (y_true - p): look at the minus.",
        {DELTA2: "2 * (y_true - y_pred) * sigmoid_derivative(z2)"},
    ),
    Mistake(
        "gradients-halved",
        GRADS,
        "All gradients are half of what they should be.",
        "The 2 of the square is missing: look at dL/dp.",
        {DELTA2: "-(y_true - y_pred) * sigmoid_derivative(z2)"},
    ),
    Mistake(
        "gradients-doubled",
        GRADS,
        "All gradients are twice what they should be.",
        "A factor 2 comes in once, from the square (or 2h below the fraction).",
        {DELTA2: "-4 * (y_true - y_pred) * sigmoid_derivative(z2)"},
        central_difference(1e-5, "1"),
    ),
    Mistake(
        "gradients-by-neurons",
        GRADS,
        "Gradients are divided by the number of hidden neurons.",
        "This is one sample: nothing is averaged.",
        {DELTA2: "-2 * (y_true - y_pred) * sigmoid_derivative(z2) / len(self.b1)"},
        {DELTA1: "self.W2[:, 0] * delta2 * sigmoid_derivative(z1) / len(self.b1)"},
    ),
    Mistake(
        "gradients-lr",
        GRADS,
        "A learning rate is in the gradients.",
        "gradients returns them as they are; lr comes in with the step, in train.",
        {DELTA2: "-2 * 0.1 * (y_true - y_pred) * sigmoid_derivative(z2)"},
    ),
    Mistake(
        "gradients-no-slope-2",
        GRADS,
        "The slope of the output neuron is missing.",
        "delta2 has the factor sigmoid'(z2).",
        {DELTA2: "-2 * (y_true - y_pred)"},
    ),
    Mistake(
        "gradients-cross-entropy",
        GRADS,
        "delta2 is p - y_true: that belongs to the cross-entropy.",
        "For the squared error it has -2 and sigmoid'(z2).",
        {DELTA2: "y_pred - y_true"},
    ),
    Mistake(
        "gradients-no-slope-1",
        GRADS,
        "The slope of the hidden neurons is missing; W2 and b2 are right.",
        "delta1 has the factor sigmoid'(z1).",
        {DELTA1: "self.W2[:, 0] * delta2"},
    ),
    Mistake(
        "gradients-no-slopes",
        GRADS,
        "The slopes of both layers are missing.",
        "delta2 has the factor sigmoid'(z2), delta1 sigmoid'(z1).",
        {DELTA2: "-2 * (y_true - y_pred)", DELTA1: "self.W2[:, 0] * delta2"},
    ),
    Mistake(
        "gradients-slopes-at-output",
        GRADS,
        "Both slopes are taken at the sigmoid's output.",
        "sigmoid_derivative takes z1 and z2, not a1 and p.",
        {
            DELTA2: "-2 * (y_true - y_pred) * sigmoid_derivative(y_pred)",
            DELTA1: "self.W2[:, 0] * delta2 * sigmoid_derivative(a1)",
        },
    ),
    Mistake(
        "gradients-slope-1-at-a1",
        GRADS,
        "The slope of the hidden neurons is taken at a1; W2 and b2 are right.",
        "sigmoid_derivative takes z1.",
        {DELTA1: "self.W2[:, 0] * delta2 * sigmoid_derivative(a1)"},
    ),
    Mistake(
        "gradients-slope-2-at-p",
        GRADS,
        "The slope of the output neuron is taken at p.",
        "sigmoid_derivative takes z2, before the sigmoid.",
        {DELTA2: "-2 * (y_true - y_pred) * sigmoid_derivative(y_pred)"},
    ),
    Mistake(
        "gradients-z-times-1-minus-z",
        GRADS,
        "The slopes are z (1 - z).",
        "It is s (1 - s) with s = sigmoid(z): use sigmoid_derivative.",
        {
            DELTA2: "-2 * (y_true - y_pred) * z2 * (1 - z2)",
            DELTA1: "self.W2[:, 0] * delta2 * z1 * (1 - z1)",
        },
    ),
    Mistake(
        "gradients-z1-times-1-minus-z1",
        GRADS,
        "The hidden slope is z1 (1 - z1); W2 and b2 are right.",
        "It is a1 (1 - a1), with a1 = sigmoid(z1).",
        {DELTA1: "self.W2[:, 0] * delta2 * z1 * (1 - z1)"},
    ),
    Mistake(
        "gradients-z2-times-1-minus-z2",
        GRADS,
        "The slope of the output neuron is z2 (1 - z2).",
        "It is p (1 - p), with p = sigmoid(z2).",
        {DELTA2: "-2 * (y_true - y_pred) * z2 * (1 - z2)"},
    ),
    Mistake(
        "gradients-sigmoid-for-slope-1",
        GRADS,
        "a1 itself stands for the hidden slope; W2 and b2 are right.",
        "The slope is sigmoid'(z1), not sigmoid(z1).",
        {DELTA1: "self.W2[:, 0] * delta2 * a1"},
    ),
    Mistake(
        "gradients-sigmoid-for-slope-2",
        GRADS,
        "p itself stands for the slope of the output neuron.",
        "The slope is sigmoid'(z2), not sigmoid(z2).",
        {DELTA2: "-2 * (y_true - y_pred) * y_pred"},
    ),
    Mistake(
        "gradients-sigmoid-for-slopes",
        GRADS,
        "The sigmoid stands where its slope should, in both layers.",
        "Take sigmoid_derivative, of z1 and of z2.",
        {DELTA2: "-2 * (y_true - y_pred) * y_pred", DELTA1: "self.W2[:, 0] * delta2 * a1"},
    ),
    Mistake(
        "gradients-half-slopes",
        GRADS,
        "A slope is 1 - s; it should be s (1 - s).",
        "Is the factor s itself missing? Use sigmoid_derivative.",
        {DELTA1: "self.W2[:, 0] * delta2 * (1 - a1)", DELTA2: "-2 * (y_true - y_pred) * (1 - y_pred)"},
    ),
    Mistake(
        "gradients-tanh-slope-1",
        GRADS,
        "The hidden slope is 1 - a1^2, that of the tanh; W2 and b2 are right.",
        "Take the sigmoid's, at z1.",
        {DELTA1: "self.W2[:, 0] * delta2 * (1 - a1**2)"},
    ),
    Mistake(
        "gradients-tanh-slopes",
        GRADS,
        "The slopes are those of the tanh, 1 - s^2.",
        "The sigmoid's is s (1 - s): use sigmoid_derivative.",
        {DELTA2: "-2 * (y_true - y_pred) * (1 - y_pred**2)", DELTA1: "self.W2[:, 0] * delta2 * (1 - a1**2)"},
    ),
    Mistake(
        "gradients-relu-slope-1",
        GRADS,
        "The hidden slope is 1 where z1 is above 0, else 0: a ReLU's.",
        "Take the sigmoid's, at z1.",
        {DELTA1: "self.W2[:, 0] * delta2 * (z1 > 0)"},
    ),
    Mistake(
        "gradients-slope-2-not-passed-on",
        GRADS,
        "delta1 lacks the slope at z2; W2 and b2 are right.",
        "It starts from delta2, not from dL/dp.",
        {DELTA1: "self.W2[:, 0] * -2 * (y_true - y_pred) * sigmoid_derivative(z1)"},
    ),
    Mistake(
        "gradients-slope-2-passed-twice",
        GRADS,
        "delta1 has the slope at z2 twice; W2 and b2 are right.",
        "It is in delta2 already.",
        {DELTA1: "self.W2[:, 0] * delta2 * sigmoid_derivative(z2) * sigmoid_derivative(z1)"},
    ),
    Mistake(
        "gradients-error-passed-on",
        GRADS,
        "delta1 starts from y_true - p; W2 and b2 are right.",
        "It starts from delta2, with its -2 and its slope.",
        {DELTA1: "self.W2[:, 0] * (y_true - y_pred) * sigmoid_derivative(z1)"},
        {DELTA1: "self.W2[:, 0] * (y_pred - y_true) * sigmoid_derivative(z1)"},
    ),
    Mistake(
        "gradients-2-not-passed-on",
        GRADS,
        "delta1 has not the same factor -2 as delta2; W2 and b2 are right.",
        "It starts from delta2, whole.",
        {DELTA1: "self.W2[:, 0] * delta2 / 2 * sigmoid_derivative(z1)"},
        {DELTA1: "self.W2[:, 0] * delta2 * 2 * sigmoid_derivative(z1)"},
    ),
    Mistake(
        "gradients-1-sign",
        GRADS,
        "W1 and b1 have the wrong sign; W2 and b2 are right.",
        "The minus is in delta2 already.",
        {DELTA1: "-self.W2[:, 0] * delta2 * sigmoid_derivative(z1)"},
    ),
    Mistake(
        "gradients-no-w2",
        GRADS,
        "W2 is missing on the way back; W2's and b2's own gradients are right.",
        "delta1[j] has the factor W2[j, 0].",
        {DELTA1: "delta2 * sigmoid_derivative(z1)"},
    ),
    Mistake(
        "gradients-dw2-for-w2",
        GRADS,
        "On the way back stands W2's gradient in place of W2.",
        "delta1[j] has the factor W2[j, 0], the weight itself.",
        {DELTA1: "np.outer(a1, delta2)[:, 0] * delta2 * sigmoid_derivative(z1)"},
    ),
    Mistake(
        "gradients-a1-for-w2",
        GRADS,
        "On the way back stands a1 in place of W2.",
        "delta1[j] has the factor W2[j, 0].",
        {DELTA1: "a1 * delta2 * sigmoid_derivative(z1)"},
    ),
    Mistake(
        "gradients-w2-reversed",
        GRADS,
        "On the way back W2 is in the wrong order: neurons are mixed up.",
        "delta1[j] has the factor W2[j, 0].",
        {DELTA1: "self.W2[::-1, 0] * delta2 * sigmoid_derivative(z1)"},
    ),
    Mistake(
        "gradients-first-w2",
        GRADS,
        "On the way back all hidden neurons take the weight of the first one.",
        "Neuron j has the factor W2[j, 0].",
        {DELTA1: "self.W2[0, 0] * delta2 * sigmoid_derivative(z1)"},
    ),
    Mistake(
        "gradients-first-slope",
        GRADS,
        "All hidden neurons take the slope of the first one.",
        "Neuron j has the slope at z1[j].",
        {DELTA1: "self.W2[:, 0] * delta2 * sigmoid_derivative(z1[0])"},
    ),
    Mistake(
        "gradients-slope-at-z2",
        GRADS,
        "The hidden slope is taken at z2; W2 and b2 are right.",
        "It is the slope at z1.",
        {DELTA1: "self.W2[:, 0] * delta2 * sigmoid_derivative(z2)"},
    ),
    Mistake(
        "gradients-no-error",
        GRADS,
        "The error y_true - p is missing: this is the slope of the output.",
        "Start from dL/dp = -2 (y_true - p).",
        {DELTA2: "sigmoid_derivative(z2)"},
        {DELTA2: "-2 * sigmoid_derivative(z2)"},
    ),
    Mistake(
        "gradients-absolute-error",
        GRADS,
        "The error is taken without its sign.",
        "dL/dp is -2 (y_true - p): no abs.",
        {DELTA2: "-2 * np.abs(y_true - y_pred) * sigmoid_derivative(z2)"},
        {DELTA2: "2 * np.abs(y_true - y_pred) * sigmoid_derivative(z2)"},
    ),
    Mistake(
        "gradients-sign-of-error",
        GRADS,
        "Only the sign of the error comes in: that is the gradient of its absolute value.",
        "dL/dp is -2 (y_true - p).",
        {DELTA2: "-np.sign(y_true - y_pred) * sigmoid_derivative(z2)"},
    ),
    Mistake(
        "gradients-loss-for-error",
        GRADS,
        "The way back starts from the loss itself, squared.",
        "It starts from the loss's derivative by p: -2 (y_true - p).",
        {DELTA2: "(y_true - y_pred) ** 2 * sigmoid_derivative(z2)"},
        {DELTA2: "2 * (y_true - y_pred) ** 2 * sigmoid_derivative(z2)"},
    ),
    Mistake(
        "gradients-error-of-z2",
        GRADS,
        "y_true is compared with z2, before the sigmoid.",
        "The error is y_true - p, with p = sigmoid(z2).",
        {DELTA2: "-2 * (y_true - z2) * sigmoid_derivative(z2)"},
    ),
    Mistake(
        "gradients-linear-output",
        GRADS,
        "The output neuron is taken to be linear.",
        "p = sigmoid(z2), and its slope belongs to delta2.",
        {DELTA2: "-2 * (y_true - z2)"},
    ),
    Mistake(
        "gradients-hard-output",
        GRADS,
        "p is rounded to 0 or 1 before the error is taken.",
        "The error is that of the output as it is.",
        {P: "y_pred = np.round(sigmoid(z2))"},
    ),
    Mistake(
        "gradients-hard-target",
        GRADS,
        "y_true is made whole, or 0 or 1.",
        "It may be any number: keep it as it is.",
        {P: f"{P}\n        y_true = int(y_true)"},
    ),
    Mistake(
        "gradients-hidden-not-activated",
        GRADS,
        "The forward part leaves the hidden layer's sigmoid out.",
        "a1 = sigmoid(z1) goes into the output layer.",
        {A1: "a1 = z1"},
    ),
    Mistake(
        "gradients-no-b1",
        GRADS,
        "The forward part leaves b1 out.",
        "z1 = x W1 + b1.",
        {Z1: "z1 = x @ self.W1"},
    ),
    Mistake(
        "gradients-no-b2",
        GRADS,
        "The forward part leaves b2 out.",
        "z2 = a1 W2 + b2.",
        {Z2: "z2 = a1 @ self.W2"},
    ),
    Mistake(
        "gradients-no-biases",
        GRADS,
        "The forward part leaves both biases out.",
        "z1 = x W1 + b1 and z2 = a1 W2 + b2.",
        {Z1: "z1 = x @ self.W1", Z2: "z2 = a1 @ self.W2"},
    ),
    Mistake(
        "gradients-zero-biases",
        GRADS,
        "The gradients of both biases are 0: they would never learn.",
        "db1 is delta1, db2 is delta2.",
        {DB1: '"b1": np.zeros_like(delta1)', DB2: '"b2": np.zeros_like(delta2)'},
    ),
    Mistake(
        "gradients-zero-b1",
        GRADS,
        "The gradient of b1 is 0: it would never learn.",
        "db1 is delta1.",
        {DB1: '"b1": np.zeros_like(delta1)'},
    ),
    Mistake(
        "gradients-zero-b2",
        GRADS,
        "The gradient of b2 is 0: it would never learn.",
        "db2 is delta2.",
        {DB2: '"b2": np.zeros_like(delta2)'},
    ),
    Mistake(
        "gradients-zero-hidden",
        GRADS,
        "The gradients of W1 and b1 are 0: the hidden layer would never learn.",
        "Go on to delta1.",
        {DW1: '"W1": np.zeros_like(self.W1)', DB1: '"b1": np.zeros_like(self.b1)'},
    ),
    Mistake(
        "gradients-b1-no-slope",
        GRADS,
        "The gradient of b1 lacks the slope of the hidden neurons.",
        "It is delta1 itself, with sigmoid_derivative(z1).",
        {DB1: '"b1": self.W2[:, 0] * delta2'},
    ),
    Mistake(
        "gradients-b1-summed",
        GRADS,
        "The gradient of b1 is one sum for all neurons.",
        "Each neuron's bias has its own delta: db1 is delta1.",
        {DB1: '"b1": np.full(len(delta1), delta1.sum())'},
    ),
    Mistake(
        "gradients-b1-times-x",
        GRADS,
        "The gradient of b1 has an input as a factor.",
        "A bias has no input: db1 is delta1.",
        {DB1: '"b1": delta1 * x[0]'},
        {DB1: '"b1": delta1 * x.sum()'},
    ),
    Mistake(
        "gradients-b1-no-w2",
        GRADS,
        "W2 is missing in the gradient of b1; W1 has it.",
        "db1 is delta1, as it stands in dW1.",
        {DB1: '"b1": delta2 * sigmoid_derivative(z1)'},
    ),
    Mistake(
        "gradients-b1-is-delta2",
        GRADS,
        "The gradient of b1 is delta2, for each neuron.",
        "db1 is delta1.",
        {DB1: '"b1": np.full(len(delta1), delta2[0])'},
    ),
    Mistake(
        "gradients-biases-times-themselves",
        GRADS,
        "The gradients of the biases have the bias as a factor.",
        "A bias is multiplied by nothing: they are the deltas.",
        {DB1: '"b1": delta1 * self.b1', DB2: '"b2": delta2 * self.b2'},
    ),
    Mistake(
        "gradients-b2-times-a1",
        GRADS,
        "The gradient of b2 has hidden neurons as factors.",
        "db2 is delta2 itself.",
        {DB2: '"b2": delta2 * a1.sum()'},
    ),
    Mistake(
        "gradients-w2-from-z1",
        GRADS,
        "The gradient of W2 is taken from z1.",
        "What came in through W2 is a1.",
        {DW2: '"W2": np.outer(z1, delta2)'},
    ),
    Mistake(
        "gradients-w2-no-a1",
        GRADS,
        "The gradient of W2 is delta2, for each weight.",
        "A weight's gradient is delta times what came in: a1.",
        {DW2: '"W2": np.full_like(self.W2, delta2[0])'},
    ),
    Mistake(
        "gradients-w2-slope",
        GRADS,
        "The gradient of W2 has the hidden slope in it.",
        "dW2 is a1 times delta2, nothing more.",
        {DW2: '"W2": np.outer(a1 * sigmoid_derivative(z1), delta2)'},
    ),
    Mistake(
        "gradients-w2-times-w2",
        GRADS,
        "The gradient of W2 has W2 as a factor.",
        "dW2 is a1 times delta2.",
        {DW2: '"W2": np.outer(a1, delta2) * self.W2'},
    ),
    Mistake(
        "gradients-w1-sigmoid-of-x",
        GRADS,
        "The gradient of W1 is taken from sigmoid(x).",
        "What came in through W1 is x itself.",
        {DW1: '"W1": np.outer(sigmoid(x), delta1)'},
    ),
    Mistake(
        "gradients-w1-no-x",
        GRADS,
        "The gradient of W1 lacks x: every row is delta1.",
        "A weight's gradient is delta times what came in.",
        {DW1: '"W1": np.outer(np.ones(len(x)), delta1)'},
    ),
    Mistake(
        "gradients-w1-first-x",
        GRADS,
        "Every row of W1's gradient is made with the same input.",
        "Row i goes with x[i].",
        {DW1: '"W1": np.outer(np.full(len(x), x[0]), delta1)'},
        {DW1: '"W1": np.outer(np.full(len(x), x.sum()), delta1)'},
    ),
    Mistake(
        "gradients-w1-delta2",
        GRADS,
        "The gradient of W1 is made with delta2.",
        "It goes with the hidden layer's delta: delta1.",
        {DW1: '"W1": np.outer(x, np.full(len(z1), delta2[0]))'},
    ),
    Mistake(
        "gradients-w1-times-w1",
        GRADS,
        "The gradient of W1 has W1 as a factor.",
        "It is x times delta1.",
        {DW1: '"W1": np.outer(x, delta1) * self.W1'},
    ),
    Mistake(
        "gradients-w1-neuron-left-out",
        GRADS,
        "One hidden neuron's weights get no gradient.",
        "All h columns count: range(h).",
        {RETURNED: f'found = {{{DW1}, {DB1}, {DW2}, {DB2}}}\n        found["W1"][:, -1] = 0\n        return found'},
    ),
    Mistake(
        "gradients-w1-input-left-out",
        GRADS,
        "One input's weights get no gradient.",
        "All d rows count: range(d).",
        {RETURNED: f'found = {{{DW1}, {DB1}, {DW2}, {DB2}}}\n        found["W1"][-1] = 0\n        return found'},
    ),
    Mistake(
        "gradients-two-and-two",
        GRADS,
        "Only the first two inputs or hidden neurons get a gradient.",
        "d and h are any numbers: fill all rows and columns.",
        {
            RETURNED: f"found = {{{DW1}, {DB1}, {DW2}, {DB2}}}\n"
            '        found["W1"][2:], found["W1"][:, 2:], found["b1"][2:], found["W2"][2:] = 0, 0, 0, 0\n'
            "        return found"
        },
        {
            RETURNED: f"found = {{{DW1}, {DB1}, {DW2}, {DB2}}}\n"
            '        found["W1"][:, 2:], found["b1"][2:], found["W2"][2:] = 0, 0, 0\n'
            "        return found"
        },
    ),
    Mistake(
        "gradients-w1-reshaped",
        GRADS,
        "The gradient of W1 is reshaped: its entries change places.",
        "The outer product of x and delta1 needs no reshape.",
        {DW1: '"W1": np.outer(delta1, x).reshape(self.W1.shape)'},
    ),
    Mistake(
        "gradients-w1-transposed",
        GRADS,
        "The gradient of W1 is transposed.",
        "Its shape is W1's, (d, h): x goes down the rows, delta1 along the columns.",
        {DW1: '"W1": np.outer(delta1, x)'},
    ),
    Mistake(
        "gradients-w2-transposed",
        GRADS,
        "The gradient of W2 is a row, (1, h).",
        "Its shape is W2's, (h, 1).",
        {DW2: '"W2": np.outer(delta2, a1)'},
    ),
    Mistake(
        "gradients-both-transposed",
        GRADS,
        "The gradients of W1 and W2 are transposed.",
        "Their shapes are those of W1 and W2.",
        {DW1: '"W1": np.outer(delta1, x)', DW2: '"W2": np.outer(delta2, a1)'},
    ),
    Mistake(
        "gradients-w2-flat",
        GRADS,
        "The gradient of W2 is (h,).",
        "Its shape is W2's, (h, 1): an outer product, or a reshape.",
        {DW2: '"W2": a1 * delta2'},
    ),
    Mistake(
        "gradients-b2-number",
        GRADS,
        "The gradient of b2 is a number.",
        "Its shape is b2's: an array (1,).",
        {DB2: '"b2": delta2[0]'},
    ),
    Mistake(
        "gradients-w2-flat-b2-number",
        GRADS,
        "The gradient of W2 is (h,), and that of b2 a number.",
        "They have the shapes of W2 and b2: (h, 1) and (1,).",
        {DW2: '"W2": a1 * delta2', DB2: '"b2": delta2[0]'},
    ),
    Mistake(
        "gradients-biases-in-two-axes",
        GRADS,
        "A bias's gradient has two axes.",
        "Its shape is the bias's: b1 (h,), b2 (1,).",
        {DB1: '"b1": delta1[None, :]', DB2: '"b2": delta2[None, :]'},
        {DB1: '"b1": delta1[:, None]', DB2: '"b2": delta2[:, None]'},
    ),
    Mistake(
        "gradients-b1-number",
        GRADS,
        "The gradient of b1 is one number, a sum.",
        "Its shape is b1's, (h,): it is delta1.",
        {DB1: '"b1": delta1.sum()'},
        {DB1: '"b1": delta1.sum(keepdims=True)'},
    ),
    Mistake(
        "gradients-biases-swapped",
        GRADS,
        "The gradients of b1 and b2 stand under each other's names.",
        "b1 goes with delta1, b2 with delta2.",
        {DB1: '"b1": delta2', DB2: '"b2": delta1'},
    ),
    Mistake(
        "gradients-weights-swapped",
        GRADS,
        "The gradients of W1 and W2 stand under each other's names.",
        "W1 goes with x and delta1.",
        {DW1: '"W1": np.outer(a1, delta2)', DW2: '"W2": np.outer(x, delta1)'},
    ),
    Mistake(
        "gradients-tuple",
        GRADS,
        "The gradients come back as a tuple.",
        'They are a dict with the keys "W1", "b1", "W2" and "b2".',
        {RETURNED: "return np.outer(x, delta1), delta1, np.outer(a1, delta2), delta2"},
    ),
    Mistake(
        "gradients-other-keys",
        GRADS,
        "The dict has other keys.",
        'They are "W1", "b1", "W2" and "b2", as the parameters are called.',
        {RETURNED: 'return {"dW1": np.outer(x, delta1), "db1": delta1, "dW2": np.outer(a1, delta2), "db2": delta2}'},
        {RETURNED: 'return {"w1": np.outer(x, delta1), "b1": delta1, "w2": np.outer(a1, delta2), "b2": delta2}'},
    ),
    Mistake(
        "gradients-no-bias-keys",
        GRADS,
        "The gradients of the biases are not in the dict.",
        'It has four keys: "W1", "b1", "W2" and "b2".',
        {RETURNED: f"return {{{DW1}, {DW2}}}"},
    ),
    Mistake(
        "gradients-none",
        GRADS,
        "Nothing comes back: the gradients are computed, but not returned.",
        "End with return.",
        {RETURNED: f"found = {{{DW1}, {DB1}, {DW2}, {DB2}}}"},
    ),
    Mistake(
        "gradients-parameters",
        GRADS,
        "The parameters after a step come back.",
        "Return the gradients; the step is taken in train.",
        {
            RETURNED: f"found = {{{DW1}, {DB1}, {DW2}, {DB2}}}\n"
            "        return {name: getattr(self, name) - 0.1 * found[name] for name in found}"
        },
    ),
    Mistake(
        "gradients-penalty",
        GRADS,
        "A multiple of the parameters is added to the gradients (weight decay).",
        "The loss here has no such term.",
        {DW1: '"W1": np.outer(x, delta1) + 0.01 * self.W1', DW2: '"W2": np.outer(a1, delta2) + 0.01 * self.W2'},
    ),
    Mistake(
        "gradients-clipped",
        GRADS,
        "Large gradients are cut off at a limit.",
        "Return them as they are, however large.",
        {RETURNED: "return {name: np.clip(value, -1, 1) for name, value in " + RETURNED[7:] + ".items()}"},
        {RETURNED: "return {name: np.clip(value, -5, 5) for name, value in " + RETURNED[7:] + ".items()}"},
    ),
    Mistake(
        "gradients-norm-limited",
        GRADS,
        "Large gradients are scaled down to a largest norm.",
        "Return them as they are, however large.",
        {
            RETURNED: "return {name: value / max(1, np.linalg.norm(value)) for name, value in "
            + RETURNED[7:]
            + ".items()}"
        },
    ),
    Mistake(
        "gradients-unit-length",
        GRADS,
        "The gradients are scaled to length 1.",
        "Return them as they are: their length counts.",
        {
            RETURNED: "return {name: value / (np.linalg.norm(value) + 1e-12) for name, value in "
            + RETURNED[7:]
            + ".items()}"
        },
    ),
    Mistake(
        "gradients-rounded",
        GRADS,
        "The gradients are rounded to a few digits.",
        "Return them as they are; rounding is for printing.",
        {RETURNED: "return {name: np.round(value, 3) for name, value in " + RETURNED[7:] + ".items()}"},
        {RETURNED: "return {name: np.round(value, 2) for name, value in " + RETURNED[7:] + ".items()}"},
    ),
    Mistake(
        "gradients-coarse-difference",
        GRADS,
        "The gradients are nearly right: the small difference is too large, or to one side.",
        "Go 0.00001 up and down.",
        forward_difference(1e-2),
        forward_difference(1e-3),
    ),
    Mistake(
        "gradients-labels-wrap",
        GRADS,
        "With uint8 labels a minus wraps around: -1 becomes 255.",
        "Let the first operation be one with a float.",
        {DELTA2: "2 * (-y_true + y_pred) * sigmoid_derivative(z2)"},
    ),
    Mistake(
        "gradients-labels-doubled-wrap",
        GRADS,
        "With unsigned labels -2 * y_true fails or wraps around.",
        "Let the first operation be y_true - y_pred, which is a float.",
        {DELTA2: "(-2 * y_true + 2 * y_pred) * sigmoid_derivative(z2)"},
    ),
    Mistake(
        "gradients-integer-buffer",
        GRADS,
        "With integer samples gradients lose what is behind the point.",
        "They need arrays of floats, not of x's type.",
        {DW1: '"W1": np.outer(x, delta1).astype(x.dtype)'},
        {A1: "a1 = np.zeros(len(z1), x.dtype)\n        a1[:] = sigmoid(z1)"},
    ),
    Mistake(
        "gradients-in-labels-type",
        GRADS,
        "With integer labels the error loses what is behind the point.",
        "Compute it with floats.",
        {P: "y_pred = sigmoid(z2).astype(np.asarray(y_true).dtype)"},
    ),
    Mistake(
        "gradients-add-up",
        GRADS,
        "Each call adds to the gradients of earlier calls.",
        "Start from zeros in each call.",
        {
            RETURNED: f"found = {{{DW1}, {DB1}, {DW2}, {DB2}}}\n"
            "        self.sums = {name: getattr(self, 'sums', {}).get(name, 0) + found[name] for name in found}\n"
            "        return self.sums"
        },
    ),
    Mistake(
        "gradients-cached",
        GRADS,
        "A later call uses what an earlier call kept on self.",
        "Compute the sums and outputs of this x anew in each call.",
        {
            RETURNED: f"if not hasattr(self, 'kept'):\n            self.kept = {{{DW1}, {DB1}, {DW2}, {DB2}}}\n"
            "        return self.kept"
        },
        {
            Z1: f"if not hasattr(self, 'z1'):\n            self.{Z1}\n        z1 = self.z1",
        },
    ),
    Mistake(
        "gradients-kept-for-the-same-array",
        GRADS,
        "Where x is the array of the last feedforward, its sums are used again.",
        "It may hold other numbers by now.",
        {
            HIDDEN: f"self.x, self.z1 = x, x @ self.W1 + self.b1\n        {A1.replace('z1', 'self.z1')}",
            Z1: "if getattr(self, 'x', None) is not x:\n            self.feedforward(x)\n        z1 = self.z1",
        },
    ),
    Mistake(
        "gradients-need-feedforward",
        GRADS,
        "It takes values that feedforward has left on self.",
        "It is called by itself: compute z1, a1, z2 and p in it.",
        {Z1: "z1 = self.z1", HIDDEN: "self.z1 = x @ self.W1 + self.b1\n        a1 = sigmoid(self.z1)"},
        {A1: "a1 = self.a1", HIDDEN: f"{HIDDEN}\n        self.a1 = a1"},
    ),
    Mistake(
        "gradients-take-the-step",
        GRADS,
        "A call moves the parameters.",
        "gradients only computes; the step is taken in train.",
        {
            RETURNED: f"found = {{{DW1}, {DB1}, {DW2}, {DB2}}}\n        for name in found:\n"
            "            setattr(self, name, getattr(self, name) - 0.1 * found[name])\n        return found"
        },
        {
            RETURNED: f"found = {{{DW1}, {DB1}, {DW2}, {DB2}}}\n        for name in found:\n"
            "            setattr(self, name, getattr(self, name) - found[name])\n        return found"
        },
    ),
    Mistake(
        "gradients-w2-in-place",
        GRADS,
        "W2 of the network is overwritten on the way back: self.W2[:, 0] is no copy.",
        "Give the product a new name: no *=.",
        {
            "delta1 = self.W2[:, 0] * delta2 * sigmoid_derivative(z1)": "delta1 = self.W2[:, 0]\n"
            "        delta1 *= delta2 * sigmoid_derivative(z1)"
        },
        {
            "delta1 = self.W2[:, 0] * delta2 * sigmoid_derivative(z1)": "delta1 = self.W2[:, 0]\n"
            "        delta1 *= delta2\n        delta1 = delta1 * sigmoid_derivative(z1)"
        },
    ),
    Mistake(
        "gradients-not-put-back",
        GRADS,
        "A parameter is not put back after the small step: the network changes.",
        "Put the old value back, for each entry.",
        central_difference(1e-5, after="parameter[at]"),
        central_difference(1e-5, after="start + 1e-5"),
        central_difference(1e-5, after="start - 1e-5"),
        central_difference(1e-4, after="start - 1e-4"),
    ),
    Mistake(
        "gradients-biases-in-place",
        GRADS,
        "b1 or b2 of the network is overwritten: the products are added to it.",
        "Give the sum a new name: no +=.",
        {Z1: "z1 = self.b1\n        z1 += x @ self.W1"},
        {Z2: "z2 = self.b2\n        z2 += a1 @ self.W2"},
    ),
    Mistake(
        "gradients-change-x",
        GRADS,
        "x itself, or its shape, is changed, and in train the data with it.",
        "Give what you compute a new name.",
        {RETURNED: f"found = {{{DW1}, {DB1}, {DW2}, {DB2}}}\n        x *= 0\n        return found"},
    ),
    Mistake(
        "gradients-global-parameters",
        GRADS,
        "The parameters of the network that was made last are used.",
        "Read them from self.",
        {
            KEPT: f"{KEPT}\n        OurNeuralNetwork.last = self",
            Z1: f"self = OurNeuralNetwork.last\n        {Z1}",
        },
    ),
)

TRAIN = "OurNeuralNetwork.train"
FORWARD_LINES = f"{Z1}; {A1}; {Z2}; {P}"


def own_steps(body: str) -> dict[str, str]:
    """Return train with steps of its own in place of the reference's: z1, a1, z2, y_pred and delta2 are there."""
    lines = [*FORWARD_LINES.split("; "), f"delta2 = {DELTA2}", *body.split("\n")]
    return {STEPS: ("\n" + 16 * " ").join(lines)}


IN_TRAIN = (
    Mistake(
        "train-uphill",
        TRAIN,
        "The step goes uphill: the gradient is added.",
        "parameter - lr * gradient: look at the sign.",
        {STEP: "setattr(self, name, getattr(self, name) + lr * gradient)"},
    ),
    Mistake(
        "train-no-lr",
        TRAIN,
        "The step is the whole gradient, whatever lr is.",
        "Multiply the gradient by lr.",
        {STEP: "setattr(self, name, getattr(self, name) - gradient)"},
    ),
    Mistake(
        "train-lr-twice",
        TRAIN,
        "lr comes in twice.",
        "The step is lr times the gradient, once.",
        {STEP: "setattr(self, name, getattr(self, name) - lr * lr * gradient)"},
    ),
    Mistake(
        "train-lr-fixed",
        TRAIN,
        "The step is the same whatever lr is passed: a fixed learning rate.",
        "Use the lr that is passed in.",
        {STEP: "setattr(self, name, getattr(self, name) - 0.1 * gradient)"},
        {STEP: "setattr(self, name, getattr(self, name) - 0.01 * gradient)"},
    ),
    Mistake(
        "train-lr-capped",
        TRAIN,
        "A large lr is cut off at a limit.",
        "Use it as it is passed in, however large.",
        {STEP: "setattr(self, name, getattr(self, name) - min(lr, 1) * gradient)"},
        {STEP: "setattr(self, name, getattr(self, name) - min(lr, 0.1) * gradient)"},
    ),
    Mistake(
        "train-step-doubled",
        TRAIN,
        "Each step is taken twice as far.",
        "The 2 of the square is in the gradient already.",
        {STEP: "setattr(self, name, getattr(self, name) - 2 * lr * gradient)"},
    ),
    Mistake(
        "train-lr-by-n",
        TRAIN,
        "lr is divided by the number of samples.",
        "Each sample's step is lr times its gradient: nothing is averaged.",
        {STEP: "setattr(self, name, getattr(self, name) - lr / len(data) * gradient)"},
    ),
    Mistake(
        "train-shrinks",
        TRAIN,
        "lr times the parameter comes in: parameter * (1 - lr), or the like.",
        "The step is parameter - lr * gradient.",
        {STEP: "setattr(self, name, (1 - lr) * getattr(self, name) - lr * gradient)"},
    ),
    Mistake(
        "train-weight-decay",
        TRAIN,
        "The parameters shrink a little in each step (weight decay).",
        "The step is lr times the gradient, nothing more.",
        {STEP: "setattr(self, name, getattr(self, name) - lr * (gradient + 0.01 * getattr(self, name)))"},
    ),
    Mistake(
        "train-sign-steps",
        TRAIN,
        "Only the gradient's sign counts: all steps are lr long.",
        "The step is lr times the gradient itself.",
        {STEP: "setattr(self, name, getattr(self, name) - lr * np.sign(gradient))"},
    ),
    Mistake(
        "train-steps-clipped",
        TRAIN,
        "Large steps are cut off at a limit.",
        "Take them as they are: lr times the gradient.",
        {STEP: "setattr(self, name, getattr(self, name) - np.clip(lr * gradient, -1, 1))"},
        {STEP: "setattr(self, name, getattr(self, name) - lr * np.clip(gradient, -1, 1))"},
    ),
    Mistake(
        "train-unit-steps",
        TRAIN,
        "The gradient is scaled to length 1 before the step.",
        "Its length counts: lr times the gradient as it is.",
        {STEP: "setattr(self, name, getattr(self, name) - lr * gradient / (np.linalg.norm(gradient) + 1e-12))"},
    ),
    Mistake(
        "train-momentum",
        TRAIN,
        "Part of the last step is taken again (momentum).",
        "Each step is lr times the gradient of its sample alone.",
        {
            STEP: "self.v = {**getattr(self, 'v', {}), name: 0.9 * getattr(self, 'v', {}).get(name, 0) + gradient}\n"
            "                    setattr(self, name, getattr(self, name) - lr * self.v[name])"
        },
    ),
    Mistake(
        "train-sums-not-reset",
        TRAIN,
        "The gradients add up from sample to sample and are never reset.",
        "Each step takes those of its own sample.",
        {
            STEP: "self.v = {**getattr(self, 'v', {}), name: getattr(self, 'v', {}).get(name, 0) + gradient}\n"
            "                    setattr(self, name, getattr(self, name) - lr * self.v[name])"
        },
    ),
    Mistake(
        "train-nothing-moves",
        TRAIN,
        "No parameter moves.",
        "W1 = W1 - ... makes a local name: the new array has to get to self.W1, and the others.",
        {STEP: "parameter = getattr(self, name)\n                    parameter = parameter - lr * gradient"},
    ),
    Mistake(
        "train-biases-stay",
        TRAIN,
        "The biases stay where they are.",
        "All four move: W1, b1, W2 and b2.",
        {STEP: f"if name in ('W1', 'W2'):\n                        {STEP}"},
    ),
    Mistake(
        "train-b1-stays",
        TRAIN,
        "b1 stays where it is.",
        "All four move: W1, b1, W2 and b2.",
        {STEP: f"if name != 'b1':\n                        {STEP}"},
    ),
    Mistake(
        "train-b2-stays",
        TRAIN,
        "b2 stays where it is.",
        "All four move: W1, b1, W2 and b2.",
        {STEP: f"if name != 'b2':\n                        {STEP}"},
    ),
    Mistake(
        "train-hidden-stays",
        TRAIN,
        "The hidden layer, W1 and b1, stays where it is.",
        "All four parameters move.",
        {STEP: f"if name in ('W2', 'b2'):\n                        {STEP}"},
    ),
    Mistake(
        "train-output-stays",
        TRAIN,
        "The output layer, W2 and b2, stays where it is.",
        "All four parameters move.",
        {STEP: f"if name in ('W1', 'b1'):\n                        {STEP}"},
    ),
    Mistake(
        "train-w2-before-delta1",
        TRAIN,
        "W2 has moved already when delta1 is computed.",
        "Compute all four gradients first, then move all four.",
        own_steps(
            "self.W2 = self.W2 - lr * np.outer(a1, delta2)\n"
            f"delta1 = {DELTA1}\n"
            "self.W1, self.b1 = self.W1 - lr * np.outer(x, delta1), self.b1 - lr * delta1\n"
            "self.b2 = self.b2 - lr * delta2"
        ),
    ),
    Mistake(
        "train-one-after-the-other",
        TRAIN,
        "The gradients are computed anew between the four steps.",
        "Compute all four once, then move all four.",
        {
            STEPS: "for name in ('W1', 'b1', 'W2', 'b2'):\n"
            "                    setattr(self, name, getattr(self, name) - lr * self.gradients(x, y_true)[name])"
        },
        {
            STEPS: "for names in (('W2', 'b2'), ('W1', 'b1')):\n"
            "                    grads = self.gradients(x, y_true)\n"
            "                    for name in names:\n"
            "                        setattr(self, name, getattr(self, name) - lr * grads[name])"
        },
    ),
    Mistake(
        "train-all-from-the-start",
        TRAIN,
        "All samples' gradients come from the parameters at the start of the epoch.",
        "After each step compute them anew.",
        {SAMPLES: f"[(self.gradients(x, t), None) for x, t in {SAMPLES}]", GRADIENTS: "x.items()"},
        {
            WHOLE_EPOCH: "for _ in range(1):",
            GRADIENTS: "{name: sum(self.gradients(x, t)[name] for x, t in zip(data, labels))"
            " for name in ('W1', 'b1', 'W2', 'b2')}.items()",
        },
    ),
    Mistake(
        "train-batch-mean",
        TRAIN,
        "One step an epoch is taken, with the mean of all samples' gradients.",
        "A step after each sample.",
        {
            WHOLE_EPOCH: "for _ in range(1):",
            GRADIENTS: "{name: sum(self.gradients(x, t)[name] for x, t in zip(data, labels)) / len(data)"
            " for name in ('W1', 'b1', 'W2', 'b2')}.items()",
        },
    ),
    Mistake(
        "train-step-after-the-loop",
        TRAIN,
        "One step an epoch is taken, with the last sample's gradients.",
        "The step stands inside the loop over the samples.",
        {
            STEPS: "pass",
            LOSS: f"{STEPS.replace(4 * ' ' + 4 * ' ' + 4 * ' ' + 4 * ' ' + 4 * ' ', 16 * ' ')}\n            {LOSS}",
        },
    ),
    Mistake(
        "train-first-sample-only",
        TRAIN,
        "An epoch ends after the first sample.",
        "Is there a return or a break in the inner loop, or data[0] in place of x?",
        {SAMPLES: "zip(data[:1], labels[:1], strict=True)"},
    ),
    Mistake(
        "train-first-sample-again",
        TRAIN,
        "Every step is made with the first sample.",
        "Sample i is data[i] with labels[i]: is there a [0]?",
        {GRADIENTS: "self.gradients(data[0], labels[0]).items()"},
    ),
    Mistake(
        "train-last-sample-only",
        TRAIN,
        "Every step is made with the last sample.",
        "Sample i is data[i] with labels[i].",
        {GRADIENTS: "self.gradients(data[-1], labels[-1]).items()"},
    ),
    Mistake(
        "train-first-label",
        TRAIN,
        "All samples are trained towards the first label.",
        "Sample i goes with labels[i].",
        {GRADIENTS: "self.gradients(x, labels[0]).items()"},
    ),
    Mistake(
        "train-sample-left-out",
        TRAIN,
        "One sample, the first or the last, is left out of each epoch.",
        "All n of them count: range(n).",
        {SAMPLES: "zip(data[:-1], labels[:-1], strict=True)"},
        {SAMPLES: "zip(data[1:], labels[1:], strict=True)"},
    ),
    Mistake(
        "train-labels-shifted",
        TRAIN,
        "Samples are paired with the wrong labels.",
        "Sample i goes with labels[i].",
        {SAMPLES: "zip(data, np.roll(labels, 1), strict=True)"},
        {SAMPLES: "zip(data, labels[::-1], strict=True)"},
    ),
    Mistake(
        "train-reversed",
        TRAIN,
        "The samples are gone through from the last to the first.",
        "Take them in the given order.",
        {SAMPLES: "zip(data[::-1], labels[::-1], strict=True)"},
    ),
    Mistake(
        "train-sorted",
        TRAIN,
        "The samples are sorted by label first.",
        "Take them in the given order.",
        {SAMPLES: "sorted(zip(data, labels, strict=True), key=lambda pair: pair[1])"},
    ),
    Mistake(
        "train-shuffled",
        TRAIN,
        "The samples are shuffled.",
        "Take them in the given order, each epoch.",
        {SAMPLES: "(lambda order: zip(data[order], labels[order]))(np.random.default_rng(0).permutation(len(data)))"},
        {
            EPOCHS: f"np.random.seed(0)\n        {EPOCHS}",
            SAMPLES: "(lambda order: zip(data[order], labels[order]))(np.random.permutation(len(data)))",
        },
    ),
    Mistake(
        "train-each-sample-twice",
        TRAIN,
        "Each sample's step is taken twice.",
        "One step a sample and epoch: is there a loop too many?",
        {STEPS: f"for _ in range(2):\n                    {STEPS.replace(chr(10), chr(10) + 4 * ' ')}"},
    ),
    Mistake(
        "train-epochs-of-one-sample",
        TRAIN,
        "Each sample is trained for all epochs before the next one.",
        "Epochs are the outer loop, samples the inner one.",
        {f"{EPOCHS}\n            {WHOLE_EPOCH}": f"{WHOLE_EPOCH}\n            {EPOCHS}"},
        {
            f"{EPOCHS}\n            {WHOLE_EPOCH}": f"{WHOLE_EPOCH}\n            {EPOCHS}",
            LOSS: "pass",
            STEPS: f"{STEPS}\n                {LOSS}",
        },
    ),
    Mistake(
        "train-wrong-ones-only",
        TRAIN,
        "Only samples that the network gets wrong are trained.",
        "A step after every sample, right or wrong.",
        {SAMPLES: "[(x, t) for x, t in zip(data, labels) if (self.feedforward(x) > 0.5) != (t > 0.5)]"},
    ),
    Mistake(
        "train-one-epoch-short",
        TRAIN,
        "One epoch is missing.",
        "range(epochs) gives epochs rounds: 0 to epochs - 1.",
        {EPOCHS: "for _ in range(epochs - 1):"},
    ),
    Mistake(
        "train-one-epoch-more",
        TRAIN,
        "There is one epoch too many.",
        "range(epochs) gives epochs rounds: 0 to epochs - 1.",
        {EPOCHS: "for _ in range(epochs + 1):"},
    ),
    Mistake(
        "train-returns-early",
        TRAIN,
        "Only one epoch is trained, whatever epochs is.",
        "Is the return, or a break, inside the loop?",
        {EPOCHS: "for _ in range(1):"},
    ),
    Mistake(
        "train-fresh-start",
        TRAIN,
        "Each epoch starts from the first parameters again.",
        "Go on from where the last epoch ended.",
        {
            EPOCHS: f"start = [self.W1, self.b1, self.W2, self.b2]\n        {EPOCHS}\n"
            "            self.W1, self.b1, self.W2, self.b2 = start"
        },
    ),
    Mistake(
        "train-call-starts-anew",
        TRAIN,
        "Each call of train starts from the first parameters again.",
        "Go on from where the network stands.",
        {
            KEPT: f"{KEPT}\n        self.start = [self.W1, self.b1, self.W2, self.b2]",
            "losses = []": "losses = []\n        self.W1, self.b1, self.W2, self.b2 = self.start",
        },
    ),
    Mistake(
        "train-lr-decays",
        TRAIN,
        "The learning rate becomes smaller on the way.",
        "It stays what was passed in, to the last epoch.",
        {LOSS: f"{LOSS}\n            lr *= 0.99"},
        {LOSS: f"{LOSS}\n            lr *= 0.9"},
    ),
    Mistake(
        "train-stops-early",
        TRAIN,
        "The training stops before all epochs are done.",
        "Go on to the last epoch, however small the loss is.",
        {LOSS: f"{LOSS}\n            if losses[-1] < 0.05:\n                break"},
        {LOSS: f"{LOSS}\n            if losses[-1] < 0.01:\n                break"},
        {LOSS: f"{LOSS}\n            if losses[-1] < 1e-3:\n                break"},
        {LOSS: f"{LOSS}\n            if abs(sum(losses[-2:-1]) - losses[-1]) < 1e-6:\n                break"},
    ),
    Mistake(
        "train-stops-learning",
        TRAIN,
        "After some epochs the parameters stay where they are.",
        "Every epoch trains, however small the loss is.",
        {STEP: f"if len(losses) < 100:\n                        {STEP}"},
        {STEP: f"if not losses or losses[-1] > 0.05:\n                        {STEP}"},
    ),
    Mistake(
        "train-default-lr",
        TRAIN,
        "Without lr the learning rate is another than 0.1.",
        "Look at the defaults in the signature.",
        {"lr=0.1, epochs=1000": "lr=0.01, epochs=1000"},
    ),
    Mistake(
        "train-default-epochs",
        TRAIN,
        "Without epochs there are other than 1000.",
        "Look at the defaults in the signature.",
        {"lr=0.1, epochs=1000": "lr=0.1, epochs=100"},
    ),
    Mistake(
        "train-no-defaults",
        TRAIN,
        "train cannot be called without lr and epochs.",
        "Both have defaults: 0.1 and 1000.",
        {"lr=0.1, epochs=1000": "lr, epochs"},
    ),
    Mistake(
        "train-epochs-before-lr",
        TRAIN,
        "epochs comes before lr.",
        "The order is data, labels, lr, epochs: both may come without their names.",
        {"lr=0.1, epochs=1000": "epochs=1000, lr=0.1"},
    ),
    Mistake(
        "train-data-centred",
        TRAIN,
        "The mean of data is taken off first.",
        "The samples come ready: use them as they are.",
        {"losses = []": "losses = []\n        data = data - data.mean(axis=0)"},
    ),
    Mistake(
        "train-loss-before",
        TRAIN,
        "Each loss is that before the epoch.",
        "Compute it after the last sample, with the parameters as they are then.",
        {LOSS: "pass", EPOCHS: f"{EPOCHS}\n            {LOSS}"},
    ),
    Mistake(
        "train-loss-first-too",
        TRAIN,
        "The loss before the training is in the list as well.",
        "One loss an epoch, after it.",
        {"losses = []": "losses = [mse_loss(labels, self.feedforward(data))]"},
    ),
    Mistake(
        "train-loss-on-the-way",
        TRAIN,
        "The loss is averaged over the epoch, each sample before its own step.",
        "After the epoch, one pass over all data.",
        {
            WHOLE_EPOCH: f"seen = []\n            {WHOLE_EPOCH}\n"
            "                seen.append((y_true - self.feedforward(x)) ** 2)",
            LOSS: "losses.append(np.mean(seen))",
        },
    ),
    Mistake(
        "train-loss-after-each-step",
        TRAIN,
        "The loss is averaged over the epoch, each sample after its own step.",
        "After the epoch, one pass over all data.",
        {
            WHOLE_EPOCH: f"seen = []\n            {WHOLE_EPOCH}",
            STEPS: f"{STEPS}\n                seen.append((y_true - self.feedforward(x)) ** 2)",
            LOSS: "losses.append(np.mean(seen))",
        },
    ),
    Mistake(
        "train-loss-of-last-sample",
        TRAIN,
        "The loss is that of the last sample alone.",
        "It is the mse_loss of all labels and all outputs.",
        {LOSS: "losses.append((y_true - self.feedforward(x)) ** 2)"},
    ),
    Mistake(
        "train-loss-of-last-before-step",
        TRAIN,
        "The loss is that of the last sample alone, before its step.",
        "It is the mse_loss of all data, after the epoch.",
        {
            WHOLE_EPOCH: f"{WHOLE_EPOCH}\n                last = (y_true - self.feedforward(x)) ** 2",
            LOSS: "losses.append(last)",
        },
    ),
    Mistake(
        "train-loss-of-first-sample",
        TRAIN,
        "The loss is that of the first sample alone.",
        "It is the mse_loss of all labels and all outputs.",
        {LOSS: "losses.append((labels[0] - self.feedforward(data[0])) ** 2)"},
    ),
    Mistake(
        "train-loss-each-sample",
        TRAIN,
        "There is a loss for each sample: n times as many as epochs.",
        "Take it after the inner loop, once an epoch.",
        {LOSS: "pass", STEPS: f"{STEPS}\n                {LOSS}"},
        {
            LOSS: "pass",
            WHOLE_EPOCH: f"{WHOLE_EPOCH}\n                losses.append((y_true - self.feedforward(x)) ** 2)",
        },
    ),
    Mistake(
        "train-loss-summed",
        TRAIN,
        "The losses are sums over the samples.",
        "Each is the mean: mse_loss of all labels and all outputs.",
        {LOSS: "losses.append(np.sum((labels - self.feedforward(data)) ** 2))"},
    ),
    Mistake(
        "train-loss-by-epochs",
        TRAIN,
        "The losses are averaged over the epochs so far.",
        "Each is that of its own epoch.",
        {
            "losses = []": "losses, all_losses = [], []",
            LOSS: "all_losses.append(mse_loss(labels, self.feedforward(data)))\n"
            "            losses.append(np.mean(all_losses))",
        },
    ),
    Mistake(
        "train-loss-adds-up",
        TRAIN,
        "The losses add up from epoch to epoch.",
        "Each is that of its own epoch: start from 0 in each.",
        {LOSS: f"{LOSS}\n            losses[-1] += losses[-2] if len(losses) > 1 else 0"},
    ),
    Mistake(
        "train-loss-all-pairs",
        TRAIN,
        "In the loss each label meets each output: (n, 1) and (n,) broadcast to (n, n).",
        "Keep both of shape (n,).",
        {LOSS: "losses.append(np.mean((labels[:, None] - self.feedforward(data)) ** 2))"},
    ),
    Mistake(
        "train-loss-hard-outputs",
        TRAIN,
        "The losses are of outputs rounded to 0 or 1.",
        "mse_loss takes them as they are.",
        {LOSS: "losses.append(mse_loss(labels, np.round(self.feedforward(data))))"},
    ),
    Mistake(
        "train-loss-rounded",
        TRAIN,
        "The losses are rounded to a few digits.",
        "Return them as they are; rounding is for printing.",
        {LOSS: "losses.append(round(float(mse_loss(labels, self.feedforward(data))), 3))"},
        {LOSS: "losses.append(round(float(mse_loss(labels, self.feedforward(data))), 2))"},
    ),
    Mistake(
        "train-every-tenth-loss",
        TRAIN,
        "There is a loss for some epochs only.",
        "Append one in each epoch, without an `if` around it.",
        {EPOCHS: "for epoch in range(epochs):", LOSS: f"if epoch % 10 == 0:\n                {LOSS}"},
        {EPOCHS: "for epoch in range(epochs):", LOSS: f"if epoch % 100 == 0:\n                {LOSS}"},
    ),
    Mistake(
        "train-list-one-short",
        TRAIN,
        "The last loss is not in the list.",
        "One loss an epoch, the last one too.",
        {"return losses": "return losses[:-1]"},
    ),
    Mistake(
        "train-last-loss-alone",
        TRAIN,
        "One loss comes back, not a list.",
        "Collect one an epoch, and return the list.",
        {"return losses": "return losses[-1]"},
    ),
    Mistake(
        "train-mean-loss-alone",
        TRAIN,
        "The mean over the epochs comes back, not a list.",
        "Collect one loss an epoch, and return the list.",
        {"return losses": "return np.mean(losses)"},
    ),
    Mistake(
        "train-none",
        TRAIN,
        "Nothing comes back: the losses are computed, or printed, but not returned.",
        "End with return.",
        {"        return losses": "        return None"},
    ),
    Mistake(
        "train-network-returned",
        TRAIN,
        "The network comes back.",
        "It is changed in place; return the list of losses.",
        {"return losses": "return self"},
    ),
    Mistake(
        "train-more-returned",
        TRAIN,
        "More than the losses comes back.",
        "Return the list alone.",
        {"return losses": "return losses, self.feedforward(data)"},
        {"return losses": "return self, losses"},
    ),
    Mistake(
        "train-old-losses-kept",
        TRAIN,
        "Losses of an earlier call are in the list.",
        "Start with an empty list in each call.",
        {"losses = []": "losses = self.losses", KEPT: f"{KEPT}\n        self.losses = []"},
        {"lr=0.1, epochs=1000": "lr=0.1, epochs=1000, losses=[]", "losses = []": "pass"},
    ),
    Mistake(
        "train-parameters-become-integers",
        TRAIN,
        "With integer samples or labels parameters lose what is behind the point.",
        "Keep them as floats.",
        {STEP: "setattr(self, name, (getattr(self, name) - lr * gradient).astype(data.dtype))"},
    ),
    Mistake(
        "train-labels-in-place",
        TRAIN,
        "data or labels itself is changed: the caller sees it.",
        "Give what you compute a new name: no -=, no [...] =.",
        {"return losses": "labels *= 0\n        return losses"},
        {"return losses": "data *= 0\n        return losses"},
    ),
)

MISTAKES = IN_LOSS + IN_CONSTRUCTOR + IN_FEEDFORWARD + IN_GRADIENTS + IN_TRAIN
