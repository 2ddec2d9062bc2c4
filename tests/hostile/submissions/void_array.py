"""Returns an array of raw bytes without a type."""
import numpy as np
from right import *


def normalized(x):
    return (x - x.mean()).view("V8")
