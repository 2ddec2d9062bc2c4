"""The module's __getattr__ ends the process when somebody asks for a function."""
import os
from right import Model, batches, fit, predict, statistics


def __getattr__(name):
    if name == "normalized":
        os._exit(5)
    raise AttributeError(name)
