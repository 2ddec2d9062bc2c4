"""Returns and prints text that has no UTF-8."""
from right import *

print("\ud800\udfff")


def normalized(x):
    print("\udc80 and so on")
    return ["\ud800", "\udfff" * 100]
