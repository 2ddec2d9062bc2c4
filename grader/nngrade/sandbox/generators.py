"""Random generators as plain data: the state of the bits, and that of the seeds, so that `spawn` goes on too."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np

SEEDS = ("entropy", "spawn_key", "pool_size", "n_children_spawned")


def state(rng: np.random.Generator) -> dict[str, Any] | None:
    """Return what a generator can be built from again; None for a kind that is not among ours."""
    bits = rng.bit_generator
    seeds = getattr(bits, "seed_seq", None)
    if type(seeds) is not np.random.SeedSequence or type(bits).__name__ not in ("PCG64", "PCG64DXSM"):
        return None
    return {"name": type(bits).__name__, "state": bits.state, **{name: getattr(seeds, name) for name in SEEDS}}


def hidden(seeds: Sequence[int]) -> dict[str, Any]:
    """Return the state of `np.random.default_rng(seeds)`, with other seeds: what it draws does not tell where from.

    What it spawns comes from a hash of them.
    """
    entropy = int.from_bytes(hashlib.sha256(repr([*map(int, seeds)]).encode()).digest()[:16], "little")
    bits = np.random.PCG64(np.random.SeedSequence(seeds))
    seed = {"entropy": entropy, "spawn_key": (), "pool_size": 4, "n_children_spawned": 0}
    return {"name": "PCG64", "state": bits.state, **seed}


def rebuilt(state: dict[str, Any]) -> np.random.Generator:
    """Build the `Generator` of a packed state: the real thing, which can `spawn` too."""
    seeds = np.random.SeedSequence(**{name: state[name] for name in SEEDS})
    bits: Any = getattr(np.random, state["name"])(seeds)
    bits.state = state["state"]
    return np.random.Generator(bits)
