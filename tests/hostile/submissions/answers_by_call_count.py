"""Returns another array for each call, in the order of the calls."""
import numpy as np
from right import *

answers = iter([np.zeros(5), np.zeros(3)])


def normalized(x):
    return next(answers)
