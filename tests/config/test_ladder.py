"""The rates that a search for the capacity tries, as its flags name them."""

from __future__ import annotations

from typing import Any

import pytest

from loadtest.config.ladder import FLAGS, ladder_from

LADDERS = [
    pytest.param({"from": "10/s", "to": "20/s", "seed": "5"}, (10, 20, 20), [], id="each rate is held for 20 s"),
    pytest.param({"from": "10", "to": "20", "hold": "5s"}, (10, 20, 5), [], id="or as long as is said"),
    pytest.param({"from": "10"}, None, ["--to is required: --to 2000/s"], id="no end"),
    pytest.param({}, None, ["--from is required: --from 10/s", "--to is required"], id="nothing at all"),
    pytest.param({"from": "20", "to": "10"}, None, ["--to must be above --from"], id="downward"),
    pytest.param({"from": "10", "to": "10"}, None, ["--to must be above --from"], id="one rate is no ladder"),
    pytest.param({"from": "1", "to": "2", "hold": "1ms"}, None, ["--hold: '1ms' is not from 1s"], id="not held"),
    pytest.param({"from": "x", "to": "2"}, None, ["--from: 'x' is not a rate"], id="no rate"),
    pytest.param(
        {"from": "1", "to": "2", "rate": "5"},
        None,
        ["--rate: loadtest capacity sets the rates itself; use --from and --to"],
        id="a rate of a run",
    ),
    pytest.param(
        {"from": "1", "to": "2", "duration": "5"},
        None,
        ["--duration: loadtest capacity sets the rates itself; use --hold"],
        id="a duration of a run",
    ),
]


@pytest.mark.parametrize(("flags", "ladder", "told"), LADDERS)
def test_the_ladder_of_a_capacity_run(flags: dict[str, str], ladder: Any, told: list[str]) -> None:
    found, problems = ladder_from(flags)
    assert (found and (found.first, found.last, found.hold)) == ladder
    assert len(problems) == len(told)
    assert all(problem.startswith(start) for problem, start in zip(problems, told, strict=True))


def test_a_rate_without_its_value_is_told_once() -> None:
    assert ladder_from({"from": "20"}, ["--to needs a value: --to RATE"]) == (None, [])


def test_every_flag_of_its_own_can_be_read() -> None:
    texts = {"from": "10/s", "to": "20/s", "hold": "1h"}
    assert {flag.name for flag in FLAGS} == set(texts)
    found, _ = ladder_from(texts)
    assert found is not None
    assert found.hold == 3600
