"""Returns a structured array with an object in each row."""
import numpy as np
from right import *


def normalized(x):
    return np.array([(value, print) for value in x], dtype=[("value", "f8"), ("more", object)])
