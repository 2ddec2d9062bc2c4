"""Predicts words."""
from right import *


def predict(model, X):
    return ["seven"] * len(X)
