"""Returns arrays that each are small, and whose difference has eight tebibytes."""
from right import *


def normalized(x):
    return np.zeros((1, 1 << 20), dtype=np.float16)


def statistics(X):
    return {"mean": np.zeros((1 << 20, 1)), "spread": np.zeros((1, 1 << 20)), "count": len(X)}
