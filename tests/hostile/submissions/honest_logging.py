"""Logs by the logging module, with its own format and a file."""
import logging
import right
from right import *

logging.basicConfig(level=logging.DEBUG, filename="training.log", format="%(asctime)s %(levelname)s %(message)s")
logging.getLogger().addHandler(logging.StreamHandler())


def normalized(x):
    logging.debug("normalized %s", x)
    return right.normalized(x)
