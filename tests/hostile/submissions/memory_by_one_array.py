"""Asks for an array of 80 TB."""
import numpy as np
from right import *


def normalized(x):
    return np.ones((10**6, 10**7))
