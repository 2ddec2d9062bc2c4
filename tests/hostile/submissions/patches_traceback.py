"""Replaces the functions of traceback and linecache by a loop without end, then raises."""
import linecache
import traceback
from right import *


def endless(*arguments, **named):
    while True:
        pass


linecache.getline = linecache.getlines = linecache.updatecache = traceback.extract_tb = endless
traceback.StackSummary.extract = endless


def normalized(x):
    return 1 / 0
