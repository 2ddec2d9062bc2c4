"""The command line: one thin module a command, each of which offers `command`; `main.py` lists them."""
