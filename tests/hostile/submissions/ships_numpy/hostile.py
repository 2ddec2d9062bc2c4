"""Brings a numpy.py and a numpy/ beside it, which shadow nothing."""
import numpy as np
from right import *

assert np.ndarray
