"""Puts the folder of installed packages first on the path."""
import sys
from right import *


def normalized(x):
    sys.path.insert(0, "{{SITE}}")
    sys.path_importer_cache.clear()
    import scipy

    return scipy
