"""Computes in float32."""
import numpy as np
from right import *


def normalized(x):
    x = np.asarray(x, dtype=np.float32)
    return x - x.mean()
