"""Computes in a thread that has finished."""
import threading
import right
from right import *


def normalized(x):
    answers = []
    thread = threading.Thread(target=lambda: answers.append(right.normalized(x)))
    thread.start()
    thread.join()
    return answers[0]
