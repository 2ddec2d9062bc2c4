"""Prints by streams of its own, in the usual way to have UTF-8 everywhere."""
import codecs
import io
import sys

from right import *

sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8")
sys.stderr = codecs.getwriter("utf-8")(sys.stderr.buffer)
print(sys.stdout.encoding, "ä", file=sys.stderr)
