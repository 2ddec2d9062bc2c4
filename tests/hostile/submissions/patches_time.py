"""Stops every clock, then loops."""
import time
from right import *

for name in ("time", "monotonic", "perf_counter", "process_time", "sleep", "thread_time", "time_ns", "monotonic_ns"):
    setattr(time, name, lambda *a: 0)


def normalized(x):
    while True:
        pass
