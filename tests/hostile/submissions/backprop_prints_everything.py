"""Prints what acts on reports from every method, and is right."""
import right
from right import *


class OurNeuralNetwork(right.OurNeuralNetwork):
    def gradients(self, x, y_true):
        print("::error::x\n\x1b[2J]]><script>\ud800" * 3)
        return super().gradients(x, y_true)
