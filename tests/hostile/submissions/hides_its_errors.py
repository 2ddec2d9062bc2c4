"""Replaces excepthook, unraisablehook and threading's, closes both streams, and raises."""
import sys
import threading
from right import *

sys.excepthook = sys.unraisablehook = threading.excepthook = lambda *a: None
sys.__excepthook__ = None
sys.stderr.close()
sys.stdout.close()


def normalized(x):
    return 1 / 0
