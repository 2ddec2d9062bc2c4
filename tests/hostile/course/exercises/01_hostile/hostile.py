"""The stub of the course for hostile submissions: what each function does stands in the solution."""


def normalized(x):
    """Return x - mean(x), an array (n,)."""
    raise NotImplementedError


def statistics(X):
    """Return {"mean": (d,), "spread": (d,), "count": n} of the rows of X (n, d)."""
    raise NotImplementedError


class Model:
    """A vector w (d,) that `step` moves."""

    def __init__(self, w):
        raise NotImplementedError

    def step(self, x, lr=0.5):
        """Move w towards x; return how far w is from x then, a float."""
        raise NotImplementedError

    def save(self, path):
        """Write w into an .npz file."""
        raise NotImplementedError


def batches(X, size):
    """Yield the rows of X, `size` at a time."""
    raise NotImplementedError


def fit(X, y, rng):
    """Return a model of any kind."""
    raise NotImplementedError


def predict(model, X):
    """Return a label for each row."""
    raise NotImplementedError
