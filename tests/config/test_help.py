"""The options as the help shows them."""

from __future__ import annotations

from loadtest.config import OPTIONS, options_help
from loadtest.config.help import default_text


def test_the_help_names_every_option_and_no_secret_flag() -> None:
    text = options_help()
    for option in OPTIONS:
        assert (option.flag in text) is not option.secret
        assert f"[{option.env}]" in text
        what = f"  {option.name} (no flag)" if option.secret else f"  {option.flag} {option.value}"
        assert any(line == what or line.startswith(f"{what} ") for line in text.splitlines()), "nothing runs into it"
        assert " ".join(option.about.replace("`", "").split()) in " ".join(text.split())
    assert max(map(len, text.splitlines())) <= 100
    assert "default 60 s [" in text
    assert "default 10 [" in text, "no unit, no blank for one"
    assert "default batches [" in text, "a unit belongs to a number"


def test_the_help_of_some_groups_is_theirs_alone_and_has_no_introduction() -> None:
    told = options_help({"How often"}).splitlines()
    assert told[0] == "How often:"
    assert [line.split()[0] for line in told if line.startswith("  -")] == ["--every", "--runs"]
    assert options_help().startswith("The first that is set wins")


def test_a_default_of_several_lines_is_shown_on_one() -> None:
    (targets,) = (option for option in OPTIONS if option.name == "targets")
    assert default_text(targets) == "average < 5s · success > 95% · p95 < 10s"
