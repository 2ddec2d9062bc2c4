"""Returns an object that would run a command when it is unpickled."""
import os
from right import *


class Pickled:
    def __reduce__(self):
        return os.system, ("echo pickled > {{OUTSIDE}}/pickled",)

    def __reduce_ex__(self, protocol):
        return self.__reduce__()

    def __getstate__(self):
        return {}

    def __deepcopy__(self, memo):
        os._exit(0)


def normalized(x):
    return Pickled()
