"""Lets NumPy raise where it would warn, and prints numbers in its own way."""
import numpy as np
from right import *

np.seterr(all="raise")
np.set_printoptions(precision=2, suppress=True)
