"""Listens for others by an HTTP server of its own."""
import http.server
from right import *


def normalized(x):
    http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler).handle_request()
