"""Imports from a folder without __init__.py in a package, and from one whose name is no name of Python's."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "my lib"))

from right import *
from core.util.tools import halved
from parts import whole

assert halved(whole) == 1
