"""What parts a load, and what does not go with it: a shard as users name it, a second server beside the first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from loadtest.assess.versions.pairs import comparable
from loadtest.pacing import MOST_SHARDS, Shard

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SHARD = re.compile(r"(\d{1,4})\s*(?:/|of)\s*(\d{1,4})", re.ASCII)


def parse_shard(text: str) -> Shard:
    """Read which of how many: `2/5`."""
    match = _SHARD.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a shard; write which of how many, like 2/5")
    index, count = int(match[1]), int(match[2])
    if index == 0:
        raise ValueError(f"{text!r}: shards are counted from 1; add 1 to an index that begins with 0")
    if index > count or count > MOST_SHARDS:
        raise ValueError(f"{text!r} is not one of 1 to {MOST_SHARDS:,} shards; write it like 2/5")
    return Shard(index=index - 1, count=count)


def check(parsed: Mapping[str, Any], name: Callable[[str], str], mistakes: list[str]) -> None:
    """Add what does not go with a shard to `mistakes`; an option that did not parse is not in `parsed`."""
    if parsed.get("start") and "shard" in parsed and not parsed["shard"]:
        mistakes.append(f"{name('start')}: only a shard begins at an instant; shard: 1/1 is the whole load in one")
    if not parsed.get("shard"):
        return
    shard = name("shard")
    if "seed" in parsed and parsed["seed"] is None:
        mistakes.append(
            f"{shard}: each shard would plan a load of its own; set seed, the same for all of them, like seed: 7"
        )
    if "start" in parsed and not parsed["start"]:
        mistakes.append(
            f"{shard}: all shards begin at the same instant; set start, some time ahead, like "
            "start: 2026-01-02T12:00:05Z"
        )
    if parsed.get("model") == "closed":
        mistakes.append(
            f"{shard}: the closed model does not split, because each batch waits for the replies to the one before: "
            "its shards would be loads of their own; choose the open model, or leave shard out"
        )
    if (cap := parsed.get("max-in-flight", MOST_SHARDS)) < parsed["shard"].count:
        mistakes.append(
            f"{name('max-in-flight')}: {cap:,} are fewer than there are shards, so some could send nothing; raise it"
        )
    if (place := parsed.get("mock-twilio")) is not None and place.hosted:
        mistakes.append(
            f"{name('mock-twilio')}: each shard would host a mock of its own, and the server calls only one; start one "
            "with `loadtest mock-twilio`, and give every shard its address"
        )
    if parsed.get("stop-when-certain"):
        mistakes.append(
            f"{name('stop-when-certain')}: a shard sees only its part of the load, so it cannot tell when the whole is "
            "certain; leave it out"
        )
    mistakes += [
        f"{name(option)}: a shard is one run, which begins at start; leave {option} out"
        for option in ("every", "runs")
        if parsed.get(option)
    ]


def check_early_end(parsed: Mapping[str, Any], name: Callable[[str], str], mistakes: list[str]) -> None:
    """Add why the load cannot end when it is certain to `mistakes`; an option that did not parse is not in `parsed`."""
    if parsed.get("stop-when-certain") and parsed.get("model") == "closed":
        mistakes.append(
            f"{name('stop-when-certain')}: in the closed model nobody knows how many messages are still to come; "
            "choose the open model, or leave it out"
        )


def check_pairs(parsed: Mapping[str, Any], name: Callable[[str], str], mistakes: list[str]) -> None:
    """Add what does not go with `baseline-url` to `mistakes`; an option that did not parse is not in `parsed`."""
    other = parsed.get("baseline-url")
    if other is None:
        return
    own = name("baseline-url")
    if (webhook := parsed.get("url")) and webhook.text == other.text:
        mistakes.append(f"{own}: {other.shown} is the webhook itself; name the other version's")
    if parsed.get("baseline"):
        mistakes.append(f"{name('baseline')}: a run is compared with one thing; leave baseline or baseline-url out")
    if parsed.get("model") == "closed":
        mistakes.append(
            f"{own}: in the closed model each server would set its own pace, and no two messages be a pair; choose the "
            "open model"
        )
    if parsed.get("mock-twilio") is not None:
        mistakes.append(
            f"{own}: both versions answer the same numbers through the mock Twilio, which cannot tell them apart; "
            "leave mock-twilio or baseline-url out"
        )
    mistakes += [
        f"{name('targets')}: {target.source!r}: two versions are compared by average, percentiles, success, failed, "
        "rate_limited, refused and timeouts of all messages; name one of them"
        for target in parsed.get("targets", ())
        if target.offset is not None and not comparable(target)
    ]
