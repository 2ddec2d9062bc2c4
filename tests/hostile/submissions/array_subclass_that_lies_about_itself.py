"""Returns an array subclass that lies about its bytes, its shape and its type."""
import numpy as np
from right import *


class Liar(np.ndarray):
    shape = property(lambda self: (10**9, 10**9))
    dtype = property(lambda self: np.dtype(object))
    nbytes = property(lambda self: -1)
    ndim = property(lambda self: 10**6)

    def tobytes(self, *args):
        return b"\0" * 10**6

    def view(self, *args):
        return self


def normalized(x):
    return np.ndarray.view(x + 1, Liar)
