"""Has constants that nobody uses, and deletes some of them."""
import numpy as np
from right import *

UNUSED = 10**5000
TABLE = list(range(300_000))
ZEROS = np.zeros((1000, 1000))
TEXT = "x" * 1_000_000
del TABLE, ZEROS
