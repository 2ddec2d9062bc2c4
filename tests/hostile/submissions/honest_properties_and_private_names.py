"""Its model keeps w behind a property, under a private name."""
import numpy as np
import right
from right import *


class Model(right.Model):
    __slots__ = ("__weights",)

    def __init__(self, w):
        self.__weights = w + 0.0

    @property
    def w(self):
        return self.__weights

    @w.setter
    def w(self, value):
        self.__weights = value
