"""Sets trace and profile hooks that raise in every frame but its own."""
import sys
import threading
from right import *


def hook(frame, event, argument):
    if frame.f_code.co_filename != __file__:
        raise SystemExit(0)
    return hook


threading.settrace(hook)
threading.setprofile(hook)
sys.setprofile(hook)
sys.settrace(hook)
