"""What is sent, and how much: the limits of each option, and the loads that have a name."""

from __future__ import annotations

import pytest
from config.loading import configure, mistake, parsed

from loadtest.config.sending_options import PRESETS

LIMITS = [
    pytest.param("concurrent", ["1", "60000"], ["0", "60001"], id="one address has no more ports"),
    pytest.param("duration", ["1ms", "24h"], ["0", "86401"], id="no longer than a day"),
    pytest.param("delay", ["0", "3600000"], ["3600001"], id="a pause up to an hour, in milliseconds"),
    pytest.param("warm-up", ["0", "1h"], ["2h"], id="a longer warm-up is a run of its own"),
    pytest.param("processes", ["auto", "256"], ["0", "257", "many"], id="processes"),
    pytest.param("seed", ["0", "9007199254740991"], ["-1", "9007199254740992"], id="what JSON keeps exactly"),
    pytest.param("mms-share", ["0", "100%"], ["130%", "0.3"], id="a share"),
    pytest.param("model", ["open", "closed"], ["opn"], id="a model"),
    pytest.param("arrivals", ["even", "poisson"], ["possion"], id="arrivals"),
    pytest.param("preset", [*PRESETS], ["peek"], id="a named load"),
    pytest.param("signature-url", ["https://public/x"], ["/x"], id="an absolute URL"),
]


@pytest.mark.parametrize(("name", "fine", "wrong"), LIMITS)
def test_each_option_has_its_limits(name: str, fine: list[str], wrong: list[str]) -> None:
    for text in fine:
        parsed(name, text)
    for text in wrong:
        assert repr(text) in mistake(name, text)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_the_load_that_the_help_says(name: str) -> None:
    config = configure({"preset": name})
    load = {"concurrent": f"{config.concurrent}", "duration": f"{config.duration:g}"}
    assert load == PRESETS[name]


def test_the_presets_are_those_of_the_guide() -> None:
    loads = {name: (load["concurrent"], load["duration"]) for name, load in PRESETS.items()}
    assert loads == {
        "normal": ("10", "60"),
        "peak": ("50", "120"),
        "stress": ("100", "60"),
        "sustained": ("10", "300"),
        "burst": ("50", "30"),
    }
