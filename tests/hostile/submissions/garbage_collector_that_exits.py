"""A callback of the garbage collector ends the process."""
import gc
import os
from right import *

gc.callbacks.append(lambda phase, info: os._exit(0))
gc.collect()
