"""Returns functions, a module, a type and a frame."""
import sys
from right import *


def normalized(x):
    return [print, sys, type, sys._getframe(), normalized]
