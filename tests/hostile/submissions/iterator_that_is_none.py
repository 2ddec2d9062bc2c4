"""Returns something whose __iter__ gives a number, and lies about its length."""
from right import *


class batches:
    def __init__(self, X, size):
        pass

    def __iter__(self):
        return 5

    def __length_hint__(self):
        return -1
