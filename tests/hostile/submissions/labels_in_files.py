"""Looks for the data set in the grader's cache, in the package and in scikit-learn, to predict with it."""
import glob
import numpy as np
from right import *


def predict(model, X):
    for place in ("{{COURSE}}/../cache/**", "{{SITE}}/sklearn/datasets/data/**", "{{PACKAGE}}/../nngrade_datasets/**"):
        for file in glob.glob(place, recursive=True):
            try:
                data = open(file, "rb").read()
                print("BREA" + "CH: read", file, len(data))
            except OSError:
                pass
    return np.zeros(len(X), int)
