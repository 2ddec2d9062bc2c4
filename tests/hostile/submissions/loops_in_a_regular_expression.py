"""A regular expression that tries everything."""
import re
from right import *


def normalized(x):
    return re.match(r"(a+)+$", "a" * 60 + "b")
