"""Adds an audit hook that refuses every event."""
import sys
from right import *


def refuse(event, arguments):
    raise RuntimeError(event)


sys.addaudithook(refuse)
open("x")
