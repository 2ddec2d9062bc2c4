"""Loops without end at import."""
while True:
    pass
