"""What users of other load tests type does what they mean, or is answered with what to write."""

from __future__ import annotations

import pytest
from configurations import configured

from loadtest.cli import habits
from loadtest.cli.command_line import is_address, read_flags
from loadtest.cli.habits import HABITS
from loadtest.config import OPTIONS
from loadtest.words.units import plural

HABITUAL = [
    pytest.param(["-c", "50"], {"concurrent": "50"}, id="hey's and oha's workers are messages at once"),
    pytest.param(["-c50"], {"concurrent": "50"}, id="wrk's spelling, value attached"),
    pytest.param(["-d", "30s"], {"duration": "30s"}, id="k6's duration"),
    pytest.param(["-z", "2m"], {"duration": "2m"}, id="hey's duration"),
    pytest.param(["-r", "120/min"], {"rate": "120/min"}, id="a rate by the minute"),
    pytest.param(["-r", "50"], {"rate": "50"}, id="a rate"),
]


@pytest.mark.parametrize(("argv", "flags"), HABITUAL)
def test_a_habit_does_what_it_means_elsewhere(argv: list[str], flags: dict[str, str]) -> None:
    line = read_flags(argv, OPTIONS)
    assert (line.flags, line.problems) == (flags, ())


ADVICE = [
    pytest.param(["-n", "200"], "for 200 messages write --rate 20/s --duration 10s", id="a number of requests"),
    pytest.param(["-n", "7"], "for 7 messages write --rate 7/s --duration 1s", id="a small number of requests"),
    pytest.param(["-n", "many"], "for 200 messages write --rate 20/s", id="no number at all"),
    pytest.param(["--vus", "10"], "write --concurrent N", id="virtual users"),
    pytest.param(["-u", "10"], "write --concurrent N", id="users"),
    pytest.param(["-d", "{}"], "or --messages TEXT for what is sent", id="a body"),
    pytest.param(["-r", "{}"], "write --rate 50/s", id="no rate"),
    pytest.param(["-c"], "write --concurrent N", id="a letter at the end, without its value"),
    pytest.param(["-q", "10"], "write --rate 50/s", id="queries a second"),
    pytest.param(["-H", "X-Sentinel: 1"], "the headers are those that Twilio sends", id="a header"),
    pytest.param(["--method=PUT"], "every message is a POST", id="a method"),
    pytest.param(["-k"], "write --ca-file FILE", id="no verification"),
]


@pytest.mark.parametrize(("argv", "said"), ADVICE)
def test_a_habit_that_means_nothing_here_is_told_what_to_write(argv: list[str], said: str) -> None:
    line = read_flags([*argv, "http://h/x"], OPTIONS, takes=1, fits=is_address)
    (problem,) = line.problems
    assert problem.startswith(f"{argv[0].partition('=')[0]}: ")
    assert said in problem
    assert line.words == ("http://h/x",)


ASKED = [
    pytest.param("1", 1, id="one"),
    pytest.param("15", 15, id="what no ten seconds share"),
    pytest.param("1,000", 1_000, id="a thousand"),
    pytest.param("999999", 999_999, id="the most that one second takes"),
    pytest.param("0", 200, id="none"),
    pytest.param("1000001", 200, id="more than the highest rate there is"),
    pytest.param("-1", 200, id="fewer than none"),
    pytest.param(" ", 200, id="blanks"),
]


@pytest.mark.parametrize(("count", "sent"), ASKED)
def test_the_load_that_is_advised_for_a_number_of_requests_can_be_sent(count: str, sent: int) -> None:
    (problem,) = read_flags([f"-n={count}", "http://h/x"], OPTIONS, takes=1, fits=is_address).problems
    words = problem.partition(f"for {plural(sent, 'message')} write ")[2].split()
    assert words[::2] == ["--rate", "--duration"]
    assert configured(url="http://localhost/", rate=words[1], duration=words[3]).plan().planned == sent


def test_every_habit_leads_to_a_flag_that_is_there() -> None:
    flags = {option.name for option in OPTIONS}
    for habit in HABITS:
        told = [word.rstrip(".,;").removeprefix("--") for word in habit.say.split() if word.startswith("--")]
        assert {*told, habit.flag} - {""} <= flags, habit.names
    names = [name for habit in HABITS for name in habit.names]
    assert len(names) == len(set(names))


def test_a_habit_is_known_by_each_of_its_names() -> None:
    for habit in HABITS:
        assert all(habits.of(name) is habit for name in habit.names)
    assert habits.of("--url") is None


def test_the_letters_are_those_that_a_value_may_be_attached_to() -> None:
    assert {"-c", "-d", "-H"} <= habits.LETTERS
    assert all(len(letter) == 2 for letter in habits.LETTERS)
