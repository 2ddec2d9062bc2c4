"""Makes folders without end while it is imported ahead of its turn, when nobody waits for it yet."""
import os
from right import *

for number in range(200_000):
    os.mkdir(f"d{number}")
