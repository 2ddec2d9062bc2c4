"""The cases that git cannot hold: each function makes one at the module's path; a returned path is graded instead."""

from __future__ import annotations

import importlib.util
import os
import py_compile
import socket
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hostile_scene import Scene


class Impossible(Exception):
    """This case cannot be tried here; `str()` says why."""


RIGHT = b"from right import *\n"


def empty(module: Path, scene: Scene) -> None:
    module.write_bytes(b"")


def fifty_megabytes(module: Path, scene: Scene) -> None:
    with module.open("wb") as file:
        file.truncate(50_000_000)


def null_bytes(module: Path, scene: Scene) -> None:
    module.write_bytes(RIGHT + b"x = 1\0\n")


def binary(module: Path, scene: Scene) -> None:
    module.write_bytes(bytes(range(256)) * 50)


def utf_16(module: Path, scene: Scene) -> None:
    module.write_bytes(RIGHT.decode().encode("utf-16"))


def broken_utf_8(module: Path, scene: Scene) -> None:
    module.write_bytes(b"x = '\xff\xfe'\n" + RIGHT)


def absurdly_nested(module: Path, scene: Scene) -> None:
    module.write_bytes(RIGHT + b"x = " + b"(" * 100_000 + b")" * 100_000 + b"\n")


def endless_expression(module: Path, scene: Scene) -> None:
    module.write_bytes(RIGHT + b"x = " + b"-" * 500_000 + b"1\n")


def slow_to_parse(module: Path, scene: Scene) -> None:
    module.write_bytes(RIGHT + b"def f(a): return f'''" + b"{a}" * 200_000 + b"'''\n")


def codec_of_its_own(module: Path, scene: Scene) -> None:
    module.write_bytes(b"# coding: punycode\n" + RIGHT + b"#" + b"-" + b"a" * 200_000)


def deep_packages_beside_it(module: Path, scene: Scene) -> None:
    module.write_bytes(RIGHT)
    folder = module.parent
    for _ in range(8):
        folder = folder / ("p" * 200)
        folder.mkdir()
        (folder / "__init__.py").write_bytes(b"")


def folder_that_is_a_link(module: Path, scene: Scene) -> Path:
    ada = module.parent / "ada"
    ada.mkdir()
    (ada / "nngrade.toml").write_text('course = "hostile"\nversion = "1"\n')
    (ada / scene.exercise).symlink_to(scene.root / "course" / "solutions" / scene.exercise)
    return ada


def untouched_stub(module: Path, scene: Scene) -> None:
    module.write_bytes((scene.root / "course" / "exercises" / scene.exercise / scene.module).read_bytes())


def nothing_in_the_folder(module: Path, scene: Scene) -> None:
    module.with_name("other.py").write_bytes(RIGHT)


def pipe(module: Path, scene: Scene) -> None:
    os.mkfifo(module)


def folder(module: Path, scene: Scene) -> None:
    module.mkdir()


def unix_socket(module: Path, scene: Scene) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(module))


def device(module: Path, scene: Scene) -> None:
    try:
        os.mknod(module, 0o20666, os.makedev(1, 5))  # /dev/zero
    except PermissionError:  # in a user namespace root is nobody
        raise Impossible("only root outside of a user namespace makes devices") from None


def link_outward(module: Path, scene: Scene) -> None:
    module.symlink_to(scene.root / "home" / "notes.txt")


def link_to_nothing(module: Path, scene: Scene) -> None:
    module.symlink_to("nothing")


def link_to_itself(module: Path, scene: Scene) -> None:
    module.symlink_to(module.name)


def link_to_the_solution(module: Path, scene: Scene) -> None:
    module.symlink_to(scene.root / "course" / "solutions" / scene.exercise / scene.module)


def links_beside_it(module: Path, scene: Scene) -> None:
    """The helper is a link to the solution: links are not copied, so that it is missing."""
    module.write_bytes(b"from helper import *\n")
    module.with_name("helper.py").symlink_to(scene.root / "course" / "solutions" / scene.exercise / scene.module)
    module.with_name("class").symlink_to(scene.root / "handed-in")
    module.with_name("here").symlink_to(".")


