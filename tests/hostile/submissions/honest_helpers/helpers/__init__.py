"""A package."""


def spread(X):
    return X.std(axis=0)
