"""Sets the switch interval to a nanosecond, the recursion limit to 60 and the stack of threads to its least."""
import sys
import threading
from right import *

sys.setswitchinterval(1e-9)
threading.stack_size(32768)
sys.setrecursionlimit(60)
