"""Measures and wraps its functions by decorators, with and without functools.wraps."""
import functools
import time
import right
from right import *


def timed(function):
    @functools.wraps(function)
    def wrapper(*arguments, **named):
        began = time.perf_counter()
        try:
            return function(*arguments, **named)
        finally:
            print(f"{function.__name__}: {time.perf_counter() - began:.1f} s")

    return wrapper


normalized = timed(right.normalized)


@timed
@functools.singledispatch
def statistics(X):
    return right.statistics(X)
