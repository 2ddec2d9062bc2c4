"""Aborts the process in a call."""
import os
from right import *


def normalized(x):
    os.abort()
