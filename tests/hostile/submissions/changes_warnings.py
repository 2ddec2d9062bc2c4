"""Turns warnings into errors for itself, then shows a thousand of its own."""
import warnings
from right import *

warnings.simplefilter("always")
warnings.showwarning = lambda *a, **k: 1 / 0
warnings.formatwarning = None
warnings.resetwarnings()
