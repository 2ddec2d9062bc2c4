"""Raises an exception whose __class__, __traceback__, __cause__ and __dict__ raise or lie."""
from right import *


class Foreign(Exception):
    @property
    def __class__(self):
        raise SystemExit(0)

    @property
    def __traceback__(self):
        return 5

    @property
    def __cause__(self):
        raise KeyboardInterrupt

    __context__ = __dict__ = args = __cause__


def normalized(x):
    raise Foreign
