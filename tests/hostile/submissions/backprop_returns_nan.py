"""Its gradients are NaN, which is not unequal to anything in a careless comparison."""
import numpy as np
import right
from right import *


class OurNeuralNetwork(right.OurNeuralNetwork):
    def gradients(self, x, y_true):
        return {name: value * np.nan for name, value in super().gradients(x, y_true).items()}
