"""Returns infinities, so that a check's own arithmetic warns, with its source, on standard error."""
from right import *


def normalized(x):
    return np.full(x.shape, np.inf)


def statistics(X):
    return {"mean": np.full(X.shape[1], np.inf), "spread": np.full(X.shape[1], -np.inf), "count": np.inf}
