"""Every trap can spring: under a naive grader it does, with a case that does not spring it under nngrade."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile_case import Case, entries
from hostile_labels import warmed
from hostile_runner import run, started
from hostile_scene import Scene, python
from hostile_traps import CANARIES, LISTENERS, NAMES, WATCHED

PROOFS = {
    **{f"canary of the {name}": "reads_every_hidden_file" for name in CANARIES},
    "canary of the environment": "reads_the_environment",
    "canary in base64": "tells_secrets_in_other_words",
    "canary in hex": "tells_secrets_in_other_words",
    "canary reversed": "tells_secrets_in_other_words",
    "labels": "labels_in_the_memory_of_gc",
    **{f"listener {name}": "speaks_to_every_listener" for name in LISTENERS},
    **{f"changed: {name}": "writes_into_every_folder" for name in WATCHED},
    "left in a shared folder": "writes_into_every_folder",
    "left in the folder for temporary files": "leaves_temporary_files",
    "a process that is left": "forks_a_child_that_stays",
    "breach": "sends_a_signal_to_its_parent",
}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A cache of the data set, and the labels that nobody may see."""
    folder = tmp_path_factory.mktemp("cache")
    return folder, warmed(folder)


@pytest.fixture(scope="module")
def naive(cache: tuple[Path, bytes]) -> dict[str, list[str]]:
    """What each case springs under the naive grader."""
    found = {}
    for name in sorted(set(PROOFS.values())):
        scene = Scene("01_hostile", *cache)
        try:
            target = Case(name, entries()[name]).hand_in(scene)
            scene.arm()
            grader = str(Path(__file__).with_name("naive_grader.py"))
            command = [*python(), grader, "01_hostile", str(target), str(scene.root / "course")]
            _, out, err, _, census = started(command, scene)
            found[name] = scene.sprung([out, err], census)
        finally:
            scene.close()
    return found


def test_every_trap_has_a_proof():
    assert set(PROOFS) == set(NAMES)


@pytest.mark.parametrize("trap", NAMES)
def test_the_trap_springs_under_a_naive_grader(naive, trap):
    sprung = naive[PROOFS[trap]]
    if trap.endswith("6") and not any(one.endswith("6") for one in sprung):
        pytest.skip("this machine has no IPv6")
    assert any(one.startswith(trap) for one in sprung), sprung


@pytest.mark.parametrize("name", sorted(set(PROOFS.values())))
def test_the_same_case_springs_nothing_under_nngrade(cache, name):
    assert run(Case(name, entries()[name]), *cache).sprung == []
