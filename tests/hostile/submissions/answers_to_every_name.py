"""A model that answers to every name, call, index and comparison with itself."""
from right import *


class Model:
    def __init__(self, *args, **kwargs):
        pass

    def __getattr__(self, name):
        return self

    def __call__(self, *args, **kwargs):
        return self

    __getitem__ = __setitem__ = __eq__ = __add__ = __sub__ = __mul__ = __abs__ = __call__

    def __iter__(self):
        return iter([self])

    def __len__(self):
        return 4

    def __bool__(self):
        return True
