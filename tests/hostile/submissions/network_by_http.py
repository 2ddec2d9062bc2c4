"""Fetches a page; urllib wraps the refusal in an error of its own."""
import urllib.request
from right import *


def normalized(x):
    return urllib.request.urlopen("http://127.0.0.1:{{TCP}}/", timeout=1).read()
