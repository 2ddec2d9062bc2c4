"""One function is as in the stub."""
from right import *


def normalized(x):
    """Return x - mean(x), an array (n,)."""
    raise NotImplementedError
