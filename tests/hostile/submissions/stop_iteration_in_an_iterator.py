"""An iterator that ends at once: no rows at all."""
from right import *


class batches:
    def __init__(self, X, size):
        pass

    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration
