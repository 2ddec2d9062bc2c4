"""Returns an instance of a class whose metaclass lies about name, bases and what is an instance."""
from right import *


class Meta(type):
    __name__ = property(lambda cls: 1 / 0)
    __module__ = property(lambda cls: 1 / 0)

    def __instancecheck__(cls, one):
        return True

    def __eq__(cls, other):
        return True

    def __hash__(cls):
        return hash(list)

    def mro(cls):
        return [cls, object]


class Liar(metaclass=Meta):
    pass


def normalized(x):
    return Liar()
