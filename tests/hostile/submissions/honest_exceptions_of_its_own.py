"""Raises and catches exceptions of its own, with notes and causes, and asserts."""
import right
from right import *


class Unusual(Exception):
    pass


def normalized(x):
    try:
        try:
            raise Unusual("on the way")
        except Unusual as error:
            error.add_note("noted")
            raise ValueError("again") from error
    except ValueError:
        assert len(x), "no numbers"
        return right.normalized(x)
