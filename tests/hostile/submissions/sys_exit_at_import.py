"""Leaves by sys.exit(0) at import, as if all were well."""
import sys
from right import *

sys.exit(0)
