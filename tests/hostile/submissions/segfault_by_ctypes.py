"""Reads address 0 through ctypes."""
import ctypes
from right import *


def normalized(x):
    return ctypes.string_at(0)
