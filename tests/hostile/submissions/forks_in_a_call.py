"""Forks in a call, so that two processes answer."""
import os
from right import *


def normalized(x):
    os.fork()
    return x - x.mean()
