"""Replaces NumPy's functions one after the other, and its types: whatever comes of that is its own business."""
import numpy as np
from right import *

for name in dir(np):
    if not name.startswith("__"):
        try:
            setattr(np, name, lambda *a, **k: 0)
        except Exception:
            pass
