"""Returns a view whose strides walk out of its memory."""
import numpy as np
from right import *


def normalized(x):
    return np.lib.stride_tricks.as_strided(x, shape=(2, 10**4), strides=(1 << 44, 1 << 40))
