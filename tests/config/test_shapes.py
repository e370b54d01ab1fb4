"""One shape of load: batches, a rate or stages; what excludes what, and which source decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from config.loading import TOKEN, mistakes, read_file

from loadtest.config import Config, Sources, load, values
from loadtest.pacing import SPACINGS, ClosedBatches, OpenBatches, Stage, Stages

if TYPE_CHECKING:
    from loadtest.pacing import Pacing

RAMP = "30s at 10/s, 10s from 10/s to 0/s"


def configured(flags: dict[str, str], env: dict[str, str], dotenv: dict[str, str] | None = None) -> Config:
    env = {f"LOAD_TEST_{name.upper().replace('-', '_')}": text for name, text in env.items()}
    files = [(".env", {f"LOAD_TEST_{name.upper()}": text for name, text in (dotenv or {}).items()})]
    env |= {"TWILIO_AUTH_TOKEN": TOKEN}
    return load(Sources(flags=flags, env=env, dotenv=files, read_file=read_file), seed=42)


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
        ({"preset": "peak", "rate": "5/s"}, "--preset and --rate exclude each other: a preset is a load of batches"),
        ({"preset": "peak", "stages": "5s at 1/s"}, "--preset and --stages exclude each other"),
        ({"stages": "10s from 0/s to 5/s", "warm-up": "5s"}, "--warm-up: the stages begin at 0/s"),
        ({"processes": "2", "model": "closed"}, "--processes: the closed model waits for whole batches"),
        ({"targets": "p95 < 1s over any 2m"}, "over any 2m': the load lasts 60s, less than the window; lengthen one"),
        ({"targets": "p95 < 1s for 41s", "stages": RAMP}, "the load lasts 40s, less than the window"),
        ({"targets": "recovers < 9s", "stages": "4s at 1/s\n5s at 9/s\n20s at 1/s"}, "the rate rises after 4s, and 5s"),
        (
            {"targets": "recovers < 20s", "stages": "9s at 1/s\n5s at 9/s\n20s at 1/s"},
            "20s of load follow the last peak; so that one sees it, lengthen the last stage to 25s",
        ),
    ],
)
def test_mistakes_are_told_with_their_remedy(flags: Any, told: str) -> None:
    said = "\n".join(mistakes(flags))
    assert any(part in said for part in told.split("|")), said


@pytest.mark.parametrize(
    "flags",
    [
        pytest.param({"preset": "peak", "stages": "5s at 1/s"}, id="a preset has a duration, which nobody typed"),
        pytest.param(
            {"arrivals": "poisson", "rate": "fast"}, id="a rate that is none is a rate, as far as arrivals go"
        ),
        pytest.param({"rate": "50/s", "processes": "2", "model": "closed"}, id="which model would it be"),
        pytest.param({"duration": "soon", "targets": "p95 < 1s over any 2m"}, id="a load of unknown length"),
    ],
)
def test_one_mistake_does_not_bring_others_along(flags: dict[str, str]) -> None:
    assert len(mistakes(flags)) == 1


@pytest.mark.parametrize(
    ("flags", "at_once"),
    [({}, 10), ({"concurrent": "50"}, 50), ({"rate": "50/s"}, 50), ({"stages": "5s from 1/s to 50/s"}, 50)],
)
def test_the_guides_row_is_that_of_the_messages_in_a_batch_or_a_second(flags: dict[str, str], at_once: int) -> None:
    assert configured({"targets": "guide", **flags}, {}).targets == values.targets("guide", concurrent=at_once)


def test_processes_and_warm_up_are_read() -> None:
    config = configured({"rate": "5/s", "processes": "3", "warm-up": "1500ms"}, {})
    assert (config.processes, config.warm_up, config.plan().warm_up) == (3, 1.5, 1.5)
    assert configured({}, {"processes": "auto"}).processes == 0


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


def test_a_mix_and_its_short_form_exclude_each_other_within_a_source() -> None:
    (problem,) = mistakes({"mix": "mms", "mms-share": "30%"})
    assert problem == "--mix and --mms-share exclude each other; keep one of them"
    config = configured({"mms-share": "10%"}, {"mix": "mms"})
    assert config.plan().mix == (("sms", 0.9), ("mms", 0.1))
    assert any("is not used: --mms-share sets the kinds of messages" in warning for warning in config.warnings)


TALK = "order: [{name: menu, say: MENU}, {name: pay, say: 'YES {order}'}]"


@pytest.mark.parametrize(
    ("flags", "problem"),
    [
        pytest.param(
            {"targets": "conversations completed > 99%"},
            "there are no conversations; set conversations",
            id="a target on conversations without any",
        ),
        pytest.param(
            {"conversations": "order: [{name: menu, say: MENU}]", "targets": "sms.p95 < 1s"},
            "there is no 'sms'; known are order.menu",
            id="messages of conversations count by their step",
        ),
        pytest.param(
            {"conversations": TALK},
            "known here are counter, number; feed names a CSV file whose columns are known, too",
            id="a hole that a feed might fill",
        ),
    ],
)
def test_what_conversations_need_and_what_needs_them(flags: dict[str, str], problem: str) -> None:
    assert problem in "\n".join(mistakes({"rate": "5/s"} | flags))


def test_a_feed_that_cannot_be_read_is_the_only_mistake() -> None:
    (told,) = mistakes({"rate": "5/s", "conversations": TALK, "feed": "gone.csv"})
    assert "gone.csv" in told


def test_the_settings_say_what_conversations_leave_unused() -> None:
    settings = configured({"rate": "5/s", "conversations": "order: [{name: menu, say: MENU}]"}, {}).settings
    unused = {setting.name for setting in settings if setting.value == "not used"}
    assert unused >= {"mix", "mms-share", "messages"}
