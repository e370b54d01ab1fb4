"""Conversations in the pages are read as they stand there, and the schema for editors says what the reader says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from loadtest.config import shapes
from loadtest.dialogue import reading
from loadtest.dialogue.conversation import CHANNELS
from loadtest.dialogue.reading import parse_conversations
from loadtest.message.kinds import KINDS

DOCS = Path(__file__).resolve().parent.parent / "docs"
WRITTEN = json.loads((DOCS / "conversations-schema.json").read_text("utf-8"))
SCHEMA = Draft202012Validator(WRITTEN)
PAGES = [DOCS / "conversations.md", DOCS / "other-tools.md"]


def examples() -> list[str]:
    """Return every conversation of the pages, those inside a workflow, too."""
    found = []
    for page in PAGES:
        for block in re.findall(r"^```yaml\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL):
            if "scenarios:" in block:  # another tool's
                continue
            read = yaml.safe_load(block)
            if isinstance(read, dict):
                found.append(block)
            elif "conversations" in (inputs := read[0]["with"]):
                found.append(inputs["conversations"])
    return found


def test_every_example_of_the_pages_is_read_and_is_what_the_schema_describes() -> None:
    texts = examples()
    assert len(texts) == 3
    for text in texts:
        assert shapes.conversations(text)
        assert list(SCHEMA.iter_errors(yaml.safe_load(text))) == []


def test_the_page_explains_every_key_of_a_step_and_every_kind_of_end() -> None:
    page = PAGES[0].read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \|", page.partition("## A step")[2].partition("## What is sent")[0], re.MULTILINE)
    assert sorted(rows) == sorted(reading._OF_STEP)
    assert all(f"`{key}`" in page for key in reading._OF_CONVERSATION)


def test_the_schema_knows_the_keys_and_limits_of_the_reader() -> None:
    Draft202012Validator.check_schema(WRITTEN)
    parts = WRITTEN["$defs"]
    assert tuple(parts["step"]["properties"]) == reading._OF_STEP
    whole = parts["conversation"]["anyOf"][1]["properties"]
    assert tuple(whole) == reading._OF_CONVERSATION
    assert tuple(whole["channel"]["enum"]) == CHANNELS
    assert parts["steps"]["maxItems"] == reading.MOST_STEPS
    assert parts["conversations"]["maxProperties"] == reading.MOST_CONVERSATIONS
    assert parts["name"]["pattern"] == f"^{reading._NAME.pattern}$"
    assert set(parts["conversations"]["propertyNames"]["not"]["enum"]) == reading._NEVER_NAMES | set(KINDS)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        pytest.param("a: [MENU]", True, id="a list of texts"),
        pytest.param("a: [MENU, 2, yes, null, end]", True, id="scalars are texts"),
        pytest.param("conversations: {a: [x]}", True, id="under the option's own name"),
        pytest.param("a: {weight: 2, steps: [x]}", True, id="a weight"),
        pytest.param("a: {channel: whatsapp, steps: [x]}", True, id="a channel"),
        pytest.param("a: [{say: [x, 1], expect: [y, accepted], capture: {n: (.)}}]", True, id="lists and a capture"),
        pytest.param("a: [x, {say: y, wait: 1s, maybe: 20%}]", True, id="a wait and a share"),
        pytest.param("a: [{media: yes}, {media: image/png, say: x}]", True, id="media"),
        pytest.param("a: [x, {end: yes, maybe: 30%}, y]", True, id="an end for some"),
        pytest.param("a: [{say: x, end: no}]", True, id="no end"),
        pytest.param("{}", False, id="nothing"),
        pytest.param("[x]", False, id="no name"),
        pytest.param("x", False, id="one text"),
        pytest.param("a: x", False, id="no list"),
        pytest.param("a: []", False, id="no step"),
        pytest.param("a: {weight: 2}", False, id="a weight without steps"),
        pytest.param("a: {steps: [x], wieght: 2}", False, id="an unknown key of a conversation"),
        pytest.param("a: {steps: [x], weight: [2]}", False, id="a weight that is a list"),
        pytest.param("a: {steps: [x], channel: fax}", False, id="an unknown channel"),
        pytest.param("a: [{say: x, expct: y}]", False, id="an unknown key of a step"),
        pytest.param("a: [{wait: 1s}]", False, id="a step that says nothing"),
        pytest.param("a: [{say: {b: c}}]", False, id="names where a text belongs"),
        pytest.param("a: [{say: []}]", False, id="no text"),
        pytest.param("a: [{say: [[x]]}]", False, id="a list in a list"),
        pytest.param("a: [{say: x, media: [yes]}]", False, id="media that is a list"),
        pytest.param("a: [{say: x, capture: [n]}]", False, id="a capture without a name"),
        pytest.param("a: [{say: x, capture: {number: (.)}}]", False, id="a capture of a name that is taken"),
        pytest.param("a: [{say: x, capture: {n: [(.)]}}]", False, id="a capture that is a list"),
        pytest.param("a: [x, {end: yes, say: y}]", False, id="an end that says something"),
        pytest.param("a: [x, {end: yes, wait: 1s}]", False, id="an end that waits"),
        pytest.param("a: [x, {end: yes, expect: y}]", False, id="an end that expects"),
        pytest.param("a: [[x]]", False, id="a step that is a list"),
        pytest.param("a b: [x]", False, id="a name with a blank"),
        pytest.param("sms: [x]", False, id="a name that targets know otherwise"),
        pytest.param("a: [{name: two words, say: x}]", False, id="a step's name with a blank"),
        pytest.param("conversations: {a: [x]}\nb: [x]", False, id="the option's name beside another"),
        pytest.param("a: [" + "x, " * 201 + "]", False, id="too many steps"),
    ],
)
def test_the_schema_and_the_reader_say_the_same_of_structure(text: str, *, good: bool) -> None:
    try:
        parse_conversations(text, taken=KINDS)
        taken = True
    except ValueError:
        taken = False
    fits = SCHEMA.is_valid(yaml.safe_load(text))
    assert (taken, fits) == (good, good)
