"""Scenario mix x pacing x pool -> due, rendered, signed requests.

A `Plan` is a value: the same plan and seed give the same kinds, numbers, bodies and due times in every process. Message
ids, media ids and idempotency tokens are new in every run: their random bytes come in from outside, as does the token.
"""

from __future__ import annotations

import math
from base64 import b64encode
from binascii import hexlify
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from loadtest.dialogue.conversation import Conversation
from loadtest.dialogue.feed import NO_FEED, Feed
from loadtest.dialogue.talk import Conversations
from loadtest.message import mms, sms
from loadtest.message.form import SID, Account, Content, Media
from loadtest.message.kinds import KINDS, with_mms
from loadtest.message.phone_pool import PhonePool
from loadtest.message.signing import Signer
from loadtest.message.template import Template
from loadtest.pacing import WHOLE, Arrival, ClosedBatches, Pacing, Shard, pacing_from_wire
from loadtest.words.exchange import Request
from loadtest.words.secret import NO_SECRET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from loadtest.dialogue.talk import Talk
    from loadtest.message.form import Field
    from loadtest.message.kinds import Kind, Mix
    from loadtest.words.secret import Secret

    Render = Callable[[bytes, bytes, bytes, bytes, bytes], bytes]
    _Number = tuple[str, bytes, bytes, dict[int | str, tuple[Render, str]]]

