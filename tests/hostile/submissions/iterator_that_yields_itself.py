"""A generator that yields itself, for ever."""
from right import *


def batches(X, size):
    def endless():
        while True:
            yield generator

    generator = endless()
    return generator
