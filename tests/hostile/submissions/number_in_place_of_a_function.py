"""A number stands where a function was asked for."""
from right import *

normalized = 3
