"""Its functions are methods of an instance, static methods and class methods."""
import right
from right import Model, fit, predict


class Tools:
    @staticmethod
    def normalized(x):
        return x - x.mean()

    @classmethod
    def batches(cls, X, size):
        return right.batches(X, size)

    def statistics(self, X):
        return right.statistics(X)


normalized, batches, statistics = Tools.normalized, Tools.batches, Tools().statistics
