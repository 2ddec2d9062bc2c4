"""Predicts NaN for each row."""
import numpy as np
from right import *


def predict(model, X):
    return np.full(len(X), np.nan)
