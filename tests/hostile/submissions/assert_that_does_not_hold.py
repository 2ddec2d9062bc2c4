"""An assert of its own does not hold."""
from right import *


def normalized(x):
    assert len(x) > 10**6, "too few"
