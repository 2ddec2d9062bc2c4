"""Prints the commands of CI services."""
from right import *


def normalized(x):
    for text in (
        "::error file=hostile.py,line=1::owned",
        "::stop-commands::anything",
        "::set-output name=score::100",
        "::add-mask::0",
        "::endgroup::",
        "##[error]owned",
        "##vso[task.complete result=Succeeded;]",
        "\r::warning::after a carriage return",
        " ::notice::after a space",
        "section_start:1:x\r\x1b[0K",
    ):
        print(text)
    return x
