"""Raises at import, after everything has been defined."""
from right import *

1 / 0
