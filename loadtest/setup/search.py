"""The doctor's search: what a server signs that rejects what is signed as `signature-url`.

A plain message comes first, on which no treatment of the form shows: it tells faults of the form from those of the URL.
Any answer that differs from what badly signed messages get is information, and is asked for once more, beside another
badly signed message, before it is believed.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from loadtest.setup.contents import LIKELY, Treatment, at_path, params_of, plain, read_as, saying, with_params
from loadtest.setup.contents import with_signature as signed_with
from loadtest.setup.likeness import Likeness, alike
from loadtest.setup.suspects import Suspect, suspects, token_forms
from loadtest.words.exchange import Reply
from loadtest.words.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from loadtest.setup.asking import Asker, Judged
    from loadtest.words.exchange import Request

MOST = 40
"""Messages of one search."""
FEW = 20
"""Messages of one search where the server may take them all."""
TOTAL = 10.0
"""Seconds of one search."""
_AT_ONCE = 4
_WAIT = 3.0
_CULPRITS: dict[str, Callable[[list[tuple[str, str]]], list[tuple[str, str]]]] = {
    "an empty parameter": lambda params: [*plain(params), ("ToCity", "")],
    "a blank at an edge of its text": lambda params: saying(" Hello ", plain(params)),
    "a character outside ASCII": lambda params: saying("Olá", plain(params)),
    "an & or a quotation mark": lambda params: saying("\"You\" & 'me'", plain(params)),
    "a line break": lambda params: saying("Hello\nyou", plain(params)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """What a search has come to.

    `suspect` is what the server signs, None when no form was told from a badly signed one; `reaction` is what it got.
    `rejected` names what a message may not have, where a plain one passes and no treatment of the form explains it.
    `elsewhere` is whether a path that does not exist got the same answer; `cut` says why not everything was tried.
    """

    suspect: Suspect | None = None
    reaction: Judged | None = None
    rejected: tuple[str, ...] = ()
    tried: int = 0
    cut: str = ""
    elsewhere: bool = False

    @property
    def plain_passes(self) -> bool:
        """Whether the message that the server takes must be plain."""
        return self.suspect is not None and bool(self.suspect.contents) and Treatment.FORM not in self.suspect.contents


class Search:
    """One search, beside what the `bad` message of the preflight got.

    `polite`: the server may be one that says no with HTTP 200, or one that checks nothing. Its answers may vary by
    themselves, so what differs is confirmed more often; with `few` its messages may count, so fewer are sent.
    """

    def __init__(self, asker: Asker, bad: Judged, *, polite: bool = False, few: bool = False) -> None:
        self._asker = asker
        self._bad = bad
        self._most = FEW if few else MOST
        self._bads = 4 if polite else 2
        self._confirmations = 3 if polite else 1
        self._before = asker.sent
        self._end = asker.clock() + TOTAL
        self._wrong = Secret(os.urandom(16).hex())
        self._usual = Suspect(url=asker.plan.signature_url)
        self._likeness = Likeness()
        self._turn = 0
        self._tried = 0
        self._cut = ""

    def run(self) -> SearchResult:
        """Search until something is found, or the messages, the time or the forms are used up."""
        found = self._run()
        self._asker.unfold()
        return found

    def _run(self) -> SearchResult:
        unknown = os.urandom(6).hex()
        requests = [self._plain(self._usual), *(self._badly(self._usual) for _ in range(self._bads))]
        labels = ["a plain message", *["a plain one, badly signed"] * self._bads, "a path that does not exist"]
        plainly, *bads, probe = self._ask([*requests, self._elsewhere(unknown)], labels)
        replies = [reaction.response for reaction in bads if isinstance(reaction.response, Reply)]
        if len(replies) < len(bads) or any(bad.proves_nothing for bad in bads):
            return SearchResult(cut="the badly signed messages are not answered any more, or by a limiter")
        self._likeness = Likeness.of(replies)
        probe = _as_if(probe, unknown)
        beyond = self._same(probe)
        if self._differs(plainly) and self._confirmed(self._usual):
            return self._treatment(self._usual)
        shown = [_text(reaction) for reaction in (*bads, probe)]
        todo = suspects(self._asker.plan.url, self._usual.url, shown=shown)
        ranked = [*token_forms(self._asker.token, self._usual.url), *todo]
        for start in range(0, len(ranked), _AT_ONCE):
            some = ranked[start : start + min(_AT_ONCE, self._left - 2 * self._confirmations)]
            if self._ended(some):
                break
            reactions = self._ask([self._plain(one) for one in some], [one.label for one in some])
            for one, reaction in zip(some, reactions, strict=True):
                if self._differs(reaction) and self._confirmed(one):
                    return self._whole(one)
            told = [reaction for reaction in reactions if not reaction.proves_nothing]
            self._tried += len(told)
            if len(told) < len(reactions):
                self._asker.note("not every form gets an answer now, so the search ends here")
                self._cut = "a limiter or the time ended the search"
                break
        return SearchResult(tried=self._tried, cut=self._cut, elsewhere=beyond)

    @property
    def _left(self) -> int:
        return self._most - (self._asker.sent - self._before)

    def _ended(self, some: Sequence[Suspect]) -> bool:
        if self._asker.clock() >= self._end:
            self._cut = "the time ended the search"
        return not some or bool(self._cut)

    def _whole(self, suspect: Suspect) -> SearchResult:
        """Return what the plain message has shown once the whole one has passed; else look for a second fault."""
        (whole,) = self._ask([self._full(suspect)], [f"the whole message, {suspect.label}"])
        if self._differs(whole) or suspect.contents or suspect.headers:
            return self._found(suspect, whole)
        return self._treatment(suspect)

    def _treatment(self, suspect: Suspect) -> SearchResult:
        """Return what the server does to the form, whose plain form it takes when signed as `suspect`."""
        params = params_of(self._base().payload)
        known = [params]
        todo = []
        for contents in LIKELY:
            read = read_as(contents, params)
            if read not in known:
                known.append(read)
                todo.append(replace(suspect, contents=contents))
        for start in range(0, len(todo), _AT_ONCE):
            some = todo[start : start + min(_AT_ONCE, self._left)]
            if not some or self._asker.clock() >= self._end:
                break
            reactions = self._ask([self._full(one) for one in some], [one.label for one in some])
            for one, reaction in zip(some, reactions, strict=True):
                if self._differs(reaction):
                    return self._found(one, reaction)
        return self._culprits(suspect)

    def _culprits(self, suspect: Suspect) -> SearchResult:
        """Return which features a message may not have."""
        some = dict(list(_CULPRITS.items())[: max(0, self._left)])
        requests = []
        for change in some.values():
            base = self._base()
            payload = with_params(base.payload, change(params_of(base.payload)))
            requests.append(self._signed(base._replace(payload=payload), suspect))
        reactions = self._ask(requests, [f"a message with {name}" for name in some]) if requests else []
        rejected = [name for name, got in zip(some, reactions, strict=True) if got.reply and self._same(got)]
        found = self._found(suspect, None)
        return SearchResult(suspect=found.suspect, rejected=tuple(rejected) or ("something",), tried=found.tried)

    def _found(self, suspect: Suspect, reaction: Judged | None) -> SearchResult:
        return SearchResult(suspect=suspect, reaction=reaction, tried=self._tried)

    def _confirmed(self, suspect: Suspect) -> bool:
        """Return whether `suspect` gets once more what a badly signed message, sent with the same headers, does not."""
        first: Reply | None = None
        for turn in range(self._confirmations):
            both = [self._plain(suspect), self._badly(suspect)]
            labels = ["once more", "beside it, badly signed"]
            if turn % 2:  # so that it is not the order that makes the difference
                bad, again = self._ask(both[::-1], labels[::-1])
            else:
                again, bad = self._ask(both, labels)
            if not self._differs(again) or again.reply is None or bad.reply is None:
                return False
            if any(name == "Origin" for name, _ in suspect.headers):
                return again.reply.status < 400  # noqa: PLR2004  a guard let it pass, whatever the signature
            if alike(again.reply, bad.reply) or not (suspect.headers or self._same(bad)):
                return False
            first = first or again.reply
            if not alike(first, again.reply):
                return False
        return True

    def _differs(self, reaction: Judged) -> bool:
        """Return whether a message got what no badly signed one gets."""
        return reaction.reply is not None and not reaction.proves_nothing and not self._same(reaction)

    def _same(self, reaction: Judged) -> bool:
        reply, bad = reaction.reply, self._bad.reply
        return reply is not None and (self._likeness.fits(reply) or (bad is not None and alike(bad, reply)))

    def _ask(self, requests: Sequence[Request], labels: Sequence[str]) -> list[Judged]:
        wait = max(0.1, min(_WAIT, self._end - self._asker.clock()))
        reactions = self._asker.ask(requests, wait=wait)
        for label, reaction in zip(labels, reactions, strict=True):
            self._asker.say(label, reaction, fold=True)
        return reactions

    # Messages: each from the number whose turn it is, so that no number is worn out.

    def _base(self) -> Request:
        self._turn += 1
        return self._asker.well.request(self._asker.first + self._turn)

    def _plain(self, suspect: Suspect) -> Request:
        base = self._base()
        payload = with_params(base.payload, plain(params_of(base.payload)))
        return self._signed(base._replace(payload=payload), suspect)

    def _badly(self, suspect: Suspect) -> Request:
        """Return a plain message that no server takes for signed, sent with the headers of `suspect`."""
        request = self._plain(Suspect(url=suspect.url))
        signature = Suspect(url=suspect.url).signature(request.payload, self._wrong)
        return request._replace(payload=signed_with(request.payload, signature, suspect.headers))

    def _full(self, suspect: Suspect) -> Request:
        return self._signed(self._base(), suspect)

    def _elsewhere(self, unknown: str) -> Request:
        request = self._plain(self._usual)
        target = request.payload.partition(b" HTTP/1.1")[0].decode().removeprefix("POST ")
        path, mark, query = target.partition("?")
        path = f"{path.rstrip('/')}-{unknown}"
        return request._replace(payload=at_path(request.payload, path + mark + query))

    def _signed(self, request: Request, suspect: Suspect) -> Request:
        signature = suspect.signature(request.payload, self._asker.token)
        return request._replace(payload=signed_with(request.payload, signature, suspect.headers))


def _as_if(reaction: Judged, unknown: str) -> Judged:
    """Return what a path that does not exist got, with that path as if it did."""
    reply = reaction.reply
    if reply is None:
        return reaction
    return replace(reaction, response=replace(reply, body=reply.body.replace(f"-{unknown}".encode(), b"")))


def _text(reaction: Judged) -> str:
    return reaction.reply.body.decode("utf-8", "replace") if reaction.reply else ""
