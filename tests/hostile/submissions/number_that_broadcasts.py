"""Returns one number for n."""
import numpy as np
from right import *


def normalized(x):
    return np.array(0.0)
