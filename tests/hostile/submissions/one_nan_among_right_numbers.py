"""Returns the right numbers but one, which is NaN."""
import numpy as np
import right
from right import *


def normalized(x):
    answer = right.normalized(x)
    answer[2] = np.nan
    return answer
