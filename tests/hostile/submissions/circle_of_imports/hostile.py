"""Imports a helper that imports it."""
from helper import normalized
