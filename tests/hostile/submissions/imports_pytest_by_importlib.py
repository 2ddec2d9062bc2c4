"""Imports pytest by importlib, and would skip."""
import importlib
from right import *


def normalized(x):
    return importlib.import_module("pytest").skip("not today")
