"""Imports matplotlib, pandas and tqdm where they are there."""
try:
    import matplotlib.pyplot as plt
except ImportError:
    plt = None
try:
    import pandas
except ModuleNotFoundError:
    pandas = None
try:
    from tqdm import tqdm
except Exception:
    tqdm = iter

from right import *
