"""Takes three arguments in place of one."""
from right import *


def normalized(x, mean, deviation):
    return x
