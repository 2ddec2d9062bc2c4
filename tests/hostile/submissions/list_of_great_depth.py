"""Returns a list of a hundred thousand levels."""
from right import *


def normalized(x):
    deep = []
    for _ in range(100_000):
        deep = [deep]
    return deep
