"""Brings an nngrade/, a msgspec.py and a pytest.py of its own: they are its own business."""
import msgspec
import nngrade
from right import *

assert nngrade.MINE and msgspec.MINE
