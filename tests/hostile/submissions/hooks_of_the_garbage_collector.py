"""Adds callbacks to the garbage collector, turns it off and on, and lowers its thresholds."""
import gc
from right import *

gc.set_threshold(1, 1, 1)
gc.callbacks.append(lambda phase, info: gc.get_count())
gc.disable()
gc.enable()
