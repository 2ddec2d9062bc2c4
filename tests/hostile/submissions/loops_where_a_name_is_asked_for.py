"""The module's __getattr__ never returns."""
from right import Model, batches, fit, predict, statistics


def __getattr__(name):
    while name == "normalized":
        pass
    raise AttributeError(name)
