"""Returns complex numbers of the greatest width with an imaginary part."""
import numpy as np
from right import *


def normalized(x):
    return (x - x.mean()).astype(np.clongdouble) + 1j
