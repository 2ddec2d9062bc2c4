"""Yields tuples, lists and dicts of its own kind that lie about length and items."""
from right import *


class Pair(tuple):
    def __len__(self):
        return 10**9

    def __getitem__(self, index):
        return 0.0

    def __iter__(self):
        while True:
            yield 0.0


class Row(list):
    __len__ = Pair.__len__
    __iter__ = Pair.__iter__
    copy = None


def batches(X, size):
    yield Pair((1, 2))
    yield Row([1, 2])
