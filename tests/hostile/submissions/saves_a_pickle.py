"""Saves an array of objects, which needs pickle, and whose reading would run a command."""
import os
import numpy as np
import right
from right import *


class Command:
    def __reduce__(self):
        return os.system, ("echo x > {{OUTSIDE}}/pickled",)


class Model(right.Model):
    def save(self, path):
        np.savez(path, w=np.array([Command(), None], dtype=object))
