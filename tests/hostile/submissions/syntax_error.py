"""Is no Python: a bracket stays open."""
def normalized(x:
    return x
