"""What fuzzing has kept raises nothing that it must not."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path
from typing import Any

import pytest

_SPEC = importlib.util.spec_from_file_location("fuzz", Path(__file__).with_name("fuzz.py"))
assert _SPEC is not None
assert _SPEC.loader is not None
FUZZ: Any = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(FUZZ)


@pytest.mark.parametrize("name", FUZZ.TARGETS)
def test_every_kept_input_is_taken(name: str) -> None:
    assert FUZZ.corpus(name), "make fuzz keeps some"
    for data in FUZZ.corpus(name):
        FUZZ.TARGETS[name](data)


@pytest.mark.parametrize("name", FUZZ.TARGETS)
def test_some_new_ones_are_taken(name: str) -> None:
    pool, chance = [*FUZZ.seeds(name), *FUZZ.corpus(name)], random.Random(7)
    for _ in range(50):
        FUZZ.TARGETS[name](FUZZ.mutated(chance.choice(pool), pool, chance))
