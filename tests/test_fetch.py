"""The download of MNIST, with another downloader in the network's place: right, wrong, offline, interrupted."""

from __future__ import annotations

import hashlib
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pooch
import pytest
import requests
from nngrade.api import DataSource
from nngrade.errors import SetupError
from nngrade_datasets import fetch as module
from nngrade_datasets import mnist_files

CONTENTS = {name: f"the file {name}".encode() for name in module.ARCHIVES}


class Web:
    """What the network would do: `answers` maps a piece of an address to bytes or to an exception."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers: dict[str, bytes | BaseException] = dict(CONTENTS)

    def __call__(self, **options: object) -> Web:
        assert options["timeout"]
        return self

    def download(self, url: str, output_file: object, _: object, **__: object) -> None:
        self.asked.append(url)
        answer = next(answer for piece, answer in reversed(self.answers.items()) if piece in url)
        if isinstance(answer, BaseException):
            raise answer
        Path(str(output_file)).write_bytes(answer)


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Web:
    web = Web()

    def downloader(**options: object):
        web(**options)
        return web.download

    monkeypatch.setattr(pooch, "HTTPDownloader", downloader)
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in CONTENTS.items()}
    monkeypatch.setattr(module, "ARCHIVES", sums)
    return web


@pytest.fixture
def source(tmp_path: Path) -> DataSource:
    return DataSource(None, tmp_path / "new" / "cache")


def test_the_names_are_those_that_are_looked_for() -> None:
    assert [f"{file.name}.gz" for file in mnist_files.IDX_FILES] == list(module.ARCHIVES)
    assert all(mirror.startswith("https://") and mirror.endswith("/mnist/") for mirror in module.MIRRORS)


def test_four_files_arrive(web: Web, source: DataSource, capsys: pytest.CaptureFixture[str]) -> None:
    files = module.fetch(source)
    assert files == [source.cache_dir / "mnist" / name for name in CONTENTS]
    assert [file.read_bytes() for file in files] == list(CONTENTS.values())
    assert web.asked == [module.MIRRORS[0] + name for name in CONTENTS]
    assert [path.name for path in source.cache_dir.iterdir()] == ["mnist"]
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [f"fetching {name}" for name in CONTENTS]


def test_a_damaged_file_is_replaced(web: Web, source: DataSource) -> None:
    first, *_ = module.fetch(source)
    first.write_bytes(b"damaged")
    module.fetch(source)
    assert first.read_bytes() == CONTENTS[first.name]


@pytest.mark.parametrize("answer", [b"<html>sign in to the hotel</html>", requests.ConnectionError("refused")])
def test_the_second_mirror_helps(web: Web, source: DataSource, answer: bytes | BaseException) -> None:
    web.answers[module.MIRRORS[0]] = answer
    files = module.fetch(source)
    assert [file.read_bytes() for file in files] == list(CONTENTS.values())
    assert len(web.asked) == 8


def test_another_sum_on_every_mirror(web: Web, source: DataSource) -> None:
    web.answers["t10k-labels"] = b"another file"
    with pytest.raises(
        SetupError, match=r"t10k-labels.*could not be fetched: .*sent a file with another SHA-256"
    ) as error:
        module.fetch(source)
    assert not (source.cache_dir / "mnist").exists()
    assert not any(b"another" in path.read_bytes() for path in source.cache_dir.rglob("*.gz"))
    assert error.value.exit_code == 3


@pytest.mark.parametrize(
    "failure", [requests.ConnectionError("no route"), requests.Timeout(), requests.HTTPError("404")]
)
def test_offline(web: Web, source: DataSource, failure: BaseException) -> None:
    web.answers["https://"] = failure
    with pytest.raises(SetupError) as caught:
        module.fetch(source)
    message = caught.value.message
    assert f"cannot be reached ({type(failure).__name__})" in message
    assert f"into {source.cache_dir / 'mnist'} by hand" in message
    assert all(name in message for name in CONTENTS)
    assert "\n" not in message


def test_an_interrupted_fetch_goes_on_where_it_ended(web: Web, source: DataSource) -> None:
    web.answers["t10k-images"] = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        module.fetch(source)
    assert not (source.cache_dir / "mnist").exists()  # half of MNIST is never found
    del web.answers["t10k-images"]
    web.asked.clear()
    module.fetch(source)
    assert web.asked == [module.MIRRORS[0] + name for name in CONTENTS if name.startswith("t10k")]


def test_pooch_itself_against_a_local_server(
    tmp_path: Path, source: DataSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay = tmp_path / "web"
    lay.mkdir()
    for name, content in CONTENTS.items():
        (lay / name).write_bytes(content)

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    monkeypatch.setenv("NO_PROXY", "*")
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in CONTENTS.items()}
    monkeypatch.setattr(module, "ARCHIVES", sums)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(lay))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        monkeypatch.setattr(module, "MIRRORS", (f"{address}missing/", address))
        files = module.fetch(source)
        server.shutdown()
    assert [file.read_bytes() for file in files] == list(CONTENTS.values())


def test_a_cache_that_cannot_be_written(web: Web, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SetupError, match=r"cannot be written: .*NNGRADE_CACHE_DIR"):
        module.fetch(DataSource(None, tmp_path / "file" / "cache"))
    assert web.asked == []
