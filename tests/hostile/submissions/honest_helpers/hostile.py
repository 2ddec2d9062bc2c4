"""Has a helper module and a package beside it, with a module that imports a module."""
from helpers.deep import normalized
from right import Model, batches, fit, predict
from summary import statistics
