"""One shape of load: batches, a rate or stages; what excludes what, and which source decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from config.test_config import TOKEN, mistakes, read_file

from loadtest.config import Config, load
from loadtest.config.ladder import ladder_from
from loadtest.pacing import SPACINGS, ClosedBatches, OpenBatches, Stage, Stages

if TYPE_CHECKING:
    from loadtest.pacing import Pacing

RAMP = "30s at 10/s, 10s from 10/s to 0/s"


def configured(flags: dict[str, str], env: dict[str, str], dotenv: dict[str, str] | None = None) -> Config:
    env = {f"LOAD_TEST_{name.upper().replace('-', '_')}": text for name, text in env.items()}
    files = [(".env", {f"LOAD_TEST_{name.upper()}": text for name, text in (dotenv or {}).items()})]
    return load(flags, {"TWILIO_AUTH_TOKEN": TOKEN, **env}, files, read_file, seed=42)


@pytest.mark.parametrize(
    ("flags", "env", "pacing"),
    [
        pytest.param({"rate": "50/s"}, {}, Stages.constant(50, 60, seed=42), id="a rate, for the default duration"),
        pytest.param({"rate": "50", "duration": "5"}, {}, Stages.constant(50, 5, seed=42), id="a bare number is per s"),
        pytest.param({"rate": "120/min"}, {}, Stages.constant(2, 60, seed=42), id="per minute"),
        pytest.param(
            {"rate": "5/s", "arrivals": "poisson", "seed": "7"},
            {},
            Stages.constant(5, 60, spacing=SPACINGS["poisson"], seed=7),
            id="Poisson arrivals, by the seed",
        ),
        pytest.param(
            {"stages": RAMP},
            {},
            Stages(
                stages=(Stage(duration=30, first=10, last=10), Stage(duration=10, first=10, last=0)),
                seed=42,
            ),
            id="stages",
        ),
        pytest.param(
            {"rate": "50/s"},
            {"concurrent": "7", "delay": "3s"},
            Stages.constant(50, 60, seed=42),
            id="a higher rate replaces lower batches",
        ),
        pytest.param(
            {"concurrent": "7"},
            {"rate": "50/s"},
            OpenBatches(size=7, interval=1, duration=60),
            id="higher batches replace a lower rate",
        ),
        pytest.param(
            {"rate": "50/s"}, {"stages": RAMP}, Stages.constant(50, 60, seed=42), id="a higher rate replaces stages"
        ),
        pytest.param(
            {"rate": "50/s", "model": "open"}, {}, Stages.constant(50, 60, seed=42), id="the open model has them all"
        ),
        pytest.param(
            {"model": "closed"},
            {"rate": "50/s"},
            ClosedBatches(size=10, rest=1, duration=60),
            id="the closed model is a shape",
        ),
        pytest.param(
            {"preset": "peak"},
            {"rate": "5/s"},
            OpenBatches(size=50, interval=1, duration=120),
            id="a preset from a higher source than the rate stands",
        ),
        pytest.param(
            {"rate": "5/s"},
            {"preset": "peak"},
            Stages.constant(5, 120, seed=42),
            id="a rate from a higher source than the preset replaces its batches",
        ),
        pytest.param(
            {"rate": "5/s", "duration": "0"} | {"duration": "2"}, {}, Stages.constant(5, 2, seed=42), id="short"
        ),
    ],
)
def test_the_highest_source_that_names_a_shape_decides(flags: Any, env: Any, pacing: Pacing) -> None:
    assert configured(flags, env).plan().pacing == pacing


@pytest.mark.parametrize(
    ("flags", "env", "warned"),
    [
        ({"rate": "50/s"}, {"concurrent": "7"}, ["LOAD_TEST_CONCURRENT is not used: --rate sets the whole shape"]),
        ({"concurrent": "7"}, {"rate": "50/s"}, ["LOAD_TEST_RATE is not used: --concurrent sets the whole shape"]),
        ({"stages": RAMP}, {"duration": "9"}, ["LOAD_TEST_DURATION is not used: --stages sets the whole shape"]),
        ({"rate": "5/s"}, {"preset": "peak"}, []),
        ({"rate": "5/s"}, {"duration": "9"}, []),
    ],
)
def test_what_is_not_used_is_said(flags: Any, env: Any, warned: list[str]) -> None:
    said = configured(flags, env).warnings
    assert len(said) == len(warned)
    assert all(text.startswith(start) for text, start in zip(said, warned, strict=True))


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        ({"rate": "50/s", "concurrent": "5"}, "--concurrent and --rate exclude each other|--rate and --concurrent"),
        ({"rate": "50/s", "delay": "5"}, "exclude each other"),
        ({"rate": "50/s", "stages": RAMP}, "--rate and --stages exclude each other"),
        ({"rate": "50/s", "model": "closed"}, "exclude each other"),
        ({"stages": RAMP, "duration": "5"}, "--stages and --duration exclude each other: stages set the duration"),
        ({"arrivals": "poisson"}, "--arrivals: batches cannot be random; set a rate or stages"),
        ({"arrivals": "possion", "rate": "5/s"}, "did you mean poisson"),
        ({"rate": "0/s"}, "is not above 0"),
        ({"preset": "peak", "rate": "5/s"}, "--preset and --rate exclude each other: a preset is a load of batches"),
        ({"preset": "peak", "stages": "5s at 1/s"}, "--preset and --stages exclude each other"),
        ({"rate": "fast"}, "'fast' is not a rate; write it like 50/s"),
        ({"rate": "2000000/s"}, "no machine sends more"),
        ({"stages": "10s at 0/s"}, "no stage sends anything"),
        ({"stages": "20h at 1/s, 20h at 1/s"}, "more than a day"),
        ({"stages": "soon at 1/s"}, "'soon' is not a duration"),
        ({"stages": "10s from 0/s to 5/s", "warm-up": "5s"}, "--warm-up: the stages begin at 0/s"),
        ({"processes": "many"}, "'many' is not a whole number"),
        ({"processes": "2", "model": "closed"}, "--processes: the closed model waits for whole batches"),
        ({"warm-up": "2h"}, "a longer one is a run of its own"),
    ],
)
def test_mistakes_are_told_with_their_remedy(flags: Any, told: str) -> None:
    said = "\n".join(mistakes(flags))
    assert any(part in said for part in told.split("|")), said


def test_processes_and_warm_up_are_read() -> None:
    config = configured({"rate": "5/s", "processes": "3", "warm-up": "1500ms"}, {})
    assert (config.processes, config.warm_up, config.plan().warm_up) == (3, 1.5, 1.5)
    assert configured({}, {"processes": "auto"}).processes == 0


@pytest.mark.parametrize(
    ("flags", "ladder", "told"),
    [
        ({"from": "10/s", "to": "20/s", "seed": "5"}, (10, 20, 20), []),
        ({"from": "10", "to": "20", "hold": "5s"}, (10, 20, 5), []),
        ({"from": "10"}, None, ["--to is required: --to 2000/s"]),
        ({"from": "20", "to": "10"}, None, ["--to must be above --from"]),
        ({"from": "1", "to": "2", "hold": "1ms"}, None, ["--hold: '1ms' is not from 1s"]),
        ({"from": "1", "to": "2", "rate": "5"}, None, ["--rate: loadtest capacity sets the rates itself; use --from"]),
        ({"from": "1", "to": "2", "duration": "5"}, None, ["--duration: loadtest capacity sets the rates itself; use"]),
    ],
)
def test_the_ladder_of_a_capacity_run(flags: dict[str, str], ladder: Any, told: list[str]) -> None:
    found, problems = ladder_from(flags)
    assert (found and (found.first, found.last, found.hold)) == ladder
    assert len(problems) == len(told)
    assert all(problem.startswith(start) for problem, start in zip(problems, told, strict=True))


def test_a_rate_without_its_value_is_told_once() -> None:
    assert ladder_from({"from": "20"}, ["--to needs a value: --to RATE"]) == (None, [])


@pytest.mark.parametrize(
    ("flags", "settings"),
    [
        ({"rate": "5/s"}, {"rate": "5/s", "concurrent": "not used", "delay": "not used", "duration": "60s"}),
        ({"stages": RAMP}, {"rate": "batches", "concurrent": "not used", "duration": "40s"}),
        ({}, {"rate": "batches", "concurrent": "10", "delay": "1000ms", "warm-up": "0s", "processes": "auto"}),
    ],
)
def test_the_settings_show_what_decides(flags: Any, settings: dict[str, str]) -> None:
    shown = {setting.name: setting.value for setting in configured(flags, {}).settings}
    assert {name: shown[name] for name in settings} == settings


@pytest.mark.parametrize(
    ("text", "mix"),
    [
        ("sms 70%, mms 30%", (("sms", 0.7), ("mms", 0.3))),
        ("MMS 25%\nsms 75%", (("mms", 0.25), ("sms", 0.75))),
        ("mms", (("mms", 1.0),)),
    ],
)
def test_a_mix_names_kinds_and_shares(text: str, mix: Any) -> None:
    assert configured({"mix": text}, {}).plan().mix == mix


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sms 70%", "the shares add up to 70%; make them 100%"),
        ("sms 70%, mss 30%", "'mss' is not one of sms, mms; did you mean"),
        ("sms 50%, sms 50%", "sms is given twice"),
        ("sms 0.7, mms 30%", "could mean 70% or 0.7%"),
    ],
)
def test_a_mix_that_is_none_is_a_mistake(text: str, told: str) -> None:
    (problem,) = mistakes({"mix": text})
    assert told in problem


def test_a_mix_and_its_short_form_exclude_each_other_within_a_source() -> None:
    (problem,) = mistakes({"mix": "mms", "mms-share": "30%"})
    assert problem == "--mix and --mms-share exclude each other; keep one of them"
    config = configured({"mms-share": "10%"}, {"mix": "mms"})
    assert config.plan().mix == (("sms", 0.9), ("mms", 0.1))
    assert any("is not used: --mms-share sets the kinds of messages" in warning for warning in config.warnings)
