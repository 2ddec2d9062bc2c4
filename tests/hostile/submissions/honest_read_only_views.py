"""Returns views that are read-only, in Fortran's order, reversed twice and of the other byte order."""
import numpy as np
import right
from right import *


def normalized(x):
    answer = right.normalized(x)[::-1][::-1].astype(">f8")
    answer.flags.writeable = False
    return answer


def batches(X, size):
    return right.batches(np.asfortranarray(X), size)
