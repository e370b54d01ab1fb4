"""Conversations as users write them: YAML in, scripts out, every mistake with its line.

Read with the safe loader's syntax and without its types: each scalar is the text that stands there, so that YES stays
YES and 007 stays 007. Anchors, tags and duplicate keys are mistakes.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from loadtest.dialogue.conversation import CHANNELS, COUNTER, HOLE_NAME, NUMBER, Conversation, Step
from loadtest.words.distribution import FIXED, Distribution, parse_distribution
from loadtest.words.exchange import LONGEST_MESSAGE
from loadtest.words.units import parse_percent

if TYPE_CHECKING:
    from collections.abc import Collection

    from loadtest.dialogue.feed import Feed

LONGEST = 1_000_000
"""Characters of all conversations together."""
MOST_CONVERSATIONS, MOST_STEPS = 100, 200
_TOLD = 30
"""How many mistakes are told at once."""
_DEEPEST = 8
"""Levels of lists and mappings; a capture needs six."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}", re.ASCII)
_REMEDIES = {
    "character '\\t'": "indent with blanks, not tabs",
    "cannot start any token": "put the text in quotes",
    "mapping values are not allowed": "put a text that holds a colon in quotes",
    "<block end>": "its indentation differs from that of the lines above",
    "unexpected end of stream": "a quote or a bracket is not closed",
    "another document": "leave --- out, and write all conversations below each other",
}
"""What to do about YAML that cannot be read, by what its parser says."""
_NO_NAME = "is no name; write up to 40 letters (A to Z), digits, _ and -"
_FILE = re.compile(r"\S+\.ya?ml", re.IGNORECASE)
_OF_CONVERSATION = ("weight", "channel", "steps")
_OF_STEP = ("name", "say", "media", "wait", "expect", "capture", "maybe", "end")
_CONTENT_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_TRUE, _FALSE = {"true", "yes", "on"}, {"false", "no", "off"}
_NEVER_NAMES = frozenset({"sms", "mms", "whatsapp", "monitor", "reply", "conversations"})
_Fields: TypeAlias = "dict[str, tuple[Node, int]]"


class _Mistakes:
    """Collects sentences with their lines."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []

    def add(self, node: Node | int, sentence: str) -> None:
        line = node if isinstance(node, int) else node.start_mark.line + 1
        self.found.append((line, sentence))

    def check(self) -> None:
        if self.found:
            told = [f"line {line}: {sentence}" for line, sentence in sorted(self.found)]
            more = [f"and {len(told) - _TOLD} more mistakes"] if len(told) > _TOLD else []
            raise ValueError("\n".join([*told[:_TOLD], *more]))


def parse_conversations(text: str, *, taken: Collection[str] = ()) -> tuple[Conversation, ...]:
    """Read conversations; `taken` are names that would not be told apart from them in a target.

    Raises:
        ValueError: with a line for every mistake.

    """
    if len(text) > LONGEST:
        raise ValueError(f"{len(text):,} characters; {LONGEST:,} are the most")
    mistakes = _Mistakes()
    root = _composed(text, mistakes)
    mistakes.check()
    if isinstance(root, MappingNode) and [key.value for key, _ in root.value] == ["conversations"]:
        root = root.value[0][1]
    if not isinstance(root, MappingNode) or not root.value:
        steps = "write a name, and below it the steps: order: {steps: [{say: MENU}]}"
        file = _FILE.fullmatch(text.strip())
        raise ValueError(f"it holds no conversation; {f'to read a file, write @{file[0]}' if file else steps}")
    scripts = []
    for name, (node, line) in _mapping(root, mistakes).items():
        if _NAME.fullmatch(name) is None:
            mistakes.add(line, f"{name[:60]!r} {_NO_NAME}")
        elif name.lower() in {*taken, *_NEVER_NAMES}:
            mistakes.add(line, f"a conversation cannot be called {name!r}: targets know another thing by that name")
        scripts.append(_script(name, node, line, mistakes))
    folded = [script.name.lower().replace("-", "_") for script in scripts]
    for script, name in zip(scripts, folded, strict=True):
        if folded.count(name) > 1 and folded.index(name) != scripts.index(script):
            mistakes.add(script.line, f"{script.name!r} cannot be told from another conversation's name in a target")
    if len(scripts) > MOST_CONVERSATIONS:
        mistakes.add(1, f"{len(scripts)} conversations; {MOST_CONVERSATIONS} are the most")
    mistakes.check()
    return tuple(scripts)


def unfilled(scripts: Collection[Conversation], feed: Feed) -> list[str]:
    """Return a sentence for every hole that nothing fills when its step is reached, with its line."""
    mistakes = _Mistakes()
    for script in scripts:
        known, perhaps = {NUMBER, COUNTER, *feed.columns}, set[str]()
        for step in script.steps:
            for hole in dict.fromkeys(step.holes()):
                if hole in known:
                    continue
                if hole in perhaps:
                    sentence = f"{{{hole}}} is captured only in a step that some conversations leave out (maybe)"
                else:
                    later = any(hole == name for one in script.steps for name, _ in one.capture)
                    near = get_close_matches(hole, known, 1, 0.75)
                    hint = f"did you mean {{{near[0]}}}?" if near else f"known here are {_listed(known)}"
                    hint += "" if near or feed.columns else "; feed names a CSV file whose columns are known, too"
                    what = "is captured only later" if later else "is nothing that is known"
                    sentence = f"{{{hole}}} {what}; {hint} (a brace itself is written {{{{)"
                mistakes.add(step.line, f"{script.name}, step {step.name}: {sentence}")
            (known if step.maybe >= 1.0 else perhaps).update(name for name, _ in step.capture)
    return [f"line {line}: {sentence}" for line, sentence in sorted(mistakes.found)]


def _composed(text: str, mistakes: _Mistakes) -> Node | None:
    try:
        depth = 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            line = event.start_mark.line + 1 if event.start_mark else 1
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                mistakes.add(line, f"more than {_DEEPEST} levels of lists and names; no conversation needs as many")
                return None
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                mistakes.add(line, "anchors and aliases (& and *) are not read; write it out, or put it in quotes")
            if tag := getattr(event, "tag", None):
                mistakes.add(line, f"tags ({tag}) are not read; leave it out")
        if mistakes.found:
            return None
        root: Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = f"{error.problem or error.context}"
        remedy = next((f"; {told}" for sign, told in _REMEDIES.items() if sign in problem), "")
        mistakes.add(mark.line + 1 if mark else 1, f"this is no YAML: {problem}{remedy}")
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        mistakes.add(line, f"this is no YAML: it holds the character {text[error.position : error.position + 1]!r}")
    else:
        return root
    return None


def _mapping(node: Node, mistakes: _Mistakes, *, known: Collection[str] = ()) -> _Fields:
    """Return a mapping's values by key, each with its line."""
    found: _Fields = {}
    if not isinstance(node, MappingNode):
        mistakes.add(node, f"here must be names with values{_like(known)}")
        return found
    for key, value in node.value:
        name = key.value if isinstance(key, ScalarNode) else ""
        if not isinstance(key, ScalarNode):
            mistakes.add(key, "a name must be one word")
        elif name in found:
            mistakes.add(key, f"{name!r} is there twice")
        elif known and name not in known:
            near = get_close_matches(name.lower(), known, 1)
            mistakes.add(key, f"{name!r} is not known; " + (f"did you mean {near[0]}?" if near else _listed(known)))
        else:
            found[name] = value, key.start_mark.line + 1
    return found


