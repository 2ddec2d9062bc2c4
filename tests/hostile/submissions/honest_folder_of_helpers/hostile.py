"""Has its helpers in a folder without `__init__.py`, which Python imports as well."""
from right import *
from tools.numbers import centred as normalized
