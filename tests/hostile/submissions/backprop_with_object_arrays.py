"""Keeps its parameters as arrays of objects."""
import numpy as np
import right
from right import *


class OurNeuralNetwork(right.OurNeuralNetwork):
    def __init__(self, W1, b1, W2, b2):
        self.W1, self.b1, self.W2, self.b2 = (array.astype(object) for array in (W1, b1, W2, b2))
