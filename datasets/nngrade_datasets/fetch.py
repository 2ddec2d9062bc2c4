"""Download MNIST: the only code in nngrade that uses the network, and only for `nngrade data fetch mnist`."""

from __future__ import annotations

import os
from pathlib import Path

import click
from nngrade.api import DataSource
from nngrade.errors import SetupError

from nngrade_datasets.mnist_files import CACHE_FOLDER

# Public copies of the four files, the first one first. The files are the same everywhere, so are the sums.
MIRRORS = ("https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/")
ARCHIVES = {
    "train-images-idx3-ubyte.gz": "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    "train-labels-idx1-ubyte.gz": "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    "t10k-images-idx3-ubyte.gz": "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    "t10k-labels-idx1-ubyte.gz": "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
}
TIMEOUT = 30  # seconds without a byte


def fetch(source: DataSource) -> list[Path]:
    """Bring MNIST's four files into the cache folder, each checked by its SHA-256, and return them.

    They are collected in a folder beside it and moved when all four are there: half of MNIST is never found.

    Raises
    ------
    SetupError
        Offline, a file with another sum, or a cache folder that cannot be written; the last download goes on
        where it ended.
    """
    import shutil

    folder = source.cache_dir / CACHE_FOLDER
    collected = source.cache_dir / f"{CACHE_FOLDER}.part"
    try:
        collected.mkdir(parents=True, exist_ok=True)
        for name, sha256 in ARCHIVES.items():
            _download(name, sha256, collected, folder)
        folder.mkdir(exist_ok=True)
        for name in ARCHIVES:
            os.replace(collected / name, folder / name)
        shutil.rmtree(collected, ignore_errors=True)
    except OSError as error:
        raise SetupError(
            f"{source.cache_dir} cannot be written: {error.strerror or error}. Make it writable, or name another "
            "cache folder in NNGRADE_CACHE_DIR."
        ) from None
    return [folder / name for name in ARCHIVES]


def _download(name: str, sha256: str, collected: Path, folder: Path) -> None:
    """Get one file from the first mirror that has the right one."""
    import logging

    import pooch
    import requests

    pooch.get_logger().setLevel(logging.ERROR)  # it prints whole paths; one line a file is ours
    click.echo(f"fetching {name}", err=True)
    reasons = []
    for mirror in MIRRORS:
        downloader = pooch.HTTPDownloader(timeout=TIMEOUT, chunk_size=2**16)
        try:
            pooch.retrieve(mirror + name, f"sha256:{sha256}", fname=name, path=collected, downloader=downloader)
        except requests.RequestException as error:
            reasons.append(f"{mirror} cannot be reached ({type(error).__name__})")
        except ValueError:  # pooch's word for another sum; it has removed the file
            reasons.append(f"{mirror} sent a file with another SHA-256")
        else:
            return
    raise SetupError(
        f"{name} could not be fetched: {'; '.join(reasons)}. Try again later, or put the four files "
        f"({', '.join(ARCHIVES)}) into {folder} by hand."
    )
