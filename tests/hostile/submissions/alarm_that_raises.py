"""A timer whose handler raises every half millisecond, between two calls as well."""
import signal
from right import *


def handler(number, frame):
    raise RuntimeError("alarm")


signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
