"""Brings pytest.ini, tox.ini, setup.cfg and pyproject.toml with options; its answer is wrong."""
from right import *


def normalized(x):
    return x
