"""Imports a helper that is no Python."""
from helper import normalized
