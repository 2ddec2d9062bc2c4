"""Returns an integer of a million bits."""
from right import *


def normalized(x):
    return 1 << 1_000_000
