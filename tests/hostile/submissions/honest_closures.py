"""Its functions are closures, lambdas, partials and an instance that can be called."""
from functools import partial
import operator
import right
from right import Model, fit


def made(shift):
    return lambda x: x - shift(x)


class Summary:
    def __call__(self, X):
        return right.statistics(X)


normalized = made(operator.methodcaller("mean"))
statistics = Summary()
batches = partial(right.batches)
predict = lambda model, X: right.predict(model, X)
