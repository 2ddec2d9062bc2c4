import numpy as np


def centred(x):
    return np.asarray(x, dtype=float) - np.mean(x)
