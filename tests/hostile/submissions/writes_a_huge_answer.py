"""Returns 128 MB where five numbers are asked for."""
import numpy as np
from right import *


def normalized(x):
    return np.zeros(1 << 24)
