"""Closes every descriptor at import."""
import os
from right import *

os.closerange(0, 1024)
