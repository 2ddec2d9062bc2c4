"""Reads address 0 through ctypes at import."""
import ctypes

ctypes.string_at(0)
