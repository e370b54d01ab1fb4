"""What the server said, counted by shape: how often, when, to whom, to which messages, and how fast.

A kind of reply is told by its shape and its reason. Up to `SHAPES_KEPT` of them every count is exact and any order of
merging gives the same. Beyond it the rarest make way (the summaries of Misra and Gries, which merge: Agarwal and
others, "Mergeable Summaries", 2012): whatever makes up one in `SHAPES_KEPT` replies is kept, and what is not stays
counted in `others`. The first messages of some numbers are kept one by one, so that a limit for each number can be told
from chance: the numbers and messages that any order of merging chooses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from loadtest.verdict.judge import Reason

if TYPE_CHECKING:
    from loadtest.verdict.judge import Verdict

SHAPES_KEPT = 200
NUMBERS_FOLLOWED = 50
MESSAGES_FOLLOWED = 200
"""Messages of a followed number that are kept, the first ones."""
_SINGLE = 3600
"""Seconds of a run that are counted one by one; later ones by the minute."""
_MINUTE = 60
_SPEECH = 1000
_FIRST = ("sent", "contents", "left_out", "failed", "spared")
_PLAIN = ("seq", "count", "weight", "us")

Key = tuple[Reason, str]
"""What tells kinds of replies apart as they are counted: reason and shape."""


class Followed(NamedTuple):
    """One message of a followed number: the second it was due in, what it got (None: not kept), and after how long."""

    second: int
    key: Key | None
    ms: int = 0


@dataclass(slots=True)
class Said:
    """The replies of one shape and reason.

    `text` is the reply to the first message (lowest `seq`), its messages parted by newlines: hostile; `why` says what
    decided there. `seconds` counts by when the message was due, `contents` by what it was (whoever counts keeps those
    few), `times` by latency (`bucket_of`), `us` adds those up in microseconds. `lost` is what rarer shapes that have
    gone took from what keeps the shape, its `weight`.
    """

    seq: int
    text: str
    why: str = ""
    count: int = 0
    lost: int = 0
    us: int = 0
    seconds: dict[int, int] = field(default_factory=dict)
    contents: dict[str, int] = field(default_factory=dict)
    times: dict[int, int] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        """What keeps the shape."""
        return self.count - self.lost

    @property
    def first(self) -> int:
        """The second of the first message."""
        return min(self.seconds)

    @property
    def last(self) -> int:
        """The second of the last message."""
        return max(self.seconds)

    def merge(self, other: Said) -> None:
        """Add `other`."""
        if other.seq < self.seq:
            self.seq, self.text, self.why = other.seq, other.text, other.why
        self.count += other.count
        self.lost += other.lost
        self.us += other.us
        _add(self.seconds, other.seconds)
        _add(self.contents, other.contents)
        _add(self.times, other.times)


@dataclass(slots=True)
class Replies:
    """All replies of a run, or of a part of one.

    `others` holds, by reason, the replies whose shape was not kept, without text; `others_shapes` counts how often a
    shape had to go: the same one may go more than once. `followed` holds the first messages of some numbers by their
    place in the plan.
    """

    said: dict[Key, Said] = field(default_factory=dict)
    others: dict[Reason, Said] = field(default_factory=dict)
    others_shapes: int = 0
    followed: dict[str, dict[int, Followed]] = field(default_factory=dict)
    _farthest: int = field(default=1 << 32, compare=False)
    """Numbers whose checksum is not below it are not followed."""
    _full: dict[str, int] = field(default_factory=dict, compare=False)
    """Numbers of which enough messages are kept, and the last of those."""
    _latest: tuple[Verdict, Key, Said] | None = field(default=None, compare=False, repr=False)
    """The latest verdict and where it counts: identical replies share one verdict."""

    def count(  # noqa: C901, PLR0912, PLR0913, PLR0917  one straight line on the measured path
        self, verdict: Verdict, seq: int, number: str, second: int, content: str, us: int
    ) -> None:
        """Count one reply: the verdict on it, and its message's place in the plan, number, second and content."""
        latest = self._latest
        if latest is None or latest[0] is not verdict:
            if verdict.shape is None:
                return
            latest = self._latest = self._found(verdict, seq)
        _, key, said = latest
        said.count += 1
        said.us += us
        if seq < said.seq:
            said.seq, said.text, said.why = seq, verdict.said[:_SPEECH], verdict.why
        if second >= _SINGLE:
            second -= second % _MINUTE
        counts = said.seconds
        try:
            counts[second] += 1
        except KeyError:
            counts[second] = 1
        contents = said.contents
        try:
            contents[content] += 1
        except KeyError:
            contents[content] = 1
        counts = said.times
        bits = us.bit_length()
        index = (bits << 2) | (us >> (bits - 3) & 3) if bits > 2 else us  # noqa: PLR2004  `bucket_of`, without its call
        try:
            counts[index] += 1
        except KeyError:
            counts[index] = 1
        messages = self.followed.get(number)
        if messages is None:  # most numbers of a large pool: asking costs less than failing
            if crc32(number.encode()) >= self._farthest:
                return
            messages = self.followed[number] = {}
            if len(self.followed) > NUMBERS_FOLLOWED:
                self._follow_fewer()
                if number not in self.followed:
                    return
        if seq > self._full.get(number, seq):
            return
        messages[seq] = Followed(second, key, us // 1000)
        if len(messages) >= 2 * MESSAGES_FOLLOWED:
            self._follow_shorter(number)

    def merge(self, other: Replies) -> None:
        """Add `other`, which is not changed."""
        for key, said in other.said.items():
            mine = self.said.get(key)
            if mine is None:
                mine = self.said[key] = Said(seq=said.seq, text=said.text, why=said.why)
            mine.merge(said)
        for reason, said in other.others.items():
            self._give_up(reason, said)
        self.others_shapes += other.others_shapes
        for number, messages in other.followed.items():
            self.followed.setdefault(number, {}).update(messages)
        self.trim()

    def trim(self) -> None:
        """Keep memory bounded, as the module says."""
        self._latest = None
        if len(self.said) > SHAPES_KEPT:
            cut = sorted((said.weight for said in self.said.values()), reverse=True)[SHAPES_KEPT]
            for key, said in list(self.said.items()):
                said.lost += cut
                if said.weight <= 0:
                    del self.said[key]
                    self._give_up(key[0], said)
                    self.others_shapes += 1
        self._follow_fewer()
        for number in self.followed:
            self._follow_shorter(number)
        for messages in self.followed.values():
            gone = [seq for seq, one in messages.items() if one.key is not None and one.key not in self.said]
            messages.update({seq: messages[seq]._replace(key=None) for seq in gone})

    @property
    def total(self) -> int:
        """Number of replies."""
        return sum(said.count for said in (*self.said.values(), *self.others.values()))

    @property
    def accepted(self) -> tuple[tuple[str, bool], ...]:
        """The numbers of accepted messages that were followed, one for each, and whether its reply had words."""
        keys = ((number, one.key) for number, got in self.followed.items() for one in got.values())
        return tuple((number, bool(key[1])) for number, key in keys if key is not None and key[0] is Reason.ACCEPTED)

    def to_wire(self) -> dict[str, Any]:
        """Return a JSON-ready form that `from_wire` reads back to equal counts."""
        keys = sorted(self.said, key=lambda key: (key[0].value, key[1]))
        places: dict[Key | None, int] = {key: place for place, key in enumerate(keys)} | {None: -1}
        return {
            "said": [
                {"reason": key[0].value, "shape": key[1], "text": self.said[key].text, "why": self.said[key].why}
                | _counted(self.said[key])
                for key in keys
            ],
            "others": {reason.value: _counted(said) for reason, said in self.others.items()},
            "others_shapes": self.others_shapes,
            # One text a number: `place in the plan@second=place in said:ms`, which keeps the file small.
            "followed": {
                number: " ".join(
                    f"{seq}@{one.second}={places.get(one.key, -1)}" + (f":{one.ms}" if one.ms else "")
                    for seq, one in sorted(got.items())
                )
                for number, got in sorted(self.followed.items())
            },
        }

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> Replies:
        """Return the replies that `to_wire` described."""
        keys: list[Key | None] = [(Reason(item["reason"]), item["shape"]) for item in wire["said"]]
        said = {key: _said(item) for key, item in zip(keys, wire["said"], strict=True) if key is not None}
        keys.append(None)
        return cls(
            said=said,
            others={Reason(name): _said(item) for name, item in wire["others"].items()},
            others_shapes=wire["others_shapes"],
            followed={number: _followed(text, keys) for number, text in wire["followed"].items()},
        )

    def _found(self, verdict: Verdict, seq: int) -> tuple[Verdict, Key, Said]:
        """Return where a verdict on a reply counts, from now on at the latest."""
        key = (verdict.reason, verdict.shape or "")
        said = self.said.get(key)
        if said is None:
            if len(self.said) >= 2 * SHAPES_KEPT:
                self.trim()
            said = self.said[key] = Said(seq=seq, text=verdict.said[:_SPEECH], why=verdict.why)
        return verdict, key, said

    def _give_up(self, reason: Reason, said: Said) -> None:
        """Count replies among the others."""
        mine = self.others.setdefault(reason, Said(seq=0, text=""))
        mine.merge(said)
        mine.seq, mine.text, mine.why, mine.lost = 0, "", "", mine.count

    def _follow_fewer(self) -> None:
        if len(self.followed) > NUMBERS_FOLLOWED:
            nearest = sorted(self.followed, key=_distance)
            for number in nearest[NUMBERS_FOLLOWED:]:
                del self.followed[number]
                self._full.pop(number, None)
        if len(self.followed) == NUMBERS_FOLLOWED:
            self._farthest = max(crc32(number.encode()) for number in self.followed) + 1

    def _follow_shorter(self, number: str) -> None:
        messages = self.followed[number]
        if len(messages) > MESSAGES_FOLLOWED:
            for seq in sorted(messages)[MESSAGES_FOLLOWED:]:
                del messages[seq]
            self._full[number] = max(messages)


@dataclass(slots=True, kw_only=True)
class FirstReplies:
    """What was answered before the load.

    Of the plan's different messages `contents` were tried and `left_out` were not; `failed` of all `sent` got no reply
    to read. `spared` more were not sent: they would have taken of a limit, stated in the server's headers, what the
    load needs. `cookies`: one of them set a cookie; not kept with the result.
    """

    replies: Replies = field(default_factory=Replies)
    sent: int = 0
    contents: int = 0
    left_out: int = 0
    failed: int = 0
    spared: int = 0
    cookies: bool = False

    def had(self, number: str, place: int) -> None:
        """Take in that a number had another message, at a place among these, of which nothing else is kept."""
        self.replies.followed.setdefault(number, {})[place] = Followed(0, None)

    def merge(self, other: FirstReplies) -> None:
        """Add `other`."""
        self.replies.merge(other.replies)
        for name in _FIRST:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def to_wire(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return {name: getattr(self, name) for name in _FIRST} | {"replies": self.replies.to_wire()}

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> FirstReplies:
        """Return the replies that `to_wire` described."""
        return cls(**{name: wire.get(name, 0) for name in _FIRST}, replies=Replies.from_wire(wire["replies"]))


def bucket_seconds(index: int) -> float:
    """Return the middle of a bucket of `Said.times` in seconds; a bucket is a fifth wide."""
    bits, quarter = index >> 2, index & 3
    return (index if index < 12 else (4 + quarter + 0.5) * 2.0 ** (bits - 3)) / 1e6  # noqa: PLR2004  the first exact ones


def _add(into: dict[Any, int], other: dict[Any, int]) -> None:
    for key, count in other.items():
        into[key] = into.get(key, 0) + count


def _distance(number: str) -> tuple[int, str]:
    return crc32(number.encode()), number


def _wired(counts: dict[int, int]) -> str:
    return " ".join(f"{key}:{count}" for key, count in sorted(counts.items()))


def _read(text: str) -> dict[int, int]:
    return {int(key): int(count) for key, _, count in (item.partition(":") for item in text.split())}


def _counted(said: Said) -> dict[str, Any]:
    return {name: getattr(said, name) for name in _PLAIN} | {
        "seconds": _wired(said.seconds),
        "contents": dict(sorted(said.contents.items())),
        "times": _wired(said.times),
    }


def _said(item: dict[str, Any]) -> Said:
    return Said(
        **{name: item[name] for name in ("seq", "count", "us")},
        lost=item["count"] - item["weight"],
        text=item.get("text", ""),
        why=item.get("why", ""),
        seconds=_read(item["seconds"]),
        contents=dict(item["contents"]),
        times=_read(item["times"]),
    )


def _followed(text: str, keys: list[Key | None]) -> dict[int, Followed]:
    messages = {}
    for item in text.split():
        seq, _, rest = item.partition("@")
        second, _, got = rest.partition("=")
        place, _, ms = got.partition(":")
        messages[int(seq)] = Followed(int(second), keys[int(place)], int(ms or 0))
    return messages
