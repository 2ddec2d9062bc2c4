"""Doubles a text until there is no room, at import."""
text = "x" * 1024
while True:
    text += text
