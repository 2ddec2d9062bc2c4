"""Returns a list that holds itself."""
from right import *


def normalized(x):
    endless = []
    endless.append(endless)
    return endless
