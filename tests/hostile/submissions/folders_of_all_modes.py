"""Makes folders that may be listed and not entered, entered and not listed, or neither."""
import os

from right import *

for mode in range(8):
    os.makedirs(f"{mode}/in")
    os.mkdir(f"{mode}/in/closed", mode << 6)
    os.mkdir(f"closed-{mode}", mode << 6)
