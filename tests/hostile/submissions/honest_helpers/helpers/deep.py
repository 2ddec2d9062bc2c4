from . import spread


def normalized(x):
    assert spread(x) > 0
    return x - x.mean()
