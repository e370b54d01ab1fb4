"""The table of verbs: each has a function and a help, and splits its command line into what is its own and a run's."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from loadtest.cli.verbs import BY_NAME, SHOWN, VERBS, Call, Verb, usage
from loadtest.config import OPTIONS
from loadtest.run.interrupts import Interrupts

HIDDEN = {"worker", "mock-twilio-worker"}


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_verb_names_a_function_that_is_there(verb: Verb) -> None:
    module, function = verb.act.split(".")
    assert callable(getattr(import_module(f"loadtest.cli.{module}"), function))


@pytest.mark.parametrize("name", SHOWN)
def test_the_help_of_a_verb_shows_its_own_flags_first_and_fits(name: str) -> None:
    verb = BY_NAME[name]
    told = verb.help()
    assert told.startswith(f"usage: loadtest {name}")
    assert max(map(len, told.splitlines())) <= 100
    own = [flag.flag for flag in verb.flags()]
    assert all(f"  {flag} " in told for flag in own)
    if own and verb.settings:
        assert told.index(own[-1]) < told.index("--concurrent" if name == "demo" else "--url")
    if name != "run":
        assert len(told.splitlines()) < 70, "what every run takes is told by run alone"
        assert ("loadtest run --help" in told) is verb.settings


def test_the_usage_names_every_verb_but_those_that_only_we_start() -> None:
    assert {verb.name for verb in VERBS} - set(SHOWN) == HIDDEN
    lines = usage().splitlines()
    assert [line.split()[0] for line in lines if line.startswith("  ") and line.split()[0] in BY_NAME][
        : len(SHOWN)
    ] == [*SHOWN]
    assert max(map(len, lines)) <= 100
    assert any(line.endswith("loadtest stands for: python entrypoint.py") for line in lines[:5]), "as in a fresh clone"


def test_a_help_says_what_the_verb_takes_and_does() -> None:
    assert BY_NAME["init"].help() == (
        "usage: loadtest init [FOLDER]\n\n"
        "Write a workflow and an .env.test for the server that a folder holds, and say what to edit. Nothing\n"
        "is overwritten. Exits 0."
    )


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what makes a verb's function get its call, and hand that out instead of doing it."""

    def caught(verb: str, *words: str) -> Call:
        calls: list[Call] = []
        monkeypatch.setattr(f"loadtest.cli.{BY_NAME[verb].act}", lambda call: calls.append(call) or 3)
        assert BY_NAME[verb].call(words, Interrupts()) == 3
        (call,) = calls
        return call

    return caught


SPLIT = [
    pytest.param(("run", "http://h/x", "--seed", "1"), {}, {"url": "http://h/x", "seed": "1"}, (), id="a run's URL"),
    pytest.param(("run", "localhost:3000"), {}, {"url": "localhost:3000"}, (), id="without its scheme"),
    pytest.param(
        ("capacity", "--from", "1", "--seed", "2"),
        {"from": "1"},
        {"seed": "2"},
        (),
        id="a flag of its own, and a run's",
    ),
    pytest.param(("judge", "r.json", "--targets", "a"), {"targets": "a"}, {}, ("r.json",), id="a setting as its own"),
    pytest.param(("compare", "a", "b"), {}, {}, ("a", "b"), id="two words"),
    pytest.param(("init",), {}, {}, (), id="no word where it may have one"),
    pytest.param(
        ("mock-twilio", "exec", "--", "npm", "--seed"), {}, {}, ("exec", "npm", "--seed"), id="another program's words"
    ),
    pytest.param(("mock-twilio", "--host", "::1", "--seed", "3"), {"host": "::1"}, {"seed": "3"}, (), id="no word"),
    *(
        pytest.param(
            (verb, "http://h/x", "--seed", "2"), {}, {"url": "http://h/x", "seed": "2"}, (), id=f"a {verb}'s URL"
        )
        for verb in ("doctor", "capacity", "demo")
    ),
    *(
        pytest.param((verb, "a.json"), {}, {}, ("a.json",), id=f"a file to {verb}")
        for verb in ("report", "judge", "replies", "merge")
    ),
    pytest.param(("demo", "--backlog"), {"backlog": "true"}, {}, (), id="a switch"),
]


@pytest.mark.parametrize(("words", "own", "settings", "rest"), SPLIT)
def test_a_command_line_is_split(
    call: Any, words: tuple[str, ...], own: dict[str, str], settings: dict[str, str], rest: tuple[str, ...]
) -> None:
    found = call(*words)
    assert (found.own, found.settings, found.words, found.problems) == (own, settings, rest, ())


PROBLEMS = [
    pytest.param(("run", "http://h/x", "--url", "http://h/y"), "URL is given twice", id="two URLs"),
    pytest.param(("run", "frobnicate"), "'frobnicate' belongs to no flag", id="a word that is no URL"),
    pytest.param(("run", "http://h/x", "http://h/y"), "a word on the command line", id="a word too many"),
    pytest.param(("demo", "--from", "5"), "it belongs to loadtest capacity", id="a flag of another verb"),
    pytest.param(("report", "r.json", "--rate", "5"), "it belongs to loadtest run", id="a flag of a run"),
    pytest.param(("compare", "a", "--frobnicate"), "--frobnicate is not a known flag; known", id="a flag of none"),
    pytest.param(("report", "r.json", "--report-dir", "x"), "it belongs to loadtest run", id="a flag of several verbs"),
    *(
        pytest.param((verb, "a", "b"), "'b' belongs to no flag", id=f"{verb} takes one word")
        for verb in ("init", "report", "judge", "replies")
    ),
    pytest.param(("compare", "a", "b", "c"), "'c' belongs to no flag", id="a file too many"),
]


@pytest.mark.parametrize(("words", "said"), PROBLEMS)
def test_what_does_not_belong_is_a_problem_of_the_call(call: Any, words: tuple[str, ...], said: str) -> None:
    (problem,) = call(*words).problems
    assert said in problem


def test_no_flag_of_a_verb_is_a_setting_of_its_run_as_well() -> None:
    settings = {option.name for option in OPTIONS}
    for verb in VERBS:
        names = [flag.name for flag in verb.flags()]
        assert len(set(names)) == len(names)
        if verb.settings:
            assert not settings & set(names), verb.name
