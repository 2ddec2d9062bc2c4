"""Imports a helper that was not handed in."""
from helpers import normalized
