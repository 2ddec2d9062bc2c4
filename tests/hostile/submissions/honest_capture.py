"""Catches its own output by redirect_stdout, and closes what it has caught."""
import io
from contextlib import redirect_stderr, redirect_stdout
import right
from right import *


def normalized(x):
    with redirect_stdout(io.StringIO()) as caught, redirect_stderr(caught):
        print(x)
    caught.close()
    return right.normalized(x)
