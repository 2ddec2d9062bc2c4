"""Brings modules called like those of the standard library, which shadow nothing."""
import json
import random
from right import *

assert json.dumps([random.random()])
