"""A thread goes on changing the arrays of an answer after it was given."""
import threading
import time
import right
from right import *


def statistics(X):
    answer = right.statistics(X)

    def spoil():
        for _ in range(100):
            answer["mean"] += 0.0
            answer["extra"] = time.time()
            time.sleep(0.0001)

    threading.Thread(target=spoil, daemon=True).start()
    return answer
