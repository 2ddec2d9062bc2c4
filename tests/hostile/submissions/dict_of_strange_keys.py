"""Returns a dict whose keys are NaN, objects, tuples of lists and an unhashable text."""
from right import *


class Key(str):
    calls = 0

    def __hash__(self):
        Key.calls += 1
        return Key.calls


class Other:
    pass


def statistics(X):
    return {float("nan"): 1, Other(): 2, ((1, 2), Other()): 3, Key("mean"): 4, None: 5, b"x": 6, 1.5: 7, print: 8}
