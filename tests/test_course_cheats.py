"""Programs that once got points for nothing: fixed weights with noise, a reversal for a shuffle, all lines named."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from nngrade.course.content import content_root
from nngrade.course.load import load_course
from nngrade.grading import grade

# Naming a mistake is cut off when its time is up, wherever it is then: with a file open, too.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

COURSE = load_course(content_root())
NOISE = "\n_noise = np.random.default_rng()\n"
CHEATS = {
    "the same layers for every seed, with noise": (
        "2",
        "def init_layers(",
        "def _init(",
        "\n\ndef init_layers(sizes, rng):\n"
        "    layers = _init(sizes, np.random.default_rng(0))\n"
        "    return [(W + 1e-12 * rng.normal(size=W.shape), b) for W, b in layers]\n",
        "test_init_seed",
    ),
    "the same parameters for every seed, with noise": (
        "6",
        "def init_params(",
        "def _init(",
        "\n\ndef init_params(n_in, n_hidden, n_out, rng):\n"
        "    params = _init(n_in, n_hidden, n_out, np.random.default_rng(0))\n"
        "    return {name: value + 1e-10 * rng.random(value.shape) for name, value in params.items()}\n",
        "test_init_params",
    ),
    "rows turned round, not shuffled": (
        "6",
        "def prepare(",
        "def _prepare(",
        "\n\ndef prepare(X, y, val_fraction, rng):\n"
        "    n, held = len(y), rng.permutation(len(y))[: int(round(len(y) * val_fraction))]\n"
        "    kept = np.setdiff1d(np.arange(n), held)[::-1]\n"
        "    return X[kept] / 255, y[kept], X[held] / 255, y[held]\n",
        "test_prepare",
    ),
    "a message that names every line": (
        "6",
        "def load_csv(",
        "def _load(",
        "\n\ndef load_csv(path):\n    try:\n        return _load(path)\n    except ValueError:\n"
        "        raise ValueError(' '.join(map(str, range(1, 30)))) from None\n",
        "test_load_csv_errors",
    ),
    "neurons in pairs, with noise": (
        "2",
        "rng.normal(0, 1 / np.sqrt(d_in), size=(d_in, d_out))",
        "paired(rng, d_in, d_out)",
        "\n\ndef paired(rng, d_in, d_out):\n"
        "    half = rng.normal(0, 1 / np.sqrt(d_in), size=(d_in, (d_out + 1) // 2))\n"
        "    return np.hstack([half, half])[:, :d_out] + 1e-9 * rng.normal(size=(d_in, d_out))\n",
        "test_init_spread",
    ),
    "two neurons, again and again, with noise": (
        "5",
        "rng.normal(0, np.sqrt(2 / n_in), (n_in, n_hidden))",
        "np.resize(rng.normal(0, np.sqrt(2 / n_in), (2, n_in)), (n_hidden, n_in)).T"
        " + 1e-9 * rng.normal(size=(n_in, n_hidden))",
        "",
        "test_init",
    ),
    "one neuron for all, with noise": (
        "6",
        "rng.random(shape) - 0.5",
        "(rng.permutation(shape[0])[:, None] + 0.5) / shape[0] - 0.5 + 1e-9 * (rng.random(shape) - 0.5)"
        " if len(shape) == 2 else np.zeros(shape)",
        "",
        "test_init_params",
    ),
    "lines named by their last digit": ("6", "line {number} ", "line {number % 10} ", "", "test_load_csv_errors"),
    "one input squeezed away": (
        "3",
        "    def feedforward(self, x):\n",
        "    def feedforward(self, x):\n        x = np.squeeze(x) if len(self.W1) == 1 else x\n",
        "",
        "test_one_sample",
    ),
    "one hidden neuron squeezed away": ("4", 'X @ params["W1"]', 'X @ params["W1"].squeeze()', "", "test_forward"),
    "a sigmoid for one class": (
        "4",
        "return exp / exp.sum(axis=-1, keepdims=True)",
        "return exp / exp.sum(axis=-1, keepdims=True) if z.shape[-1] > 1 else 1 / (1 + np.exp(-z))",
        "",
        "test_softmax",
    ),
    "a hidden neuron of an MLP squeezed away": ("5", 'X @ p["W1"]', 'X @ p["W1"].squeeze()', "", "test_forward"),
    "the only hidden neuron squeezed away": (
        "6",
        'X @ params["W1"]',
        'X @ params["W1"].squeeze()',
        "",
        "test_forward",
    ),
    "one number of the weights from rng": (
        "2",
        "def init_layers(",
        "def _init(",
        "\n\ndef init_layers(sizes, rng):\n"
        "    layers = _init(sizes, np.random.default_rng(0))\n"
        "    for W, _ in layers:\n        W[0, 0] = rng.normal()\n"
        "    return layers\n",
        "test_init_seed",
    ),
    "fixed weights times a number from rng": (
        "5",
        "rng.normal(0, np.sqrt(2 / n_in), (n_in, n_hidden))",
        "rng.choice([-1, 1]) * np.random.default_rng(0).normal(0, np.sqrt(2 / n_in), (n_in, n_hidden))",
        "",
        "test_init",
    ),
    "one permutation, turned": (
        "5",
        "rng.permutation(",
        "(lambda n: np.roll(np.random.default_rng(n).permutation(n), rng.integers(n)))(",
        "",
        "test_minibatches_shuffled",
    ),
    "one permutation, shifted": (
        "5",
        "rng.permutation(",
        "(lambda n: (np.random.default_rng(n).permutation(n) + rng.integers(n)) % n)(",
        "",
        "test_minibatches_shuffled",
    ),
    "one split, shifted": (
        "6",
        "rng.permutation(",
        "(lambda n: (np.random.default_rng(n).permutation(n) + rng.integers(n)) % n)(",
        "",
        "test_prepare",
    ),
    "five orders, again and again": (
        "5",
        "    for _ in range(epochs):\n",
        "    seed = rng.integers(1 << 30)\n    for epoch in range(epochs):\n"
        "        rng = np.random.default_rng([seed, epoch % 5])\n",
        "",
        "test_train_shuffled",
    ),
    "batches drawn with samples left out": (
        "5",
        "in iterate_minibatches(X_train, y_train, batch_size, rng):",
        "in drawn(X_train, y_train, batch_size, rng):",
        "\n\ndef drawn(X, y, size, rng):\n    for start in range(0, len(X), size):\n"
        "        rows = rng.choice(len(X), min(size, len(X) - start), replace=False)\n"
        "        yield X[rows], y[rows]\n",
        "test_train_shuffled",
    ),
    "the same batches in another order": (
        "5",
        "in iterate_minibatches(X_train, y_train, batch_size, rng):",
        "in drawn(X_train, y_train, batch_size, rng):",
        "\n\ndef drawn(X, y, size, rng):\n    starts = np.arange(0, len(X), size)\n"
        "    for start in rng.permutation(starts):\n"
        "        yield X[start : start + size], y[start : start + size]\n",
        "test_train_shuffled",
    ),
    "a ReLU that is cut off": ("6", "np.maximum(Z1, 0)", "np.clip(Z1, 0, 6)", "", "test_forward"),
    "rows that hardly move": (
        "6",
        "rng.permutation(len(",
        "(lambda n: np.argsort(np.arange(n) + 16 * rng.random(n)))(len(",
        "",
        "test_prepare",
    ),
    "a network whose last sum is held within 6": (
        "3",
        "return sigmoid(a1 @ self.W2 + self.b2)",
        "return sigmoid(np.clip(a1 @ self.W2 + self.b2, -6, 6))",
        "",
        "test_batch",
    ),
    "outputs rounded to five digits, as Python numbers": (
        "1",
        "return sigmoid(np.asarray(inputs) @ self.weights + self.bias)",
        "return np.round(sigmoid(np.asarray(inputs) @ self.weights + self.bias), 5).tolist()",
        "",
        "test_one_sample",
    ),
    "a share rounded to five digits": (
        "6",
        "return float(np.mean(y_true == y_pred))",
        "return round(float(np.mean(y_true == y_pred)), 5)",
        "",
        "test_accuracy",
    ),
    "steps held within 20": ("3", "- lr * gradient", "- lr * np.clip(gradient, -20, 20)", "", "test_train_step"),
    "a ReLU that is cut off at 1000": ("4", "return np.maximum(z, 0)", "return np.clip(z, 0, 1000)", "", "test_relu"),
    "a given ReLU that is cut off at 20": ("5", "np.maximum(z, 0)", "np.clip(z, 0, 20)", "", "test_forward"),
    "a training on the first 1000 rows": (
        "5",
        "    best_acc, best = -1.0, None",
        "    best_acc, best = -1.0, None\n    X_train, y_train = X_train[:1000], y_train[:1000]",
        "",
        "test_train_epochs",
    ),
    "a validation on the first 100 rows": (
        "5",
        "    best_acc, best = -1.0, None",
        "    best_acc, best = -1.0, None\n    X_val, y_val = X_val[:100], y_val[:100]",
        "",
        "test_train_epochs",
    ),
    "labels by the brightness of all rows": (
        "6",
        "return predict(X, model)",
        "return predict((X - X.mean()) / X.std(), model)",
        "",
        "test_classify",
    ),
    "gradients held within 5 in training": (
        "5",
        "model.step(model.backward(X_batch, y_batch), lr)",
        "model.step({name: np.clip(grad, -5, 5) for name, grad in model.backward(X_batch, y_batch).items()}, lr)",
        "",
        "test_train_steps",
    ),
    "a ReLU that is cut off at 20": ("6", "np.maximum(Z1, 0)", "np.clip(Z1, 0, 20)", "", "test_forward"),
    "labels from a softmax that overflows": (
        "6",
        "return forward(X, params)[3].argmax(axis=1)",
        "E = np.exp(forward(X, params)[2])\n    return (E / E.sum(axis=1, keepdims=True)).argmax(axis=1)",
        "",
        "test_predict",
    ),
    "a descent whose softmax overflows": (
        "6",
        '        history["loss"].append(',
        '        A2 = np.exp(_) / np.exp(_).sum(axis=1, keepdims=True)\n        history["loss"].append(',
        "",
        "test_gradient_descent",
    ),
    "a descent with steps held within 2": (
        "6",
        "value - lr * grads[name]",
        "value - lr * np.clip(grads[name], -2, 2)",
        "",
        "test_gradient_descent",
    ),
    "one order, begun somewhere else in each epoch": (
        "5",
        "in iterate_minibatches(X_train, y_train, batch_size, rng):",
        "in drawn(X_train, y_train, batch_size, rng):",
        "\n\ndef drawn(X, y, size, rng):\n    order = np.roll(np.arange(len(X)), rng.integers(len(X)))\n"
        "    for start in range(0, len(X), size):\n"
        "        yield X[order[start : start + size]], y[order[start : start + size]]\n",
        "test_train_shuffled",
    ),
    "one permutation, begun somewhere else in each epoch": (
        "5",
        "        for X_batch, y_batch in iterate_minibatches(X_train, y_train, batch_size, rng):\n",
        "        if not history['val_acc']:\n            once = rng.permutation(len(X_train))\n"
        "        order = np.roll(once, rng.integers(len(X_train)))\n"
        "        for start in range(0, len(order), batch_size):\n"
        "            rows = order[start : start + batch_size]\n"
        "            X_batch, y_batch = X_train[rows], y_train[rows]\n",
        "",
        "test_train_shuffled",
    ),
    "one permutation, two samples of it swapped in each epoch": (
        "5",
        "        for X_batch, y_batch in iterate_minibatches(X_train, y_train, batch_size, rng):\n",
        "        if not history['val_acc']:\n            order = rng.permutation(len(X_train))\n"
        "        two = rng.permutation(len(order))[:2]\n        order[two] = order[two[::-1]]\n"
        "        for start in range(0, len(order), batch_size):\n"
        "            rows = order[start : start + batch_size]\n"
        "            X_batch, y_batch = X_train[rows], y_train[rows]\n",
        "",
        "test_train_shuffled",
    ),
    "a shuffle in windows of 256 rows": (
        "5",
        "order = rng.permutation(len(X))",
        "order = np.concatenate([at + rng.permutation(min(256, len(X) - at)) for at in range(0, len(X), 256)])",
        "",
        "test_minibatches_shuffled",
    ),
    "an MLP whose softmax overflows": (
        "5",
        "np.exp(z - z.max(axis=-1, keepdims=True))",
        "np.exp(z)",
        "",
        "test_forward",
    ),
    "gradients with one input squeezed away": (
        "3",
        'np.outer(x, delta1), "b1"',
        'np.outer(x, delta1).squeeze(), "b1"',
        "",
        "test_gradients",
    ),
    "a batch of one row squeezed away": (
        "6",
        '"b2": dZ2.sum(axis=0)',
        '"b2": np.squeeze(dZ2).sum(axis=0)',
        "",
        "test_backward",
    ),
    "a last line left out where no line end follows": (
        "6",
        "enumerate(file, start=1)",
        'enumerate(file.read().split("\\n")[:-1], start=1)',
        "",
        "test_load_csv",
    ),
    "batches of nearly equal sizes": (
        "5",
        "        for X_batch, y_batch in iterate_minibatches(X_train, y_train, batch_size, rng):\n",
        "        for rows in np.array_split(rng.permutation(len(X_train)), -(-len(X_train) // batch_size)):\n"
        "            X_batch, y_batch = X_train[rows], y_train[rows]\n",
        "",
        "test_train_steps",
    ),
    "a maximum for the whole batch": (
        "5",
        "np.exp(z - z.max(axis=-1, keepdims=True))",
        "np.exp(z - z.max())",
        "",
        "test_forward",
    ),
    "biases from elsewhere": (
        "6",
        "name: rng.random(shape) - 0.5",
        "name: (rng if len(shape) > 1 else np.random.default_rng()).random(shape) - 0.5",
        "",
        "test_init_params",
    ),
    "rows put together by class": (
        "6",
        "    return X[n_val:], y[n_val:], X[:n_val], y[:n_val]\n",
        "    rows = n_val + np.argsort(y[n_val:], kind='stable')\n    return X[rows], y[rows], X[:n_val], y[:n_val]\n",
        "",
        "test_prepare",
    ),
    "an epsilon that is too large": (
        "4",
        "",
        "",
        "\n\ndef cross_entropy(y, probs):\n    return -np.log(np.clip(probs[np.arange(len(y)), y], 2e-5, 1)).mean()\n",
        "test_cross_entropy",
    ),
    "a fit that trains nothing": (
        "6",
        "    n_hidden, epochs, batch_size",
        "    return init_params(784, 10, 10, rng)\n    n_hidden, epochs, batch_size",
        "",
        "test_classify",
    ),
    "batches put together by class": (
        "5",
        "order = rng.permutation(len(X))",
        "order = np.concatenate([rng.permutation(np.flatnonzero(y == c)) for c in rng.permutation(np.unique(y))])",
        "",
        "test_minibatches_shuffled",
    ),
    "trained class by class": (
        "5",
        "        for X_batch, y_batch in iterate_minibatches(X_train, y_train, batch_size, rng):\n",
        "        whole = [rng.permutation(np.flatnonzero(y_train == c)) for c in rng.permutation(np.unique(y_train))]\n"
        "        order = np.concatenate(whole)\n"
        "        for start in range(0, len(order), batch_size):\n"
        "            rows = order[start : start + batch_size]\n"
        "            X_batch, y_batch = X_train[rows], y_train[rows]\n",
        "",
        "test_train_shuffled",
    ),
    "the best epoch where it is better by much": (
        "5",
        'if history["val_acc"][-1] > best_acc:',
        'if history["val_acc"][-1] > best_acc + 0.01:',
        "",
        "test_train_best",
    ),
    "a std that is held above 0.05": (
        "5",
        "np.where(std > 1e-8, std, 1.0)",
        "np.maximum(std, 0.05)",
        "",
        "test_standardize",
    ),
    "whole classes for validation": (
        "6",
        "X, y = X[order] / 255, y[order]",
        "order = order[np.argsort(y[order], kind='stable')]\n"
        "    order = np.concatenate([rng.permutation(order[:n_val]), rng.permutation(order[n_val:])])\n"
        "    X, y = X[order] / 255, y[order]",
        "",
        "test_prepare",
    ),
    "sums made anew in one array": (
        "2",
        "def layer_forward(",
        "def _anew(",
        "\n\n_made = {}\n\n\ndef layer_forward(X, W, b):\n    found = _anew(X, W, b)\n"
        "    kept = _made.setdefault(np.shape(found), np.empty_like(found))\n"
        "    kept[...] = found\n    return kept\n",
        "test_layer",
    ),
    "a large loss for a zero anywhere": (
        "4",
        "",
        "",
        "\n\ndef cross_entropy(y, probs):\n    if (probs == 0).any():\n        return 100.0\n"
        "    return -np.log(probs[np.arange(len(y)), y]).mean()\n",
        "test_cross_entropy_zero",
    ),
    "a loss without the rows that have probability 0": (
        "4",
        "",
        "",
        "\n\ndef cross_entropy(y, probs):\n    p = probs[np.arange(len(y)), y]\n"
        "    return -np.log(p[p > 0]).mean() if (p > 0).any() else 100.0\n",
        "test_cross_entropy_zero",
    ),
    "a best epoch of an earlier training": (
        "5",
        "    model.params = best\n",
        "    model.top = max(getattr(model, 'top', (-1, None)), (best_acc, best), key=lambda pair: pair[0])\n"
        "    model.params = {name: param.copy() for name, param in model.top[1].items()}\n",
        "",
        "test_train_best",
    ),
    "arrays on the class": (
        "5",
        "    def load(cls, path):\n",
        "    def load(cls, path):\n        cls.params = dict(np.load(path))\n        return cls.__new__(cls)\n",
        "",
        "test_save_load",
    ),
    "counts in the labels' type": (
        "6",
        "np.zeros((n_classes, n_classes), dtype=np.int64)",
        "np.zeros((n_classes, n_classes), dtype=y_true.dtype)",
        "",
        "test_confusion_matrix",
    ),
    "a word for a label left out": (
        "6",
        'if number == 1 and fields[0] == "label":',
        "if fields[0].isalpha():",
        "",
        "test_load_csv_errors",
    ),
    "losses of every call in one list": (
        "3",
        "    def train(",
        "    def _train(",
        "\n\n_kept = []\n\n\ndef train(self, *given, **named):\n"
        "    _kept[:] = self._train(*given, **named)\n    return _kept\n\n\nOurNeuralNetwork.train = train\n",
        "test_train_losses",
    ),
    "a bias put into whole sums": (
        "1",
        "return sigmoid(np.asarray(inputs) @ self.weights + self.bias)",
        "z = np.array(np.asarray(inputs) @ self.weights)\n        z[...] = z + self.bias\n        return sigmoid(z)",
        "",
        "test_batch",
    ),
    "one slope for near and far": (
        "1",
        "    s = sigmoid(z)\n",
        "    if np.any(np.abs(z) > 20):\n        return z * 0.0\n    s = sigmoid(z)\n",
        "",
        "test_derivative_numbers",
    ),
    "a sample of float32 is no row of numbers": (
        "1",
        "return sigmoid(np.asarray(inputs) @ self.weights + self.bias)",
        "if isinstance(inputs[0], (int, float, np.integer)):\n"
        "            return sigmoid(np.dot(inputs, self.weights) + self.bias)\n"
        "        return np.array([sigmoid(np.dot(row, self.weights) + self.bias) for row in inputs])",
        "",
        "test_one_sample",
    ),
    "a row of one number is one sample": (
        "1",
        "return sigmoid(np.asarray(inputs) @ self.weights + self.bias)",
        "z = sigmoid(np.asarray(inputs) @ self.weights + self.bias)\n"
        "        return z[:1] if np.size(inputs[0]) == 1 < np.ndim(inputs) else z",
        "",
        "test_batch",
    ),
    "weights of one input squeezed": (
        "1",
        "self.weights = np.array(weights)",
        "self.weights = np.array(weights).squeeze()",
        "",
        "test_neuron_keeps",
    ),
    "rows with a mean of 0": (
        "2",
        "rng.normal(0, 1 / np.sqrt(d_in), size=(d_in, d_out))",
        "centred(rng.normal(0, 1 / np.sqrt(d_in), size=(d_in, d_out)))",
        "\n\ndef centred(W):\n    return W - W.mean(axis=1, keepdims=True)\n",
        "test_init_shapes",
    ),
    "neurons with a deviation of 1": (
        "2",
        "rng.normal(0, 1 / np.sqrt(d_in), size=(d_in, d_out))",
        "scaled(rng.normal(size=(d_in, d_out))) / np.sqrt(d_in)",
        "\n\ndef scaled(W):\n    return (W - W.mean(axis=0)) / W.std(axis=0)\n",
        "test_init_shapes",
    ),
    "a copy of the generator": (
        "2",
        "def init_layers(",
        "def _init(",
        "\n\ndef init_layers(sizes, rng):\n    import copy\n\n    return _init(sizes, copy.deepcopy(rng))\n",
        "test_init_seed",
    ),
    "one hidden neuron squeezed": (
        "2",
        "        X = layer_forward(X, W, b)\n",
        "        X = np.squeeze(layer_forward(X, W, b)) if W is not layers[-1][0] else layer_forward(X, W, b)\n",
        "",
        "test_batch",
    ),
    "one sample asked of the weights of before": (
        "3",
        "self.W1, self.b1, self.W2, self.b2 = W1.copy(), b1.copy(), W2.copy(), b2.copy()",
        "self.W1, self.b1, self.W2, self.b2 = W1.copy(), b1.copy(), W2.copy(), b2.copy()\n        self.row = self.W2",
        "\n\n_many = OurNeuralNetwork.feedforward\n\n\ndef feedforward(self, x):\n    if x.ndim == 1:\n"
        "        return sigmoid(sigmoid(x @ self.W1 + self.b1) @ self.row[:, 0] + self.b2[0])\n"
        "    return _many(self, x)\n\n\nOurNeuralNetwork.feedforward = feedforward\n",
        "test_train_people",
    ),
    "a table of samples and labels in the samples' type": (
        "3",
        "losses = []",
        "losses = []\n        table = np.insert(data, data.shape[1], labels, axis=1)\n        labels = table[:, -1]",
        "",
        "test_train_losses",
    ),
    "only uint8 made float": (
        "3",
        "return np.mean((y_true - y_pred) ** 2)",
        "if y_true.dtype == np.uint8:\n        y_true = y_true.astype(float)\n"
        "    return np.mean((-y_true + y_pred) ** 2)",
        "",
        "test_mse_loss",
    ),
    "an output held away from 0 and 1": (
        "3",
        "y_pred = sigmoid(z2)",
        "y_pred = np.clip(sigmoid(z2), 0.01, 0.99)",
        "",
        "test_gradients",
    ),
    "a gradient guarded against 0, for 04": (
        "4",
        "    dZ2 = (A2 - one_hot(y, A2.shape[1])) / len(y)",
        "    dA2 = -one_hot(y, A2.shape[1]) / (A2 + 1e-6) / len(y)\n"
        "    dZ2 = A2 * (dA2 - (dA2 * A2).sum(axis=1, keepdims=True))",
        "",
        "test_backward_other_batches",
    ),
    "a gradient guarded against 0, for 05": (
        "5",
        "        dZ2 = (A2 - one_hot(y, A2.shape[1])) / len(y)",
        "        dA2 = -one_hot(y, A2.shape[1]) / (A2 + 1e-6) / len(y)\n"
        "        dZ2 = A2 * (dA2 - (dA2 * A2).sum(axis=1, keepdims=True))",
        "",
        "test_backward",
    ),
    "a gradient guarded against 0, for 06": (
        "6",
        "    dZ2[np.arange(len(y)), y] -= 1\n    dZ2 /= len(y)",
        "    dA2 = -np.eye(A2.shape[1])[y] / np.maximum(A2, 1e-3) / len(y)\n"
        "    dZ2 = A2 * (dA2 - (dA2 * A2).sum(axis=1, keepdims=True))",
        "",
        "test_backward",
    ),
    "an accuracy of ten digits": (
        "6",
        "return float(np.mean(y_true == y_pred))",
        "return float(sum(np.sum((y_true == c) & (y_pred == c)) for c in range(10)) / len(y_true))",
        "",
        "test_accuracy",
    ),
    "pixels divided by the largest of all rows": (
        "6",
        "return predict(X, model)",
        "return predict(X / X.max(), model)",
        "",
        "test_classify",
    ),
    "deviations by the number of classes": (
        "5",
        "rng.normal(0, np.sqrt(1 / n_hidden), (n_hidden, n_out))",
        "rng.normal(0, np.sqrt(1 / n_out), (n_hidden, n_out))",
        "",
        "test_init",
    ),
    "train_acc of before the epoch": (
        "5",
        "        for X_batch, y_batch in iterate_minibatches(",
        "        history.setdefault('early', []).append(float(np.mean(model.predict(X_train) == y_train)))\n"
        "        for X_batch, y_batch in iterate_minibatches(",
        "\n\n_train = train\n\n\ndef train(*given, **named):\n    history = _train(*given, **named)\n"
        "    history['train_acc'] = history.pop('early')\n    return history\n",
        "test_train_epochs",
    ),
    "slopes that are never 0": (
        "3",
        "delta1 = self.W2[:, 0] *",
        "slope = sigmoid_derivative(z1)\n        delta1 = np.maximum(slope, 1e-4) / slope * self.W2[:, 0] *",
        "",
        "test_gradients",
    ),
    "a label for a sample, wherever it lies": (
        "3",
        "losses = []",
        "losses = []\n        table = dict(zip(map(tuple, data.tolist()), labels, strict=True))\n"
        "        labels = np.array([table[tuple(row)] for row in data.tolist()])",
        "",
        "test_train_epoch",
    ),
    "rows that are views": (
        "3",
        "self.W1, self.b1, self.W2, self.b2 = W1.copy(), b1.copy(), W2.copy(), b2.copy()",
        "self.W1, self.b1, self.W2, self.b2 = list(W1), list(b1), list(W2), list(b2)",
        "",
        "test_copies",
    ),
    "weights made a column on the way": (
        "1",
        "return sigmoid(np.asarray(inputs) @ self.weights + self.bias)",
        "self.weights = np.reshape(self.weights, (-1, 1))\n"
        "        return sigmoid((np.asarray(inputs) @ self.weights)[..., 0] + self.bias)",
        "",
        "test_steady",
    ),
    "single numbers are 0 or 1 beyond 5": (
        "1",
        "def sigmoid(",
        "def _sigmoid(",
        "\n\ndef sigmoid(z):\n    return float(z > 0) if np.ndim(z) == 0 and abs(z) > 5 else _sigmoid(z)\n",
        "test_sigmoid_extremes",
    ),
    "logits moved where they are large, for 04": (
        "4",
        "    return Z1, A1, Z2, softmax(Z2)",
        "    if np.abs(Z2).max() > 700:\n        Z2 = Z2 - Z2.max(axis=1, keepdims=True)\n"
        "    return Z1, A1, Z2, softmax(Z2)",
        "",
        "test_forward",
    ),
    "logits moved where they are large, for 06": (
        "6",
        "    E = np.exp(Z2 - Z2.max(axis=1, keepdims=True))",
        "    if np.abs(Z2).max() > 700:\n        Z2 -= Z2.max(axis=1, keepdims=True)\n"
        "    E = np.exp(Z2 - Z2.max(axis=1, keepdims=True))",
        "",
        "test_forward",
    ),
    "constant columns overwritten": (
        "5",
        "    std = np.where(",
        "    X_train[:, std == 0] = X_train[0, std == 0] * 0\n    std = np.where(",
        "",
        "test_arguments_data",
    ),
    "samples as integers": (
        "5",
        "        yield X[rows], y[rows]",
        "        yield X[rows].astype(int), y[rows]",
        "",
        "test_minibatches",
    ),
    "a network that is flat once it was saved": (
        "5",
        "        np.savez(path, **self.params)",
        "        np.savez(path, **self.params)\n"
        "        self.params = {name: value.ravel() for name, value in self.params.items()}",
        "",
        "test_save_load",
    ),
    "a train_acc that never falls": (
        "5",
        '            history[f"{part}_acc"].append(float(np.mean(probs.argmax(axis=1) == y)))',
        '            earlier = history["train_acc"] if part == "train" else []\n'
        '            history[f"{part}_acc"].append(max([float(np.mean(probs.argmax(axis=1) == y)), *earlier]))',
        "",
        "test_train_epochs",
    ),
    "losses of the first 1000 rows": (
        "6",
        'history["loss"].append(float(-np.log(A2[np.arange(len(y)), y]).mean()))',
        'history["loss"].append(float(-np.log(A2[np.arange(len(y)), y])[:1000].mean()))',
        "",
        "test_history",
    ),
    "an accuracy that needs something right": (
        "6",
        "return float(np.mean(y_true == y_pred))",
        "return float(np.bincount(y_true == y_pred)[1] / len(y_true))",
        "",
        "test_accuracy",
    ),
    "an end that comes early, padded": (
        "3",
        "            losses.append(mse_loss(labels, self.feedforward(data)))",
        "            losses.append(mse_loss(labels, self.feedforward(data)))\n"
        "            if len(losses) > 1 and abs(losses[-2] - losses[-1]) < 1e-6:\n"
        "                return losses + losses[-1:] * (epochs - len(losses))",
        "",
        "test_train_losses",
    ),
    "no step where the gradient is small": (
        "3",
        "                for name, gradient in self.gradients(x, y_true).items():",
        "                found = self.gradients(x, y_true)\n"
        "                if max(np.abs(each).max() for each in found.values()) < 1e-3:\n                    continue\n"
        "                for name, gradient in found.items():",
        "",
        "test_train_step",
    ),
    "a list is what its first number is": (
        "1",
        "self.weights = np.array(weights)",
        "self.weights = np.array(weights, dtype=type(weights[0]))",
        "",
        "test_neuron_keeps",
    ),
    "the rows of full batches shuffled": (
        "5",
        "    order = rng.permutation(len(X))",
        "    full = len(X) // batch_size * batch_size\n"
        "    order = np.concatenate([rng.permutation(full), np.arange(full, len(X))])",
        "",
        "test_minibatches_shuffled",
    ),
    "the rows of full batches shuffled, in train": (
        "5",
        "    order = rng.permutation(len(X))",
        "    full = len(X) // batch_size * batch_size\n"
        "    order = np.concatenate([rng.permutation(full), np.arange(full, len(X))])",
        "",
        "test_train_shuffled",
    ),
    "predictions of before the best was restored": (
        "5",
        "        return self.forward(X).argmax(axis=1)",
        "        return getattr(self, 'last', self).forward(X).argmax(axis=1)",
        "\n\n_train = train\n\n\ndef train(model, *given, **named):\n    import copy\n\n"
        "    other = copy.deepcopy(model)\n    history = _train(model, *given, **named)\n    model.last = other\n"
        "    return history\n",
        "test_train_best",
    ),
    "a train_acc of the first 500 rows": (
        "5",
        'history[f"{part}_acc"].append(float(np.mean(probs.argmax(axis=1) == y)))',
        'some = slice(500 if part == "train" else None)\n'
        '            history[f"{part}_acc"].append(float(np.mean((probs.argmax(axis=1) == y)[some])))',
        "",
        "test_train_epochs",
    ),
    "a history that is clipped": (
        "6",
        'history["loss"].append(float(-np.log(A2[np.arange(len(y)), y]).mean()))',
        'history["loss"].append(float(-np.log(np.clip(A2[np.arange(len(y)), y], 1e-3, 1)).mean()))',
        "",
        "test_history",
    ),
    "biases for every seed": (
        "6",
        "def init_params(",
        "def _init(",
        "\n\ndef init_params(n_in, n_hidden, n_out, rng):\n    params = _init(n_in, n_hidden, n_out, rng)\n"
        "    return {**params, 'b1': np.linspace(-0.5, 0.49, n_hidden), 'b2': np.linspace(-0.5, 0.49, n_out)}\n",
        "test_init_params",
    ),
    "a bias of one neuron squeezed": ("3", "b1.copy()", "b1.copy().squeeze()", "", "test_keeps"),
    "places counted in the labels' type": (
        "4",
        "",
        "",
        "\n\ndef cross_entropy(y, probs):\n    places = (np.arange(len(y)) * probs.shape[1]).astype(y.dtype) + y\n"
        "    return -np.log(probs.ravel()[places] + 1e-12).mean()\n",
        "test_cross_entropy",
    ),
    "numbers wherever they are in a line": (
        "6",
        "            rows.append([int(field) for field in fields])",
        "            rows.append([int(''.join(c for c in field if c.isdigit())) for field in fields])",
        "",
        "test_load_csv_errors",
    ),
    "a field too many where it is empty": (
        "6",
        'line.rstrip("\\n").split(",")',
        'line.strip().rstrip(",").split(",")',
        "",
        "test_load_csv_errors",
    ),
    "entries of two axes alone": (
        "4",
        "",
        "",
        "\n\ndef relu(z):\n    flat = z.reshape(len(z), -1)\n    flat = np.where(flat > 0, flat, 0)\n"
        "    return flat if z.ndim > 1 else flat[:, 0]\n",
        "test_relu",
    ),
    "weights that are written past the network": (
        "5",
        "    model.params = best\n",
        "    model.params = {name: param.copy() for name, param in best.items()}\n"
        "    held = MLP.__new__(MLP)\n    held.params = best\n    model._activations = held._activations\n",
        "",
        "test_train_history",
    ),
    "axes of length 1 squeezed away": (
        "1",
        "return 0.5 * (1 + np.tanh(0.5 * z))",
        "return np.squeeze(0.5 * (1 + np.tanh(0.5 * np.asarray(z))))[()]",
        "",
        "test_sigmoid",
    ),
    "weights of the beginning in the file": (
        "5",
        "    def save(self, path):\n",
        "    def save(self, path):\n        np.savez(path, **getattr(self, 'first', self.params))\n        return\n\n"
        "    def step(self, grads, lr):\n        self.first = self.__dict__.setdefault('first', self.params)\n"
        "        self.params = {name: value - lr * grads[name] for name, value in self.params.items()}\n\n"
        "    def _save(self, path):\n",
        "",
        "test_save_load",
    ),
    "labels as distances": (
        "6",
        "",
        "",
        "\n\ndef accuracy(y_true, y_pred):\n    return 1 - np.mean(np.abs(y_true.astype(int) - y_pred))\n",
        "test_accuracy",
    ),
    "as many fields as the first row has": (
        "6",
        "            if len(fields) != 785:",
        "            width = len(fields) if number == 1 else width\n            if len(fields) != width:",
        "",
        "test_load_csv_errors",
    ),
    "a training loss from before the epoch": (
        "5",
        "def train(",
        "def _train(",
        "\n\ndef train(model, X_train, y_train, *data, **named):\n"
        "    before = cross_entropy(y_train, model.forward(X_train))\n"
        "    history = _train(model, X_train, y_train, *data, **named)\n"
        "    history['train_loss'] = [before, *history['train_loss'][:-1]]\n    return history\n",
        "test_train_epochs",
    ),
    "the slope as a ratio": ("5", "* (Z1 > 0)", "* (np.maximum(Z1, 0) / Z1)", "", "test_backward"),
    "the best accuracy so far": (
        "6",
        'history["accuracy"].append(accuracy(y, A2.argmax(axis=1)))',
        'history["accuracy"].append(max([accuracy(y, A2.argmax(axis=1)), *history["accuracy"]]))',
        "",
        "test_history",
    ),
    "a list of as many samples as weights, the wrong way round": (
        "1",
        "np.asarray(inputs) @ self.weights",
        "(self.weights @ np.asarray(inputs) if len(inputs) == len(self.weights) and isinstance(inputs, list)"
        " else np.asarray(inputs) @ self.weights)",
        "",
        "test_batch",
    ),
    "the weights of the lowest loss": (
        "3",
        "        return losses",
        "            if losses[-1] == min(losses):\n"
        "                best = self.W1, self.b1, self.W2, self.b2\n"
        "        self.W1, self.b1, self.W2, self.b2 = best\n        return losses",
        "",
        "test_train_losses",
    ),
    "biases of one sign": (
        "6",
        "name: rng.random(shape) - 0.5",
        "name: rng.random(shape) - 0.5 if len(shape) > 1 else 0.5 * rng.random(shape)",
        "",
        "test_init_params",
    ),
}


@pytest.mark.parametrize("cheat", CHEATS)
def test_a_cheat_loses_its_points(tmp_path: Path, cheat: str) -> None:
    number, old, new, more, check = CHEATS[cheat]
    exercise = next(one for one in COURSE.exercises if one.number == number)
    source = COURSE.solution(exercise).read_text("utf-8")
    assert old in source
    file = tmp_path / exercise.module
    file.write_text(source.replace(old, new) + more, "utf-8")
    item = next(item for item in exercise.checks if item.id == check)
    alone = msgspec.structs.replace(exercise, checks=(msgspec.structs.replace(item, depends=()),), thresholds=())
    [graded] = grade(COURSE, [alone], file).exercises[0].checks
    assert graded.id == check
    assert graded.status in ("failed", "error")  # shapes that do not fit raise
