"""Conversations in YAML: what is read, and what is said of every mistake, with its line."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.dialogue.feed import NO_FEED, Feed
from loadtest.dialogue.reading import LONGEST, parse_conversations, unfilled
from loadtest.words.distribution import Distribution

SHOP = """
order:
  weight: 3
  steps:
    - name: menu
      say: MENU
      expect: "Welcome{any}"
    - name: choose
      wait: 1s-3s
      say: [1, 007, YES]
      expect: [accepted, /order/]
      capture: {order: "/order ([0-9]+)/"}
    - say: YES {order}
      maybe: 50%
    - end
hello:
  - Hi there
"""


def test_every_part_of_a_conversation_is_read_and_each_scalar_stays_the_text_that_it_is() -> None:
    order, hello = parse_conversations(SHOP)
    assert (order.name, order.weight, hello.weight) == ("order", 3.0, 1.0)
    menu, choose, third, end = order.steps
    assert (menu.name, menu.say, menu.expect, menu.line) == ("menu", ("MENU",), ("Welcome{any}",), 5)
    assert choose.say == ("1", "007", "YES")
    assert choose.wait == Distribution(shape="uniform", parameters=(1.0, 3.0))
    assert choose.capture == (("order", "order ([0-9]+)"),)
    assert (third.name, third.maybe, end.end) == ("step3", 0.5, True)
    assert hello.steps[0].say == ("Hi there",)


def test_the_list_may_stand_under_its_own_name() -> None:
    assert parse_conversations("conversations:\n  hi: [Hello]")[0].name == "hi"


@pytest.mark.parametrize(
    ("medium", "expected"),
    [
        ("yes", ("", "")),
        ("no", None),
        ("image/png", ("image/png", "")),
        ("image/png http://a/b", ("image/png", "http://a/b")),
    ],
    ids=["one of the load's", "none", "a type", "a type and where it is"],
)
def test_a_step_may_be_an_mms(medium: str, expected: tuple[str, str] | None) -> None:
    step = parse_conversations(f"a:\n  - {{say: x, media: {medium}}}")[0].steps[0]
    assert step.media == expected
    assert step.kind("sms") == ("sms" if expected is None else "mms")
    assert step.kind("whatsapp") == "whatsapp"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("", "holds no conversation", id="nothing"),
        pytest.param("- a\n- b", "it holds no conversation", id="a list in the place of names"),
        pytest.param("a: [x\n", "line 2: this is no YAML", id="no YAML"),
        pytest.param("a: &x [hi]\nb: *x", "line 1: anchors and aliases", id="an anchor"),
        pytest.param("a: !!python/object:os.system [hi]", "line 1: tags", id="a tag"),
        pytest.param("a: [hi]\na: [ho]", "line 2: 'a' is there twice", id="a duplicate conversation"),
        pytest.param("a:\n  - say: x\n    say: y", "line 3: 'say' is there twice", id="a duplicate key"),
        pytest.param(
            "a:\n  - say: x\n    expcet: y", "line 3: 'expcet' is not known; did you mean expect", id="a typo"
        ),
        pytest.param(
            "a:\n  wieght: 2\n  steps: [x]", "line 2: 'wieght' is not known; did you mean weight", id="another"
        ),
        pytest.param("a:\n  weight: -1\n  steps: [x]", "line 2: the weight '-1' is no number above 0", id="a weight"),
        pytest.param("a:\n  channel: fax\n  steps: [x]", "line 2: the channel 'fax' is not known", id="a channel"),
        pytest.param("a b: [hi]", "line 1: 'a b' is no name", id="a name with a blank"),
        pytest.param("sms: [hi]", "cannot be called 'sms'", id="a name that targets know"),
        pytest.param("a-b: [hi]\na_b: [hi]", "line 2: 'a_b' cannot be told from", id="names that targets fold"),
        pytest.param("a: {}", "line 1: a has no steps", id="no steps"),
        pytest.param("a: [end]", "a says nothing", id="an end alone"),
        pytest.param("a:\n  - maybe: 50%\n    say: x", "the first step of a", id="a first step for some"),
        pytest.param("a:\n  - wait: 1s\n    say: x", "leave its wait out", id="a wait before the first"),
        pytest.param("a:\n  - x\n  - end\n  - y", "line 4: a has ended before this step", id="steps behind the end"),
        pytest.param("a:\n  - x\n  - wait: soon\n    say: y", "line 3: wait: 'soon' is not a duration", id="a wait"),
        pytest.param("a:\n  - x\n  - maybe: 0%\n    say: y", "line 3: maybe: '0%' is not above 0%", id="for nobody"),
        pytest.param("a:\n  - x\n  - wait: 1s", "line 3: a step needs say, media or end", id="a step without words"),
        pytest.param("a:\n  - x\n  - {end: yes, wait: 1s}", "an end takes maybe alone, not wait", id="an end of more"),
        pytest.param("a:\n  - {name: b, say: x}\n  - {name: B, say: y}", "two steps of a are called 'B'", id="twins"),
        pytest.param("a:\n  - {say: x, media: ftp}", "'ftp' is no medium", id="no medium"),
        pytest.param("a:\n  - {say: {b: c}}", "line 2: here must be one value", id="names where a text belongs"),
        pytest.param("a:\n  - {say: x, capture: {number: (.)}}", "'number' cannot be captured", id="a taken name"),
        pytest.param("a:\n  - " + "x" * 1601, "has 1,601 characters", id="a text that Twilio would not deliver"),
        pytest.param("a: [" * 3000, "line 1: more than 8 levels of lists and names", id="nested without end"),
        pytest.param("a: [{say: 'b\x07'}]", "line 1: this is no YAML: it holds the character '\\x07'", id="a bell"),
        pytest.param("a" * 41 + ": [x]", "is no name; write up to 40 letters", id="a long name"),
        pytest.param("shop.yaml", "to read a file, write @shop.yaml", id="a file without its @"),
        pytest.param("a:\n" + "  - {sai: x}\n" * 40, "and 10 more mistakes", id="too many mistakes to read"),
        pytest.param("a:\n\t- x", "line 2: this is no YAML: .*tabs", id="a tab"),
        pytest.param("a:\n  - say: well: no", "line 2: .*put a text that holds a colon in quotes", id="a colon"),
        pytest.param("a:\n  - say: @x", "line 2: .*put the text in quotes", id="a sign of YAML's"),
        pytest.param("a: [{say: 'x}]", "a quote or a bracket is not closed", id="an open quote"),
        pytest.param("a:\n  - say: x\n   expect: y", "line 3: .*indentation differs", id="a step to the left"),
        pytest.param("a: [x]\n---\nb: [x]", "leave --- out", id="two documents"),
        pytest.param("a:\n  - say:", "line 2: there is no text; write one", id="a text left out"),
        pytest.param("x" * (LONGEST + 1), "1,000,001 characters", id="too long"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=re.escape(problem).replace(r"\.\*", ".*")):
        parse_conversations(text, taken=("sms", "mms"))


def test_all_mistakes_are_told_at_once_in_order() -> None:
    with pytest.raises(ValueError, match="line 2") as raised:
        parse_conversations("a:\n  - {say: x, foo: 1}\n  - {wait: soon}\nb c: [x]")
    assert [line.split(":")[0] for line in str(raised.value).split("\n")] == ["line 2", "line 3", "line 3", "line 4"]


@pytest.mark.parametrize(
    ("steps", "problem"),
    [
        pytest.param(["{number} {counter} {{x}}"], "", id="what every text knows, and a brace"),
        pytest.param(["{city}"], "", id="a column of the feed"),
        pytest.param(["{ordre}"], "{ordre} is nothing that is known; known here are city", id="nothing"),
        pytest.param(["{numbr}"], "did you mean {number}?", id="a typo"),
        pytest.param(["{order}", "{say: x, capture: {order: (.)}}"], "is captured only later", id="a capture later"),
        pytest.param(["{say: x, capture: {order: (.)}}", "'{order}'"], "", id="a capture before"),
        pytest.param(
            ["x", "{say: x, maybe: 5%, capture: {order: (.)}}", "'{order}'"],
            "some conversations leave out (maybe)",
            id="a capture that only some make",
        ),
    ],
)
def test_a_hole_that_nothing_fills_is_told(steps: list[str], problem: str) -> None:
    written = "\n".join(f"  - {step if step.startswith(('{say', chr(39))) else repr(step)}" for step in steps)
    found = unfilled(parse_conversations(f"a:\n{written}"), Feed(columns=("city",), rows=(("Bern",),)))
    assert (problem in found[0]) if problem else not found


@given(st.text(max_size=200))
def test_whatever_is_written_is_read_or_a_mistake_in_words(text: str) -> None:
    try:
        scripts = parse_conversations(text)
    except ValueError:
        return
    assert all(script.steps for script in scripts)
    unfilled(scripts, NO_FEED)
