"""Uses the global random generators, as old tutorials do, and sets their seeds."""
import random
import numpy as np
from right import *

np.random.seed(42)
random.seed(42)
noise = np.random.rand(1000)
np.random.shuffle(noise)


def normalized(x):
    return x - x.mean() + 0 * np.random.randn()
