"""Grading never uses the network: an audit hook forbids it to the grader, and the commands work as ever."""

import subprocess
import sys

import pytest

WATCHED = """
import socket, sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "urllib.Request"):
        raise RuntimeError("the network was used: " + event)
sys.addaudithook(watch)
"""
COMMAND = "from nngrade.__main__ import main; sys.exit(main())"


def run(code, *arguments, cwd=None):
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=cwd, timeout=300
    )


def test_the_hook_would_notice():
    done = run(WATCHED + "socket.create_connection(('127.0.0.1', 9), 1)")
    assert "the network was used" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "1", "--solution"),
        ("check", "5", "--solution", "--format", "junit"),
        ("audit", "1"),
        ("data", "list"),
    ],
)
def test_commands_do_without(arguments, tmp_path):
    done = run(WATCHED + COMMAND, *arguments, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "the network was used" not in done.stdout + done.stderr
