"""Returns a dict that is its own mean."""
from right import *


def statistics(X):
    answer = {"spread": 0, "count": len(X)}
    answer["mean"] = answer
    return answer
