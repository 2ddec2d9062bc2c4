"""Imports everything from everywhere, and has an __all__ that names little."""
from math import *
from os.path import *
from random import *
from numpy import *
from right import *

__all__ = ["normalized"]
