"""What the module beside this folder imports by its name."""


def moved(x):
    return x + 1
