"""Brings a conftest.py that makes every test pass; its answer is wrong."""
from right import *


def normalized(x):
    return x
