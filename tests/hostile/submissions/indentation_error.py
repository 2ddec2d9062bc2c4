"""Mixes tabs and spaces in one block."""
def normalized(x):
	y = x
        return y
