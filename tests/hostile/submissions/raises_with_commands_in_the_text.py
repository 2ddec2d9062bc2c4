"""Raises an exception whose text holds everything that a report could fall for."""
from right import *


def normalized(x):
    raise ValueError(
        "\n::error file=x::owned\n::stop-commands::x\n##[error]x\n::add-mask::a\n\x1b[2J\x1b[31mred\x9b\x07\r"
        "</failure></testcase>]]>&lt;<script>alert(1)</script><!-- \x00 \ud800 \u202e \ufeff \u2028 | `x` ![](http://x)"
    )
