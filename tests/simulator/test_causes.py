"""Scripted causes are the same for the same seed, and different ones make a different server."""

from __future__ import annotations

import pytest

from loadtest.simulator import behaviour_from
from loadtest.simulator.causes import CAUSES, Script, scripted


@pytest.mark.parametrize("cause", CAUSES)
def test_a_cause_is_fixed_by_its_seed_and_varied_by_it(cause: str) -> None:
    assert scripted(cause, 3) == scripted(cause, 3)
    assert len({repr(scripted(cause, seed)) for seed in range(20)}) > 1 or cause == "signature"


@pytest.mark.parametrize("cause", CAUSES)
def test_a_cause_changes_the_server(cause: str) -> None:
    plain, told = behaviour_from({}, token="t"), behaviour_from({"cause": cause, "seed": "4"}, token="t")
    changed = (told.script, told.freezes, told.number_limit, told.ip_limit, told.token)
    assert changed != (plain.script, plain.freezes, plain.number_limit, plain.ip_limit, plain.token)
    assert plain.script == Script()


def test_what_the_user_says_besides_holds() -> None:
    told = behaviour_from({"cause": "number-limit", "number-limit": "7/hour"}, token="t")
    assert told.number_limit is not None
    assert told.number_limit.count == 7


def test_an_unknown_cause_is_named_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="cause: 'gremlins' is none of db-pool, cache-flush"):
        behaviour_from({"cause": "gremlins"}, token="t")
