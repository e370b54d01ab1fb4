"""What an option is called where it is set, and how a field declares one."""

from __future__ import annotations

from dataclasses import dataclass, fields

import pytest

from loadtest.config import values
from loadtest.config.option import Flag, Option, option, secret_flag


@dataclass(frozen=True, kw_only=True)
class Declared:
    """Some options, as a group declares them."""

    reply_time: float = option("how long", values.duration(0, 9, "no more"), "5", value="TIME", group="Time", unit="s")
    quiet: bool = option("say less", values.boolean, value="true|false", otherwise="loud")
    token: str = option("who it is", str, value="TEXT", env="TOKEN", secret=True)


TIME, QUIET, SECRET = (item.metadata["option"] for item in fields(Declared))


def test_a_field_declares_an_option_and_keeps_its_type() -> None:
    assert isinstance(TIME, Option)
    assert (TIME.about, TIME.default, TIME.group, TIME.unit) == ("how long", "5", "Time", "s")
    assert TIME.parse("3") == 3.0
    assert (TIME.secret, TIME.many, TIME.at_file) == (False, False, False)
    assert (SECRET.secret, SECRET.env) == (True, "TOKEN")


def test_what_holds_otherwise_is_the_default_unless_words_say_it() -> None:
    assert (TIME.otherwise, QUIET.otherwise, SECRET.otherwise) == ("5", "loud", "")


@pytest.mark.parametrize(
    ("flag", "is_switch"),
    [
        pytest.param(QUIET, True, id="an option that is true or false"),
        pytest.param(TIME, False, id="an option with a value"),
        pytest.param(Flag(name="junit", about="", value="FILE"), False, id="a verb's flag with a value"),
        pytest.param(Flag(name="quiet", about=""), True, id="a verb's flag that shows no value"),
    ],
)
def test_a_flag_alone_means_true_where_nothing_else_could_be_meant(flag: Flag, is_switch: bool) -> None:  # noqa: FBT001
    assert flag.is_switch is is_switch


def test_a_verbs_flag_is_neither_a_secret_nor_a_list_unless_it_says_so() -> None:
    plain = Flag(name="junit", about="")
    assert (plain.secret, plain.many) == (False, False)


def option_named(name: str) -> Option:
    blank = {"default": "", "unset": None, "otherwise": "", "unit": ""}
    return Option(name=name, about="", group="", parse=str, at_file=False, **blank)


@pytest.mark.parametrize(
    ("name", "inputs"),
    [
        pytest.param("url", ("INPUT_URL",), id="a name of one word"),
        pytest.param("mms-share", ("INPUT_MMS-SHARE", "INPUT_MMS_SHARE"), id="as the runner spells it comes first"),
    ],
)
def test_an_input_has_the_names_that_runners_and_shells_can_give_it(name: str, inputs: tuple[str, ...]) -> None:
    assert option_named(name).inputs == inputs
    assert option_named(name).flag == f"--{name}"


def test_a_secret_on_the_command_line_is_refused_with_its_variable() -> None:
    told = secret_flag(Flag(name="auth-token", about="", secret=True, env="TOKEN"))
    assert told == "auth-token is a secret and has no flag; set TOKEN in the environment or in .env.test"
