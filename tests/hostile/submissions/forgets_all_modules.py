"""Empties sys.modules."""
import sys
from right import *

sys.modules.clear()
