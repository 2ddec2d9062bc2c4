"""Returns the numbers rounded to integers."""
import right
from right import *


def normalized(x):
    return right.normalized(x).astype(int)
