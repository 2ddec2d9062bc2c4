"""What can come of asking a learner's code, other than an answer. Each knows its status and its sentence."""

from __future__ import annotations

import signal
from typing import NamedTuple

from nngrade.errors import SetupError
from nngrade.result import Status
from nngrade.sandbox.wire import one_line

LONGEST_NAME = 40
# of a process that a signal has ended, as exit codes; the numbers are the same wherever the names are
KILLED, OVER_CPU, OVER_FILE = (
    -getattr(signal, name, number) for name, number in (("SIGKILL", 9), ("SIGXCPU", 24), ("SIGXFSZ", 25))
)
CRASHES = {  # Windows' own words, from ntstatus.h
    0xC0000005: "access violation",
    0xC0000017: "no memory",
    0xC000001D: "illegal instruction",
    0xC0000094: "integer division by zero",
    0xC00000FD: "stack overflow",
    0xC0000409: "aborted",
}


class Frame(NamedTuple):
    """A line of the learner's own in a traceback."""

    file: str
    line: int
    function: str
    text: str


class Outcome(Exception):
    """The learner's code gave no answer. `status` is the check's verdict, `str()` the sentence for the learner."""

    status: Status = "error"


class Raised(Outcome):
    """The code raised. `types` are the names of the exception's class and its base classes, nearest first.

    `asked` says what the call that raised was given, where a check knows.
    """

    asked = ""

    def __init__(self, types: list[str], message: str, frames: list[Frame], blocked: bool, called: str = "") -> None:
        self.types = types
        self.type = types[0] if types else "Exception"
        self.message = message
        self.frames = frames
        self.called = called
        if "MemoryError" in types or ("OSError" in types and message.startswith("[Errno 12]")):
            self.status = "memory"
        elif blocked:
            self.status = "blocked"
        super().__init__(one_line(self._sentence()))

    def _sentence(self) -> str:
        name = f"`{self.called.rpartition('.')[2]}`" if self.called else "the file"
        if self.type == "NotImplementedError" and self.frames:
            name = f"`{self.frames[-1].function}`"
        if self.type == "NotImplementedError":
            return f"{name} is not written yet: it still raises NotImplementedError"
        if self.status == "memory":
            return f"{name} asks for more memory than the exercise allows (MemoryError)"
        if self.type == "ReplyTooLarge":
            return f"{name}: {self.message}"
        what = f"{self.type}: {self.message}" if self.message else self.type
        return f"{name} raised {what}"


class Missing(Outcome):
    """The module has no such function or class."""

    def __init__(self, name: str, public: list[str]) -> None:
        self.name = name
        super().__init__(one_line(f"`{name}` is missing{near_names(name, public)}"))


class Died(Outcome):
    """The process ended without an answer; `status` is from `os.wait4`."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the code ended the whole program: {what}")


class Garbage(Outcome):
    """Something came over the channel that is no answer."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the code disturbed the channel to the grader ({what})")


class TimedOut(Outcome):
    """A limit of time was reached, or the code waits for something that never comes."""

    status: Status = "timeout"


class OutOfMemory(Outcome):
    """The kernel ended the process for its memory."""

    status: Status = "memory"


class WrongAnswer(Outcome):
    """A wrong answer found while a check was still asking; its sentence is the message."""

    status = "failed"


class FileMissing(WrongAnswer):
    """A file that should have been written is not there."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no file {name!r} at the path that was given (or it is larger than 32 MB)")


class FileUnreadable(WrongAnswer):
    """A file that was written is no `.npz` of plain arrays."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name!r} is no .npz of plain arrays: {why}")


class Endless(WrongAnswer):
    """An iterable that does not end."""

    def __init__(self, name: str, drawn: int) -> None:
        super().__init__(f"`{name}` goes on and on: {drawn} items were drawn from it")


class NotHandedOn(WrongAnswer):
    """An answer that another call was to be given, and that cannot travel there."""

    def __init__(self, what: str) -> None:
        super().__init__(f"what came back cannot be handed to the next call: {what}")


class SandboxFault(SetupError):
    """The sandbox itself failed: never the learner's fault."""


class NoRoom(SandboxFault):
    """There is no room for a process, or for its folder."""

    def __init__(self) -> None:
        super().__init__("this machine has no room for another process; see: nngrade doctor")


class NotEnded(SandboxFault):
    """A worker lives on."""

    def __init__(self) -> None:
        super().__init__("a worker could not be ended; see: nngrade doctor")


def near_names(name: str, public: list[str]) -> str:
    """Return what can be said of a missing name: the nearest one that is there."""
    import difflib  # only a missing name needs it

    public = [other for other in public if len(other) <= LONGEST_NAME]  # to compare long ones takes seconds
    near = difflib.get_close_matches(name[:LONGEST_NAME], public, 1, 0.6) or [
        other for other in public if other.lower().replace("_", "") == name.lower().replace("_", "")
    ]
    return f"; the file has `{near[0]}`: is it that one?" if near else "; define it at the top level of the file"


def how_it_ended(code: int) -> str:
    """Return "it left with exit code 5", "aborted (SIGABRT)", or on Windows "stack overflow (0xC00000FD)"."""
    if code >= 0:
        return f"it left with exit code {code}"
    if code > -256:
        return signal_name(-code)
    status = code & 0xFFFFFFFF
    return f"{CRASHES.get(status, 'crashed')} (0x{status:08X})"


def signal_name(number: int) -> str:
    """Return "segmentation fault (SIGSEGV)" for 11, and so on."""
    try:
        name = signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
    return f"{(signal.strsignal(number) or name).lower()} ({name})"
