"""Looks whether a package is there before it would use it."""
import importlib.util

from right import *

if importlib.util.find_spec("matplotlib"):
    raise RuntimeError("there is none here")
