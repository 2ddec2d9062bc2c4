"""Sets trace and profile hooks that do nothing."""
import sys
from right import *


def hook(frame, event, argument):
    return hook


sys.settrace(hook)
sys.setprofile(lambda *a: None)