def unreadable(module: Path, scene: Scene) -> None:
    module.write_bytes(RIGHT)
    module.chmod(0)


def stale_bytecode(module: Path, scene: Scene) -> None:
    """Bytecode of another text lies where Python looks for that of `right`, with time and size that fit."""
    right, other = module.with_name("right.py"), module.with_name("other.py")
    about, text = right.stat(), b"print('BREA' + 'CH: stale bytecode was used')\n"
    other.write_bytes(text + b"#" * (about.st_size - len(text)))
    os.utime(other, ns=(about.st_atime_ns, about.st_mtime_ns))
    module.write_bytes(RIGHT)
    (module.parent / "__pycache__").mkdir()
    py_compile.compile(str(other), cfile=importlib.util.cache_from_source(str(right)), doraise=True)


def odd_names_beside_it(module: Path, scene: Scene) -> None:
    """Names that a report, a table or a path could fall for; a pipe and a socket's name among them."""
    module.write_bytes(RIGHT)
    for name in (
        "=cmd()|x,y.py",
        "a\nb.py",
        "<img src=x onerror=alert(1)>.py",
        "..py",
        "\x1b[2J.py",
        "%s%n.py",
        "'.py",
    ):
        module.with_name(name).write_bytes(b"print('BREA' + 'CH: an odd file was loaded')\n")
    os.mkfifo(module.with_name("pipe.py"))
    with open(os.fsencode(module.parent) + b"/\xff\xfe.py", "wb"):
        pass


def odd_name_of_its_own(module: Path, scene: Scene) -> Path:
    """The file graded has a name of commas, quotes, HTML and a formula, in a folder with a line break."""
    inside = module.parent / "=cmd()|'x'!A1\n::error::<b>"
    inside.mkdir()
    place = inside / ',"<script>alert(1)<b>\x1b[31m::error::%0A&.py'
    place.write_bytes(b"print('alone')\n1 / 0\n")
    return place


def path_that_climbs(module: Path, scene: Scene) -> Path:
    module.write_bytes(RIGHT)
    return module.parent / ".." / ".." / "handed-in" / "ada" / module.name


def three_hundred_files(module: Path, scene: Scene) -> None:
    module.write_bytes(RIGHT)
    for number in range(300):
        module.with_name(f"zz_{number}.py").write_bytes(b"x = 1\n")


def three_megabytes_beside_it(module: Path, scene: Scene) -> None:
    module.write_bytes(RIGHT)
    module.with_name("data.py").write_bytes(b"#" * 3_000_000)


def honest_byte_order_mark(module: Path, scene: Scene) -> None:
    module.write_bytes(b"\xef\xbb\xbf" + RIGHT)


def honest_latin_1(module: Path, scene: Scene) -> None:
    module.write_bytes(b"# -*- coding: latin-1 -*-\n" + RIGHT + b'print("Gr\xf6\xdfe")\n')


def honest_carriage_returns(module: Path, scene: Scene) -> None:
    module.write_bytes(scene.right.replace("\n", "\r\n").encode())


def honest_old_mac_line_ends(module: Path, scene: Scene) -> None:
    module.write_bytes(scene.right.replace("\n", "\r").encode())


def honest_tabs(module: Path, scene: Scene) -> None:
    module.write_bytes(scene.right.replace("    ", "\t").encode())


def honest_without_a_last_line_end(module: Path, scene: Scene) -> None:
    module.write_bytes(b"\f" + scene.right.rstrip("\n").encode() + b"  # \x1a")


def honest_alone(module: Path, scene: Scene) -> Path:
    """A file of another name is graded alone."""
    place = module.with_name("Smith, Ada (final) v2.py")
    place.write_text(scene.right)
    return place


def honest_read_only(module: Path, scene: Scene) -> None:
    module.write_bytes(RIGHT)
    module.chmod(0o444)
    module.parent.chmod(0o555)
