"""Brings sitecustomize, usercustomize, a .pth file and an egg-link that would run at the start of Python."""
from right import *
