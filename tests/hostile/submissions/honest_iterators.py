"""Its batches are an object with __iter__ and __next__, and its own kind of list."""
from right import *


class batches:
    def __init__(self, X, size):
        self.X, self.size, self.start = X, size, 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.start >= len(self.X):
            raise StopIteration
        self.start += self.size
        return self.X[self.start - self.size : self.start]
