"""Predicts all ten labels for each row."""
import numpy as np
from right import *


def predict(model, X):
    return np.tile(np.arange(10), (len(X), 1))
