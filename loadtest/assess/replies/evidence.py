"""What speaks against a kind of reply that was not known before the load: how it differs from answers, in phrases.

Nothing here knows what a reply means. A bot that answers freely says something new all the time: against its replies
only a limit for each number counts, or several signs at once on what it repeats.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from loadtest.measure.replies import bucket_seconds
from loadtest.words.units import format_ms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from loadtest.assess.replies.limiter import InferredLimit
    from loadtest.measure.replies import Said

Key = TypeVar("Key", int, str)

_CHANCE = 0.001
"""How unlikely chance must be before a sign counts."""
_FEWEST = 5
"""Replies of a kind, and of the others, that a comparison of times needs."""
_REPEATED = 0.03
"""Share from which a reply counts as repeated where a bot answers freely."""
_MOSTLY, _OFTEN, _NOW_AND_THEN = 0.45, 0.25, 0.1
"""Shares of a message's replies."""
_CANNED = 0.1
"""Share from which that alone speaks against it: fitted on simulated bots whose fillers make up at most 6 %."""
_SPREAD = 3
"""Different messages that got one reply, from which it does not depend on them."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The accepted kinds together: what each was under load, and which contents it answered before.

    `known` are those that got it each time, `tried` those that got it at all.

    `seconds` counts all replies by second, declines too.

    Behind the kinds `loads` has the replies that were not kept apart, which are nobody's usual answer.
    """

    loads: Sequence[Said]
    known: Sequence[set[str]]
    tried: Sequence[set[str]]
    seconds: Counter[int]
    freely: bool

    @cached_property
    def contents(self) -> Counter[str]:
        """Replies under load by what the message said."""
        return total(load.contents for load in self.loads)

    @cached_property
    def usual(self) -> dict[str, set[int]]:
        """The kinds that a content is answered with.

        Those known for it from before the load, else those known for another that often answer it, too; else those that
        it, or another message of its kind that is no text, got then and gets now and then; else what most of its
        replies under load are. A bot that takes turns has no usual reply.
        """
        found: dict[str, set[int]] = {}
        kinds = range(len(self.known))
        for content, count in self.contents.items():
            if "beyond" in content:
                continue
            shares = {place: self.loads[place].contents.get(content, 0) / count for place in kinds}
            known = {place for place in kinds if content in self.known[place]}
            kind = content.partition(" ")[0]
            now = {place for place in kinds if shares[place] >= _NOW_AND_THEN}
            before = {place for place in now if content in self.tried[place]}
            near = {place for place in now if kind != "sms" and any(c.startswith(kind) for c in self.tried[place])}
            often = {place for place in kinds if self.known[place] and shares[place] >= _OFTEN}
            common = {place for place in kinds if shares[place] >= _MOSTLY}
            turns = not common and all(shares[place] > _NOW_AND_THEN for place in known)
            if not turns and (usual := known or often or before or near or common):
                found[content] = usual
        return found


def against(place: int, scene: Scene, *, limiter: InferredLimit | None, cue: str) -> tuple[str, ...]:
    """Return what speaks against the kind at `place`, a phrase each; nothing for most."""
    load = scene.loads[place]
    signs = [_beginning(load, scene), _growth(load, scene)]
    tied = other = 0
    for content, count in load.contents.items():
        if usual := scene.usual.get(content):
            tied += count if place in usual else 0
            other += 0 if place in usual else count
    if 2 * tied < load.count:
        signs += [_speed(load, scene), f'it says "{cue}"' if cue else ""]
    found = [sign for sign in signs if sign]
    if scene.freely:
        repeated = load.count >= max(_FEWEST, _REPEATED * sum(scene.contents.values()))
        spread = len(load.contents) >= min(_SPREAD, len(scene.contents))
        said = "every text gets this same reply, where the others differ"
        canned = load.count >= _CANNED * sum(scene.contents.values())
        found = [said, *found] if repeated and spread and (found or canned) else []
    elif 2 * other >= load.count:
        found.insert(0, "the same messages get another reply otherwise")
    if limiter:
        found.insert(0, f"it came {limiter.text}")
    return tuple(found)


def _beginning(load: Said, scene: Scene) -> str:
    first = load.first
    before = sum(count for second, count in scene.seconds.items() if second < first)
    if (1 - before / scene.seconds.total()) ** load.count >= _CHANCE:
        return ""
    return f"it began at {first}s"


def _growth(load: Said, scene: Scene) -> str:
    """Compare the kind's share in the first and the last third of the replies."""
    replies = scene.seconds.total()
    third, early, late, seen = replies / 3, [0, 0], [0, 0], 0
    for second in sorted(scene.seconds):
        count, mine = scene.seconds[second], load.seconds.get(second, 0)
        if seen + count <= third:
            early[0], early[1] = early[0] + count, early[1] + mine
        elif seen >= 2 * third:
            late[0], late[1] = late[0] + count, late[1] + mine
        seen += count
    if not early[0] or not late[0] or early[1] + late[1] < 2 * _FEWEST:
        return ""
    one, other = early[1] / early[0], late[1] / late[0]
    pooled = (early[1] + late[1]) / (early[0] + late[0])
    spread = (pooled * (1 - pooled) * (1 / early[0] + 1 / late[0])) ** 0.5
    if not spread or (other - one) / spread < 3.3 or other < 2 * one:  # noqa: PLR2004  one in two thousand by chance
        return ""
    return f"it grew from {one:.0%} to {other:.0%} of the replies"


def _speed(load: Said, scene: Scene) -> str:
    others = total(other.times for other in scene.loads if other is not load)
    mine = Counter(load.times)
    if mine.total() < _FEWEST or others.total() < _FEWEST:
        return ""
    fast, usual = median(mine), median(others)
    if not fast or not usual or 2 * fast > usual:
        return ""
    return f"it is much faster than the others ({format_ms(fast)} against {format_ms(usual)})"


def median(times: Mapping[int, int]) -> float | None:
    """Return the median of times in coarse buckets, in seconds; None of none."""
    half, seen = sum(times.values()) / 2, 0
    for bucket in sorted(times):
        seen += times[bucket]
        if seen >= half:
            return bucket_seconds(bucket)
    return None


def total(many: Iterable[Mapping[Key, int]]) -> Counter[Key]:
    """Return all the counts together."""
    added: Counter[Key] = Counter()
    for counts in many:
        added.update(counts)
    return added
