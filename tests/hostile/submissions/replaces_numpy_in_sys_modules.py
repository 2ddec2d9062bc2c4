"""Puts an object in NumPy's place that has every name."""
import sys
from right import *


class Fake:
    __path__ = []
    __spec__ = None

    def __getattr__(self, name):
        return Fake()

    def __call__(self, *a, **k):
        return self


for name in list(sys.modules):
    if name.startswith("numpy"):
        sys.modules[name] = Fake()