def _script(name: str, node: Node, line: int, mistakes: _Mistakes) -> Conversation:
    if isinstance(node, SequenceNode):  # nothing but steps
        fields: _Fields = {"steps": (node, line)}
    else:
        fields = _mapping(node, mistakes, known=_OF_CONVERSATION)
    weight = 1.0
    if "weight" in fields:
        text = _scalar(fields["weight"][0], mistakes)
        if re.fullmatch(r"\d{1,9}(\.\d+)?", text, re.ASCII) and float(text):
            weight = float(text)
        else:
            mistakes.add(fields["weight"][1], f"the weight {text!r} is no number above 0")
    channel = _scalar(fields["channel"][0], mistakes).lower() if "channel" in fields else CHANNELS[0]
    if channel not in CHANNELS:
        mistakes.add(fields["channel"][1], f"the channel {channel!r} is not known; write {' or '.join(CHANNELS)}")
    steps: list[Step] = []
    listed = fields.get("steps", (node, line))[0]
    if isinstance(node, MappingNode) and len(fields) < len(node.value) and "steps" not in fields:
        pass  # a misspelt key is told already
    elif not isinstance(listed, SequenceNode) or not listed.value:
        mistakes.add(line, f"{name} has no steps; write them as a list: - say: MENU")
    else:
        for place, one in enumerate(listed.value, 1):
            steps.append(_step(one, place, mistakes))
        _look_over(name, steps, line, mistakes)
    return Conversation(name=name, steps=tuple(steps), weight=weight, channel=channel, line=line)


def _look_over(name: str, steps: list[Step], line: int, mistakes: _Mistakes) -> None:
    """Add what is wrong with the steps as a whole."""
    if len(steps) > MOST_STEPS:
        mistakes.add(line, f"{name} has {len(steps)} steps; {MOST_STEPS} are the most")
    if all(step.end for step in steps):
        mistakes.add(line, f"{name} says nothing; a step needs say or media")
    elif steps[0].end or steps[0].maybe < 1:
        mistakes.add(steps[0].line, f"the first step of {name} is what every conversation begins with; say something")
    elif steps[0].wait.fixed != 0:
        mistakes.add(steps[0].line, f"the first step of {name} is due when the conversation is; leave its wait out")
    for step, after in pairwise(steps):
        if step.end and step.maybe >= 1:
            mistakes.add(after.line, f"{name} has ended before this step; an end for some is written with maybe: 30%")
    names = [step.name.lower().replace("-", "_") for step in steps]
    for place, step in enumerate(steps):
        if names.index(names[place]) != place:
            mistakes.add(step.line, f"two steps of {name} are called {step.name!r}")


