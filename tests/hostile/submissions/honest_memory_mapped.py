"""Returns an array that lies in a file of its own."""
import numpy as np
import right
from right import *


def normalized(x):
    answer = np.memmap("mapped", dtype=x.dtype, shape=x.shape, mode="w+")
    answer[:] = right.normalized(x)
    return answer