DEFAULT_MIX = with_mms(0.3)
_GOLDEN, _ROOT = 0.6180339887498949, 0.41421356237309515
"""Fractions of the golden ratio and of the root of 2: the multiples of each fill the unit interval evenly."""
_BESIDE = ("baseline_url", "baseline_signature_url")
_OWN_FORM = {"pacing", "pool", "media", "drawing", "conversations", "feed", "extra", "repeat"}
_SMALL = 0xFFFFFF  # as much of the seed as leaves the products exact
CONTENTS_NAMED = 100
"""Contents of one kind of message that `Plan.content` tells apart."""
_BLOCK = 256
"""Messages whose random digits are made at once."""
_NUMBERS_KEPT = 4096
"""Numbers kept in the forms in which messages need them."""
_request = tuple.__new__  # a named tuple's own `__new__` takes twice as long


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is sent, and when, as a value; no secrets. Times in seconds.

    For `warm_up` seconds before 0.0 messages are sent that do not count; their numbers and due times are negative.
    `numbers_share_state`: something is kept for a phone number from one of its messages to the next, so one shard must
    send them all. With a `baseline_url` another server gets every message, too, as signed for its own signature URL.
    With `conversations` the pacing says when these begin, and `mix` and `texts` are not used; number *i* of the pool
    has row *i* of `feed`. `extra` are parameters that every message has besides, signed as the others.
    A share `repeat` of the messages is delivered again.
    """

    url: str
    signature_url: str
    account_sid: str
    to_number: str
    pacing: Pacing
    pool: PhonePool
    mix: Mix = DEFAULT_MIX
    texts: tuple[str, ...] = sms.TEXTS
    media: tuple[Media, ...] = mms.MEDIA
    seed: int = 0
    warm_up: float = 0.0
    numbers_share_state: bool = False
    baseline_url: str = ""
    baseline_signature_url: str = ""
    conversations: tuple[Conversation, ...] = ()
    feed: Feed = NO_FEED
    extra: tuple[Field, ...] = ()
    repeat: float = 0.0
    drawing: tuple[tuple[float, str, int, int], ...] = field(init=False, repr=False, compare=False)
    """For each kind: below which number of the unit interval it is drawn, its first content, how many it has."""

    def __post_init__(self) -> None:
        shares, bound, first = dict(self.mix), 0.0, 0
        rows = []
        for name in reversed([name for name in KINDS if name in shares]):
            bound += shares[name]
            count = len(KINDS[name].contents(self.texts, self.media))
            rows.append((bound, name, first, count))
            first += count
        rows[-1] = (math.inf, *rows[-1][1:])  # whatever rounding leaves
        object.__setattr__(self, "drawing", tuple(rows))

    @property
    def beside(self) -> Plan:
        """What the baseline gets: the same messages, to its own URL."""
        return replace(
            self,
            url=self.baseline_url,
            signature_url=self.baseline_signature_url,
            baseline_url="",
            baseline_signature_url="",
        )

    @property
    def planned(self) -> int | None:
        """Number of messages (conversations, where there are any); None in the closed model: the server decides."""
        return None if isinstance(self.pacing, ClosedBatches) else self.pacing.total

    @property
    def unit(self) -> str:
        """What the pacing counts, in words."""
        return "conversations" if self.conversations else "messages"

    def arrivals(self, shard: Shard = WHOLE) -> Iterator[Arrival]:
        """Yield a shard's arrivals in the open model in order, the warm-up's first."""
        if self.numbers_share_state and shard != WHOLE:
            place = self.pool.place
            return (arrival for arrival in self._arrivals(WHOLE) if shard.holds(place(arrival.seq)))
        return self._arrivals(shard)

    def _arrivals(self, shard: Shard) -> Iterator[Arrival]:
        if isinstance(self.pacing, ClosedBatches):
            raise TypeError("in the closed model only the driver knows when messages are due")
        if self.warm_up:
            before = self.pacing.opening(self.warm_up)
            for arrival in before.arrivals(shard):
                yield Arrival(seq=arrival.seq - before.total, due=arrival.due - self.warm_up)
        yield from self.pacing.arrivals(shard)

    def kind(self, seq: int) -> str:
        """Return the scenario of message `seq`: every stretch of messages holds the mix as exactly as it can."""
        return self._drawn(seq)[0]

    def content(self, seq: int) -> str:
        """Return a short name for what message `seq` says: `sms 3` holds the third text; those beyond share a name."""
        kind, place = self._drawn(seq)
        return _named(kind, place)

    def text(self, content: str) -> str | None:
        """Return the text behind a name that `content` gave; None where several share it."""
        kind, _, place = content.partition(" ")
        if not place.isdecimal() or kind not in KINDS:
            return None
        return KINDS[kind].contents(self.texts, self.media)[int(place) - 1].text

    def scripts(self) -> Conversations:
        """Return the conversations, ready to begin."""
        return Conversations(self.conversations, seed=self.seed & _SMALL, feed=self.feed)

    def _drawn(self, seq: int) -> tuple[str, int]:
        """Return the kind of message `seq` and the place of its content."""
        mixed = seq + (self.seed & _SMALL)
        share = mixed * _GOLDEN % 1.0
        for bound, kind, _, count in self.drawing:
            if share < bound:
                return kind, int(mixed * _ROOT % 1.0 * count)
        raise AssertionError("the last bound is infinite")

    def to_wire(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        share = dict(self.mix).get("mms", 0.0)
        own = {"mms_share": share} | ({} if self.mix == with_mms(share) else {"mix": dict(self.mix)})
        wire: dict[str, Any] = {}
        for name in self.__slots__:
            if name not in _OWN_FORM and (self.baseline_url or name not in _BESIDE):
                wire |= own if name == "mix" else {name: getattr(self, name)}
        wire["texts"] = list(self.texts)
        wire["media"] = [asdict(medium) for medium in self.media]
        if self.repeat:
            wire["repeat"] = self.repeat
        if self.extra:
            wire["extra"] = [list(field) for field in self.extra]
        if self.conversations:
            wire["conversations"] = [script.to_wire() for script in self.conversations]
            wire["feed"] = self.feed.to_wire()
        return wire | {"pacing": self.pacing.to_wire(), "pool": [list(item) for item in self.pool.ranges]}

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> Plan:
        """Return the plan that `to_wire` described."""
        ranges = tuple((first, count) for first, count in wire["pool"])
        plain = {name: value for name, value in wire.items() if name != "mms_share"}
        return cls(
            **{
                **plain,
                "mix": tuple(wire["mix"].items()) if "mix" in wire else with_mms(wire["mms_share"]),
                "pacing": pacing_from_wire(wire["pacing"]),
                "pool": PhonePool(ranges=ranges, seed=wire["seed"]),
                "texts": tuple(wire["texts"]),
                "media": tuple(Media(**medium) for medium in wire["media"]),
                "conversations": tuple(map(Conversation.from_wire, wire.get("conversations", ()))),
                "feed": Feed.from_wire(wire["feed"]) if "feed" in wire else NO_FEED,
                "extra": tuple((name, value) for name, value in wire.get("extra", ())),
            }
        )


class Renderer:
    """Renders and signs a plan's messages; everything that does not differ between messages is encoded and hashed once.

    `random_bytes(n)` gives n random bytes. `userinfo` is the URL's `user:password`, sent as Basic credentials at once
    (Twilio sends them only after a first 401, https://www.twilio.com/docs/usage/security). `keep_alive` leaves the
    header out that closes the connection.
    """

    def __init__(
        self,
        plan: Plan,
        token: Secret,
        *,
        random_bytes: Callable[[int], bytes],
        userinfo: Secret = NO_SECRET,
        keep_alive: bool = False,
    ) -> None:
        self._plan = plan
        self._signer = Signer(token)
        self._authorization = b64encode(userinfo.reveal().encode()).decode()
        self._keep_alive = keep_alive
        self._fresh = _fresh(random_bytes)
        self._place = plan.pool.place
        self._seed = plan.seed & _SMALL
        self._drawing = plan.drawing
        self._contents = [
            (KINDS[name], content, _named(name, place))
            for _, name, *_ in plan.drawing
            for place, content in enumerate(KINDS[name].contents(plan.texts, plan.media))
        ]
        self._templates: dict[tuple[str, int], dict[int | str, tuple[Render, str]]] = {}
        self._numbers: dict[int, _Number] = {}

    def request(self, seq: int) -> Request:
        """Return message `seq`, ready for the wire."""
        mixed = seq + self._seed
        share = mixed * _GOLDEN % 1.0
        for bound, kind, first, count in self._drawing:  # noqa: B007  the last one that was looked at is meant
            if share < bound:
                break
        content = first + int(mixed * _ROOT % 1.0 * count)
        place = self._place(seq)
        try:
            number, plain, quoted, templates = self._numbers[place]
        except KeyError:
            number, plain, quoted, templates = self._number(place)
        try:
            render, named = templates[content]
        except KeyError:
            render, named = templates[content] = self._template(content, number).render, self._contents[content][2]
        sid, media_id, token = next(self._fresh)
        return _request(Request, (seq, kind, number, render(plain, quoted, sid, media_id, token), named))

    def said(self, talk: Talk) -> Request:
        """Return the message of the step that a conversation is at, ready for the wire."""
        number, plain, quoted, templates = self._numbers.get(talk.row) or self._number(talk.row)
        step, chosen = talk.step, talk.chosen()
        content = f"{talk.scenario} {chosen + 1}" if len(step.say) > 1 else talk.scenario
        known = templates.get(content)
        if known is None:
            made = self._made(KINDS[talk.kind], self._content(talk), number)
            known = made.render, content
            if step.media is None and not any(step.holes()):  # else each message has a content of its own
                templates[content] = known
        sid, media_id, token = next(self._fresh)
        rendered = known[0](plain, quoted, sid, media_id, token)
        return _request(Request, (talk.seq, talk.scenario, number, rendered, content))

    def _content(self, talk: Talk) -> Content:
        """Return what a step says; a medium of the load's is as good as another, so they take turns."""
        named, own = talk.step.media, self._plan.media
        if named is None:
            return Content(text=talk.text())
        place = talk.place % len(own)
        media = Media(content_type=named[0], url=named[1]) if named[0] else own[place]
        return Content(text=talk.text(), media=media, place=0 if named[0] else place)

    def _number(self, place: int) -> _Number:
        """Return a number, its forms, and the templates for messages from its like."""
        if len(self._numbers) >= _NUMBERS_KEPT:
            self._numbers.clear()
        number = self._plan.pool.at(place)
        templates = self._templates.setdefault((number[:2], len(number)), {})
        made = self._numbers[place] = (number, number.encode(), f"%2B{number[1:]}".encode(), templates)
        return made

    def _template(self, choice: int, number: str) -> Template:
        kind, content, _ = self._contents[choice]
        return self._made(kind, content, number)

    def _made(self, kind: Kind, content: Content, number: str) -> Template:
        plan = self._plan
        account = Account(
            account_sid=plan.account_sid, to_number=plan.to_number, north_american=number.startswith("+1")
        )
        return Template(
            [
                *((name, value.replace(SID, kind.prefix + SID)) for name, value in kind.form(content, account)),
                *plan.extra,
            ],
            number_length=len(number),
            signer=self._signer,
            signature_url=plan.signature_url,
            head=lambda length: kind.head(
                plan.url, length, keep_alive=self._keep_alive, authorization=self._authorization
            ),
        )


def _named(kind: str, place: int) -> str:
    """Return the name of a content: what it is a message of, and its place among those, while these are few."""
    return f"{kind} {place + 1}" if place < CONTENTS_NAMED else f"{kind} beyond"


def _fresh(random_bytes: Callable[[int], bytes]) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield for every message new hex digits for its id and its medium's, and its idempotency token.

    Tokens are version 4 UUIDs (RFC 9562, section 5.4) of which a block shares all but the last group.
    """
    while True:
        sids = hexlify(random_bytes(16 * _BLOCK), b"-", 16).split(b"-")
        media = hexlify(random_bytes(15 * _BLOCK), b"-", 15).split(b"-")
        group = random_bytes(10).hex()
        head = f"{group[:8]}-{group[8:12]}-4{group[12:15]}-{'89ab'[int(group[15], 16) & 3]}{group[16:19]}-".encode()
        tails = hexlify(random_bytes(6 * _BLOCK), b"-", 6).split(b"-")
        yield from zip(sids, media, map(head.__add__, tails), strict=True)
