# coding: no-such-encoding
"""Says that it has an encoding that there is not."""
