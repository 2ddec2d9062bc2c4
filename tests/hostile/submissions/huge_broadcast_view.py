"""Returns a view of one number that claims to be 8 TB."""
import numpy as np
from right import *


def normalized(x):
    return np.broadcast_to(np.float64(1), (10**6, 10**6))
