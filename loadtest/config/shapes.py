"""Which shape a load has: batches, a rate, or stages.

Within one source they exclude each other; of several sources the highest that names a shape decides, and what others
say about another shape is not used. A preset names batches.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from loadtest.assess.target import COMPLETED, RECOVERS
from loadtest.assess.windows.recovery import SPAN, peaks
from loadtest.dialogue.conversation import JUDGEMENTS
from loadtest.dialogue.feed import NO_FEED
from loadtest.message.kinds import KINDS
from loadtest.pacing import EVEN, Stages
from loadtest.verdict.contract import Contract
from loadtest.verdict.patterns import Pattern
from loadtest.words.units import format_duration

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from loadtest.config.sources import Found
    from loadtest.dialogue.conversation import Conversation
    from loadtest.message.kinds import Mix

_SHAPES = {"rate": ("rate",), "stages": ("stages",), "batches": ("concurrent", "delay", "model")}

_BESIDE_CONVERSATIONS = {
    "mix": "their steps say what is sent",
    "mms-share": "their steps say what is sent",
    "messages": "their steps say what is sent",
    "model": "in the closed model nobody says when conversations begin",
    "baseline-url": "two versions may answer differently, and then say different things next",
}


def settle(
    layers: Sequence[Mapping[str, Found]], found: dict[str, Found], mistakes: list[str], warnings: list[str]
) -> None:
    """Leave one shape in `found`, which holds every option's highest value; `layers` begin with the highest source.

    So a model in `found` that is closed is that of batches.
    """
    own = {name: shape for shape, names in _SHAPES.items() for name in names}
    chosen = ""
    for layer in layers:
        named = {name: layer[name] for name in own if name in layer and _shapes(name, layer[name].text)}
        shapes = {own[name] for name in named}
        if len(shapes) > 1:
            first, *others = (value.source for value in named.values())
            mistakes.append(f"{first} and {', '.join(others)} exclude each other; keep one shape of the load")
        mistakes += _beside_preset(layer, named)
        if shapes and not chosen:
            chosen = next(shape for shape in _SHAPES if shape in shapes)
    preset = found.get("preset")
    if chosen in {"rate", "stages"} and preset and preset.rank < found[chosen].rank:
        chosen = "batches"
    if not chosen:
        return
    winner = next((found[name] for name in _SHAPES[chosen] if name in found), preset)
    dropped = [name for name in own if own[name] != chosen and name in found]
    if chosen == "stages" and "duration" in found:
        if found["duration"].rank == found["stages"].rank and not _from_preset(found["duration"]):
            mistakes.append(
                f"{found['stages'].source} and {found['duration'].source} exclude each other: stages set the duration"
            )
        dropped.append("duration")
    for name in dropped:
        loser = found.pop(name)
        if winner and loser.rank != winner.rank and _shapes(name, loser.text) and not _from_preset(loser):
            warnings.append(f"{loser.source} is not used: {winner.source} sets the whole shape of the load")


def _beside_preset(layer: Mapping[str, Found], named: Mapping[str, Found]) -> list[str]:
    """Return a sentence when one source names a preset and another shape."""
    other = next((named[name].source for name in ("rate", "stages") if name in named), "")
    if not other or "preset" not in layer:
        return []
    return [f"{layer['preset'].source} and {other} exclude each other: a preset is a load of batches; keep one of them"]


def settle_mix(found: dict[str, Found], mistakes: list[str], warnings: list[str]) -> None:
    """Leave one of `mix` and its short form in `found`: the one of the higher source."""
    if not {"mix", "mms-share"} <= found.keys():
        return
    winner, loser = sorted(("mix", "mms-share"), key=lambda name: found[name].rank)
    if found[winner].rank == found[loser].rank:
        mistakes.append(f"{found['mix'].source} and {found['mms-share'].source} exclude each other; keep one of them")
    else:
        warnings.append(f"{found[loser].source} is not used: {found[winner].source} sets the kinds of messages")
    del found[loser]


def check(parsed: Mapping[str, Any], found: Mapping[str, Found], mistakes: list[str]) -> None:
    """Add what cannot go together to `mistakes`; an option that did not parse is not in `parsed`."""

    def name(option: str) -> str:
        return found[option].source if option in found else option

    _check_conversations(parsed, found, name, mistakes)
    check_scenarios(parsed, name, mistakes)
    by_rate = bool(parsed.get("rate") or parsed.get("stages"))
    if parsed.get("arrivals", EVEN.name) != EVEN.name and not by_rate and not {"rate", "stages"} & found.keys():
        mistakes.append(f"{name('arrivals')}: batches cannot be random; set a rate or stages, like rate: 50/s")
    if parsed.get("processes", 0) > 1 and parsed.get("model") == "closed":
        mistakes.append(f"{name('processes')}: the closed model waits for whole batches, which one process must send")
    stages = parsed.get("stages")
    if parsed.get("warm-up") and stages and not stages[0].first:
        mistakes.append(
            f"{name('warm-up')}: the stages begin at 0/s, so a warm-up would send nothing; begin them with a rate"
        )


def conversations(text: str) -> tuple[Conversation, ...]:
    """Read conversations from YAML, and what their steps expect and capture."""
    from loadtest.dialogue.reading import parse_conversations  # noqa: PLC0415  only conversations pay for YAML

    scripts = parse_conversations(text, taken=KINDS)
    problems = []
    for step in (step for script in scripts for step in script.steps):
        try:
            Contract([line for line in step.expect if line not in JUDGEMENTS])
        except ValueError as error:
            problems += [f"line {step.line}: expect: {line}" for line in str(error).split("\n")]
        for name, pattern in step.capture:
            try:
                if Pattern(pattern).groups != 1:
                    raise ValueError(  # noqa: TRY301  one handler collects
                        f"{pattern!r} needs one group: put what is to be taken in parentheses, like Order ([0-9]+)"
                    )
            except ValueError as error:
                problems.append(f"line {step.line}: capture {name}: {error}")
    if problems:
        raise ValueError("\n".join(problems))
    return scripts


def mix_of(scripts: Sequence[Conversation]) -> Mix:
    """Return the kinds of messages that conversations send, in equal shares; empty without any."""
    kinds = dict.fromkeys(step.kind(script.channel) for script in scripts for step in script.steps if not step.end)
    return tuple((kind, 1 / len(kinds)) for kind in kinds)


def first_texts(scripts: Sequence[Conversation]) -> tuple[str, ...]:
    """Return what conversations may begin with, as far as it is known before they do."""
    return tuple(dict.fromkeys(text for script in scripts for text in script.steps[0].say if "{" not in text))


def _check_conversations(
    parsed: Mapping[str, Any], found: Mapping[str, Found], name: Callable[[str], str], mistakes: list[str]
) -> None:
    """Add what does not go with conversations, or is missing for them."""
    scripts = parsed.get("conversations", ())
    if not scripts:
        if "feed" in found and "conversations" not in found:
            mistakes.append(f"{name('feed')}: only conversations use its columns; set conversations, or leave it out")
        return
    mistakes += [
        f"{name('conversations')} and {name(other)} exclude each other: {why}"
        for other, why in _BESIDE_CONVERSATIONS.items()
        if other in found and not (other == "model" and parsed.get("model") != "closed")
    ]
    from loadtest.dialogue.reading import unfilled  # noqa: PLC0415  only conversations pay for YAML

    if "feed" not in found or "feed" in parsed:  # else that mistake is told already
        mistakes += [f"{name('conversations')}: {line}" for line in unfilled(scripts, parsed.get("feed", NO_FEED))]


def check_scenarios(parsed: Mapping[str, Any], name: Callable[[str], str], mistakes: list[str]) -> None:
    """Add targets on a kind of message, or a step of a conversation, that the load does not have."""
    if "conversations" not in parsed:  # then nobody knows the steps
        return
    scripts = parsed["conversations"]
    steps = [f"{script.name}.{step.name}" for script in scripts for step in script.steps if not step.end]
    known = {step.lower().replace("-", "_"): step for step in steps} or {kind: kind for kind in KINDS}
    for target in parsed.get("targets", ()):
        if target.metric == COMPLETED and not scripts:
            mistakes.append(f"{name('targets')}: {target.source!r}: there are no conversations; set conversations")
        if target.scenario and target.scenario not in known:
            near = get_close_matches(target.scenario, known, 1)
            hint = f"did you mean {known[near[0]]}?" if near else f"known are {', '.join(known.values())}"
            mistakes.append(f"{name('targets')}: {target.source!r}: there is no {target.scenario!r}; {hint}")


def check_windows(parsed: Mapping[str, Any], name: Callable[[str], str], mistakes: list[str]) -> None:
    """Add targets that this load is too short to tell."""
    targets, stages = parsed.get("targets", ()), parsed.get("stages", ())
    duration = sum(stage.duration for stage in stages) if stages else parsed.get("duration")
    if duration is None:
        return
    mistakes += [
        f"{name('targets')}: {one.source!r}: the load lasts {format_duration(duration)}, less than the window; "
        "lengthen one, or shorten the other"
        for one in targets
        if one.window and one.window.seconds > duration
    ]
    ends = peaks(Stages(stages=stages)) if stages else []
    for one in targets:
        if one.metric != RECOVERS or not ends:
            continue
        first, last = ends[0], ends[-1]
        if first.begin < SPAN:
            mistakes.append(
                f"{name('targets')}: {one.source!r}: the rate rises after {first.begin}s, and {SPAN}s are the least "
                "that tell what was usual before; lengthen the first stage"
            )
        if (left := duration - last.end) < one.limit + SPAN:
            mistakes.append(
                f"{name('targets')}: {one.source!r}: {format_duration(left)} of load follow the last peak; so that one "
                f"sees it, lengthen the last stage to {format_duration(one.limit + SPAN)}"
            )


def shown(parsed: Mapping[str, Any]) -> dict[str, str]:
    """Return how the settings show what a rate, stages or a mix leave unused or decide."""
    stages = parsed["stages"]
    mixed = {"mms-share": "not used"} if parsed["mix"] else {}
    if parsed["conversations"]:
        mixed = dict.fromkeys(("mms-share", "mix", "messages"), "not used")
    if not stages and not parsed["rate"]:
        return mixed
    unused = mixed | dict.fromkeys(("concurrent", "delay"), "not used")
    return unused | ({"duration": f"{sum(stage.duration for stage in stages):g}"} if stages else {})


def concurrent(parsed: Mapping[str, Any]) -> int:
    """Return how many messages a batch, or a second of the highest rate, holds: what the guide's rows are about."""
    if parsed["stages"]:
        return Stages(stages=parsed["stages"]).size
    return Stages.constant(parsed["rate"], 1.0).size if parsed["rate"] else int(parsed["concurrent"])


def _shapes(name: str, text: str) -> bool:
    """Return whether a setting names a shape: `model: open` goes with every one."""
    return name != "model" or text.lower() != "open"


def _from_preset(value: Found) -> bool:
    return value.source.startswith("preset ")
