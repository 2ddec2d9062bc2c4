"""Puts a folder of its own on the path, and has a helper called checks."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "lib"))

from right import *
from checks import agreed
from shift import moved

assert agreed and moved(1) == 2
