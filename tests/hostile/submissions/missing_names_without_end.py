"""Answers that a function is missing, and that there are five hundred others with names of two hundred letters."""
import sys
from right import *

frame = sys._getframe()
while "table" not in frame.f_locals or "job" not in frame.f_locals:
    frame = frame.f_back
table = type(frame.f_locals["table"])
execute = table.execute


def forged(self, request, body):
    reply, packer = execute(self, request, body)
    if request[0] == "call":
        return ["missing", "aar" * 60, ["aaq" * 60] * 500], packer
    return reply, packer


table.execute = forged
