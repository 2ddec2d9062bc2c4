from helpers import spread


def statistics(X):
    return {"mean": X.mean(axis=0), "spread": spread(X), "count": len(X)}