def _step(node: Node, place: int, mistakes: _Mistakes) -> Step:
    line = node.start_mark.line + 1
    if isinstance(node, ScalarNode):
        if node.value == "end":
            return Step(name=f"step{place}", end=True, line=line)
        return Step(name=f"step{place}", say=_texts(node, mistakes), line=line)
    fields = _mapping(node, mistakes, known=_OF_STEP)
    plain = {key: _scalar(value, mistakes) for key, (value, _) in fields.items() if key in _PLAIN}
    name = plain.get("name", f"step{place}")
    if _NAME.fullmatch(name) is None:
        mistakes.add(fields["name"][1], f"{name[:60]!r} {_NO_NAME}")
    end = _yes(plain["end"], fields["end"][1], mistakes) if "end" in plain else False
    whole = not isinstance(node, MappingNode) or len(fields) == len(node.value)  # else that mistake is told already
    if whole and not end and not {"say", "media"} & fields.keys():
        mistakes.add(line, "a step needs say, media or end")
    if end and (more := fields.keys() - {"end", "maybe", "name"}):
        mistakes.add(line, f"an end takes maybe alone, not {_listed(more)}")
    return Step(
        name=name,
        say=_texts(fields["say"][0], mistakes) if "say" in fields else (),
        media=_media(plain["media"], fields["media"][1], mistakes) if "media" in plain else None,
        wait=_wait(plain["wait"], fields["wait"][1], mistakes) if "wait" in plain else FIXED,
        expect=_list(fields["expect"][0], mistakes) if "expect" in fields else (),
        capture=_captures(fields["capture"][0], mistakes) if "capture" in fields else (),
        maybe=_maybe(plain["maybe"], fields["maybe"][1], mistakes) if "maybe" in plain else 1.0,
        end=end,
        line=line,
    )


_PLAIN = ("name", "media", "wait", "maybe", "end")


def _scalar(node: Node, mistakes: _Mistakes) -> str:
    if isinstance(node, ScalarNode):
        return str(node.value)
    mistakes.add(node, "here must be one value, not a list or names with values")
    return ""


def _list(node: Node, mistakes: _Mistakes) -> tuple[str, ...]:
    if isinstance(node, SequenceNode):
        if not node.value:
            mistakes.add(node, "the list is empty")
        return tuple(_scalar(one, mistakes) for one in node.value)
    return (_scalar(node, mistakes),)


def _texts(node: Node, mistakes: _Mistakes) -> tuple[str, ...]:
    texts = _list(node, mistakes)
    if isinstance(node, ScalarNode) and not node.value and not node.style:
        mistakes.add(node, 'there is no text; write one, or "" for a message without any')
    for text in texts:
        if len(text) > LONGEST_MESSAGE:
            mistakes.add(node, f"a text has {len(text):,} characters; Twilio delivers at most {LONGEST_MESSAGE:,}")
    return texts


def _captures(node: Node, mistakes: _Mistakes) -> tuple[tuple[str, str], ...]:
    found = []
    for name, (value, line) in _mapping(node, mistakes).items():
        pattern = _scalar(value, mistakes)
        if pattern.startswith("/") and pattern.endswith("/") and len(pattern) > 1:
            pattern = pattern[1:-1]
        if not HOLE_NAME.fullmatch(name) or name in {NUMBER, COUNTER}:
            mistakes.add(line, f"{name!r} cannot be captured; write a name of letters, digits and _ that is not taken")
        found.append((name, pattern))
    return tuple(found)


def _media(text: str, line: int, mistakes: _Mistakes) -> tuple[str, str] | None:
    """Return the medium: content type and URL, both empty for one of the load's own; None for none."""
    word, _, url = text.partition(" ")
    if text.lower() in _TRUE:
        return "", ""
    if text.lower() in _FALSE:
        return None
    if _CONTENT_TYPE.fullmatch(word) is None or (url and not re.fullmatch(r"https?://[^\s@]+", url.strip())):
        mistakes.add(
            line, f"{text!r} is no medium; write yes, or a content type and, if you like, a URL without password"
        )
    return word, url.strip()


def _wait(text: str, line: int, mistakes: _Mistakes) -> Distribution:
    try:
        return parse_distribution(text)
    except ValueError as error:
        mistakes.add(line, f"wait: {error}")
        return FIXED


def _maybe(text: str, line: int, mistakes: _Mistakes) -> float:
    """Return the share of conversations that take a step."""
    try:
        share = parse_percent(text)
    except ValueError as error:
        mistakes.add(line, f"maybe: {error}")
        return 1.0
    if not 0 < share <= 1:
        mistakes.add(line, f"maybe: {text!r} is not above 0% and up to 100%")
    return share


def _yes(text: str, line: int, mistakes: _Mistakes) -> bool:
    if text.lower() in _TRUE | {""}:
        return True
    if text.lower() not in _FALSE:
        mistakes.add(line, f"{text!r} is neither yes nor no")
    return False


def _like(known: Collection[str]) -> str:
    return f": {', '.join(known)}" if known else ""


def _listed(names: Collection[str]) -> str:
    return ", ".join(sorted(names))
