"""A link asks an implementation: `Remote` over a worker's channel; `local.Local` asks the course's own code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

from nngrade.sandbox import control, meter, ready, room, wire
from nngrade.sandbox.objects import MAX_FRAMES
from nngrade.sandbox.outcome import (
    KILLED,
    OVER_CPU,
    OVER_FILE,
    Died,
    Frame,
    Garbage,
    Missing,
    NoRoom,
    NotEnded,
    NotHandedOn,
    Outcome,
    OutOfMemory,
    Raised,
    SandboxFault,
    TimedOut,
    how_it_ended,
)
from nngrade.sandbox.sandbox import Worker
from nngrade.sandbox.session import Session
from nngrade.sandbox.watch import WALL_FACTOR, Watch, now

TICK = 0.1
PATIENCE = 30.0
SPINS = 200
CHUNK, LARGE_CHUNK = 1 << 16, 1 << 22
MAX_RECEIVED = 1 << 30  # bytes that all answers of a worker may take here: a check keeps them until it ends
BODY_WEIGHT = 4  # a number of a list is an object here
LARGE = 64 << 20  # bytes, counted so: more than honest answers take
HEADER_WEIGHT = 256  # what is decoded from a header is up to fifty times as large, and takes its time
MAX_NAME = 200
MAX_MESSAGE = 2000
MAX_CHANGED = 100
Special = Callable[[str, list[Any], wire.Unpacker], Any]


class Link(Protocol):
    """What handles need: ask, and start the same module anew. `ended` is what the code behind it came to."""

    ended: Outcome | None

    def ask(
        self, special: Special, operation: str, *trees: Any, packer: wire.Packer, called: str
    ) -> tuple[Any, list[str]]:
        """Send one request; return the value and the names of the arguments the call changed."""

    def fresh(self) -> Link:
        """Return a link to the same module in a new process (or newly imported)."""

    def start(self, seconds: float) -> None:
        """Begin a phase with so many CPU seconds."""


class Process(Link, Protocol):
    """What judging needs beside: a link to a submission, which prints, uses time, and is let go of."""

    def fresh(self) -> Process:
        """Return a link to the same module in a new process."""

    def used(self) -> float:
        """Return the seconds of this phase that count towards its limit: of CPU, and part of those of waiting."""

    def large(self) -> bool:
        """Say whether its answers are larger than honest ones, and what becomes of them costs."""

    def threads(self) -> int:
        """Return how many threads run in it, and in those that it was joined by."""

    def no_room(self, error: MemoryError) -> Exception:
        """Return what it means that there was no memory here for what has come from it."""

    def printed(self) -> str:
        """Return what the code has printed."""

    def close(self) -> None:
        """Let go of the process, without waiting for its end."""


class Remote:
    """A worker's channel. `start(seconds)` begins a phase with so many CPU seconds; a failed worker is killed."""

    def __init__(
        self, sandbox: Session, worker: Worker, scratch: Path, respawn: Callable[[], Remote], memory: int = 0
    ) -> None:
        self.sandbox = sandbox
        self.worker = worker
        worker.link = self
        self.scratch = scratch
        self.respawn = respawn
        self.memory = memory  # bytes that it may add to what NumPy takes
        self.number = 0
        self.watch: Watch | None = None
        self.seconds = 0.0
        self.spent = 0.0  # CPU seconds used before this phase
        self.received = 0
        self.ended: Outcome | None = None
        self.unborn = 0.0  # seconds of waiting for its process
        self.unwatched = 0.0  # seconds of waiting since the limits were last looked at
        self.pending = bytearray()  # what has come and was not asked for yet
        self.events = ready.READ
        self.poll = ready.Poll()
        self.poll.register(worker.channel, ready.READ)
        self.poll.register(worker.output, ready.READ)
        self.control = -1
        if sandbox.channel is not None:
            self.control = sandbox.channel.fileno()
            self.poll.register(self.control, ready.READ)

    def imported(self, seconds: float) -> None:
        """Wait for the worker's first word; raise what the import of the module came to."""
        if self.ended:
            raise self.ended
        self.start(seconds)
        try:
            ready, _ = self._receive()
        except Died as outcome:
            raise self._never_ready(outcome) from None
        if ready != [0, "ready"]:
            raise SandboxFault("a worker did not say that it is ready")
        self.worker.settle()
        reply, _ = self._receive()
        self._value(reply, "")

    def start(self, seconds: float) -> None:
        """Begin a phase: from here the worker may use so many CPU seconds."""
        self.seconds = seconds
        self.watch = None
        if self.worker.pid is not None:
            self.watch = self._watch(self.worker.pid)
            self.spent = self.watch.cpu_before

    def _watch(self, pid: int) -> Watch:
        """Return a watch over this phase; over the memory too, where the kernel does not limit it."""
        base = self.sandbox.unlimited
        return Watch(pid, self.seconds, self.scratch, base + self.memory if base and self.memory else 0)

    def glance(self) -> None:
        """Look at what a worker does that nobody waits for: forked ahead it imports the module, or another is asked."""
        if self.worker.pid is None or self.ended:
            return
        ended = self.worker.exit  # the zygote looks, too
        if what := ended.over if ended else room.over(self.worker.pid, self.scratch):
            self._end(OutOfMemory(what))
            self.sandbox.dismiss(self.worker)

    def _end(self, outcome: Outcome) -> None:
        """Say what it came to, here and in those that it was joined by, which go with it."""
        self.ended = self.ended or outcome
        for other in self.worker.others:
            if other.link:
                other.link._end(outcome)

    def fresh(self) -> Remote:
        """Return a link to the same module in a new worker, within this check's limits."""
        link = self.respawn()
        self.worker.others.append(link.worker)
        if self.ended:  # meanwhile
            link.close()
            raise self.ended
        link.start(self.seconds)
        return link

    def used(self) -> float:
        """Return the seconds of this phase that count towards its limit: of CPU, and part of those of waiting."""
        ended = self.worker.exit
        used = ended.cpu if ended else meter.cpu_seconds(self.worker.pid) if self.worker.pid else 0.0
        return max(used - self.spent, self.watch.slow() / WALL_FACTOR if self.watch else 0.0, 0.0)

    def printed(self) -> str:
        """Return what the code has printed."""
        if self.worker.output >= 0:
            self.worker.drain()
        return self.worker.printed()

    def close(self) -> None:
        """Let go of the worker, without waiting for its end."""
        if self.worker.output >= 0:
            self.sandbox.dismiss(self.worker)

    def ask(
        self, special: Special, operation: str, *trees: Any, packer: wire.Packer, called: str
    ) -> tuple[Any, list[str]]:
        """Send one request and wait for its reply; see `Link`."""
        if self.ended:
            raise self.ended
        self.number += 1
        try:
            request = wire.frame([self.number, operation, *trees], packer)
        except wire.WireError as error:  # an answer that fitted alone, and no longer fits among arguments
            raise NotHandedOn(str(error)) from None
        self._send(request)
        reply, body = self._receive()
        tree, changed = self._value(reply, called)
        try:
            return wire.Unpacker(body, special, copy=False).unpack(tree), changed
        except wire.WireError as error:
            raise self._broken(Garbage(str(error))) from error
        except MemoryError as error:
            raise self.no_room(error) from None

    def _value(self, reply: Any, called: str) -> tuple[Any, list[str]]:
        match reply:
            case [int(number), "ok", tree, [*changed]] if number == self.number:
                return tree, [name for name in changed[:MAX_CHANGED] if isinstance(name, str)]
            case [int(number), "missing", str(name), [*public]] if number == self.number:
                raise Missing(name[:MAX_NAME], [name[:MAX_NAME] for name in public[:500] if isinstance(name, str)])
            case [int(number), "error", [*types], str(message), [*lines], bool(blocked)] if number == self.number:
                frames = [Frame(f, n, w, t) for f, n, w, t in _frames(lines[-MAX_FRAMES:])]
                names = [kind[:MAX_NAME] for kind in types[:16] if isinstance(kind, str)]
                raise Raised(names, message[:MAX_MESSAGE], frames, blocked, called)
        raise self._broken(Garbage("a reply that nobody asked for"))

    # Bytes, with the limits watched while waiting.

    def _wait(self, events: int) -> None:
        channel = self.worker.channel.fileno()
        if events != self.events:
            self.poll.modify(channel, events)
            self.events = events
        began = now()
        for _ in range(SPINS):  # most answers take less time than a sleeping processor needs to wake up
            if self.poll.poll(0):
                break
            ready.give_way()
        while True:
            there = dict(self.poll.poll(TICK * 1000))
            began, waited = now(), now() - began
            self.unwatched += waited
            if self.control in there or not there:  # a session without a channel is asked now and then
                self.sandbox.pump()
            if self.worker.output in there:
                self.worker.drain()
                if self.worker.silent:
                    self.poll.unregister(self.worker.output)
            if channel in there and self.unwatched < TICK:
                return  # quick answers are watched too, but not each of them
            if self.worker.exit is not None and channel not in there:  # only what it has started may hold the channel
                there |= dict(self.poll.poll(TICK * 1000))
                if channel not in there:
                    raise self._broken(self._death())
            if self.worker.pid is None and self.worker.exit is None:
                self.unborn += waited
                if self.unborn > PATIENCE:
                    raise NoRoom
            if self.watch is None and self.worker.pid is not None:
                self.watch = self._watch(self.worker.pid)
                self.watch.cpu_before = 0.0
            if self.watch is not None and self.worker.exit is None:
                for other in list(self.sandbox.workers.values()):
                    if other.link not in (self, None):
                        other.link.glance()
                if self.ended:  # with one that it had joined
                    raise self.ended
                try:
                    waited, self.unwatched = self.unwatched, 0.0
                    self.watch.look(waited)
                except Outcome as outcome:
                    raise self._broken(outcome) from None
            if channel in there:
                return

    def _send(self, buffers: list[Any]) -> None:
        if self.watch:
            self.watch.begin()
        try:
            for buffer in buffers:
                view = memoryview(buffer).cast("B")
                while view.nbytes:
                    try:
                        view = view[self.worker.channel.send(view) :]
                    except BlockingIOError:
                        self._wait(ready.WRITE)
        except OSError:
            raise self._broken(self._death()) from None

    def _receive(self) -> tuple[Any, memoryview]:
        if self.watch:
            self.watch.begin()
        if not self.pending:
            self._wait(ready.READ)  # an answer is never there at once
        try:
            header, body = wire.lengths(self._read(wire.PREFIX.size), wire.FROM_WORKER)
            self.received += HEADER_WEIGHT * header + BODY_WEIGHT * body
            if self.received > MAX_RECEIVED:
                raise wire.WireError(f"more than {MAX_RECEIVED // BODY_WEIGHT >> 20} MiB of answers in one check")
            tree = wire.decode(self._read(header))
            return tree, memoryview(self._read(body))
        except wire.WireError as error:
            raise self._broken(Garbage(str(error))) from error
        except MemoryError as error:
            raise self.no_room(error) from None

    def large(self) -> bool:
        """Say whether its answers are larger than honest ones, and what becomes of them costs."""
        joined = (other.link for other in self.worker.others)
        return self.received > LARGE or any(link.large() for link in joined if link)

    def threads(self) -> int:
        """Return how many threads run in it, and in those that it was joined by."""
        return sum(meter.threads(one.pid) for one in (self.worker, *self.worker.others) if one.pid)

    def no_room(self, error: MemoryError) -> Exception:
        """Return what it means that this process has no more memory: with answers as large as these, their fault."""
        if not self.large():
            return error
        return self._broken(OutOfMemory("the answers are larger than the grader has room for"))

    def _read(self, size: int) -> bytes:
        """Return the next `size` bytes. More is read at once where it is there: most answers come in one piece."""
        while len(self.pending) < size:
            try:
                chunk = self.worker.channel.recv(max(CHUNK, min(size - len(self.pending), LARGE_CHUNK)))
            except BlockingIOError:
                self._wait(ready.READ)
                continue
            except OSError:  # each system has its own for an end that is gone
                chunk = b""
            if not chunk:
                raise self._broken(self._death())
            self.pending += chunk
        data = bytes(memoryview(self.pending)[:size])
        del self.pending[:size]
        return data

    # Ends.

    def _broken(self, outcome: Outcome) -> Outcome:
        self.ended = outcome
        try:
            self.sandbox.kill(self.worker)
        except NotEnded:  # it was killed, and a slow disk holds it: its end is not waited for
            self.sandbox.dismiss(self.worker)
        return outcome

    def _death(self) -> Outcome:
        """Say how a worker came to its end that closed its channel."""
        try:
            ended = self.sandbox.wait(self.worker, 2.0)
        except NotEnded:
            return Garbage("it closed the channel")
        code = ended.code
        if ended.over:
            return OutOfMemory(ended.over)
        if code == OVER_CPU or (code == KILLED and ended.cpu >= self.seconds - 0.5):
            return TimedOut(f"no answer after {self.seconds:g} s of computing: is there a loop that never ends?")
        if code == KILLED:
            return OutOfMemory("the system ended the program, most likely for the memory it used")
        if code == OVER_FILE:
            return OutOfMemory("the code writes a file larger than an exercise may")
        return Died(how_it_ended(code))

    def _never_ready(self, outcome: Outcome) -> Exception:
        """Return the fault of ours when a worker ended before the learner's first line."""
        if self.worker.exit and self.worker.exit.code == control.SETUP_FAILED:
            return SandboxFault(f"a worker could not be set up: {self.worker.printed().strip()[-300:]}")
        return SandboxFault(f"a worker ended before it was set up ({outcome})")


def _frames(lines: list[Any]) -> Iterator[tuple[str, int, str, str]]:
    for line in lines:
        match line:
            case [str(file), int(number), str(function), str(text)]:
                cut = file[:MAX_MESSAGE], function[:MAX_NAME], text[:MAX_NAME]
                file, function, text = map(wire.one_line, cut)
                yield file, number, function, text
