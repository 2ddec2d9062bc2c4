"""Has a part that runs when it is started as a program, and leaves there."""
import sys
from right import *


def main():
    print("as a program")
    return 3


if __name__ == "__main__":
    sys.exit(main())
